"""Owners are told as GitHub documents it: the last pattern that matches counts, and lines that it skips do not."""

import pytest

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.files import Text
from relaudit.evidence.owners import CodeOwners, Ownership, code_owners

DOCUMENTED = """\
# This is a comment.
*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/* docs@example.com
apps/ @octocat
/docs/ @doctocat
**/logs @octocat
/apps/ @octocat
/apps/github
/apps/git\\ hub @space
"""


class Folder:
    """A tree out of texts."""

    def __init__(self, **texts: str) -> None:
        self.texts = {path.replace("__", "/").replace("dot_", "."): text for path, text in texts.items()}

    def paths(self) -> list[str]:
        return sorted(self.texts)

    def folder(self, path: str) -> list[str]:
        return [name for name in self.texts if name.startswith(path)]

    def read(self, path: str) -> Text | None:
        return Text(path, self.texts[path]) if path in self.texts else None


def owners(text: str) -> CodeOwners:
    found = code_owners.function(Folder(CODEOWNERS=text))
    assert isinstance(found, CodeOwners)
    return found


@pytest.mark.parametrize(
    ("path", "line", "names"),
    [
        ("README.md", 2, ("@global-owner1", "@global-owner2")),
        ("src/deep/a.js", 3, ("@js-owner",)),
        ("cmd/main.go", 4, ("docs@example.com",)),
        ("a/b/notes.txt", 5, ("@octo-org/octocats",)),
        ("build/logs/today.txt", 10, ("@octocat",)),
        ("sub/docs/a.md", 2, ("@global-owner1", "@global-owner2")),
        ("docs/a.md", 9, ("@doctocat",)),
        ("docs/build/a.md", 9, ("@doctocat",)),
        ("sub/apps/x/y", 8, ("@octocat",)),
        ("deeply/nested/logs/x", 10, ("@octocat",)),
        ("apps/x", 11, ("@octocat",)),
        ("apps/github", 12, ()),
        ("apps/github/x", 12, ()),
        ("apps/git hub/x", 13, ("@space",)),
    ],
)
def test_owners_are_those_of_the_last_pattern(path: str, line: int, names: tuple[str, ...]) -> None:
    assert owners(DOCUMENTED).of(path) == Ownership(line, names)


@pytest.mark.parametrize(
    "skipped",
    ["!setup.py @b", "[s]etup.py @b", "setup.p[xy] @b", "\\#setup.py @b", "setup.py b", "setup.py @b @"],
)
def test_a_line_that_github_skips_changes_nothing(skipped: str) -> None:
    found = owners(f"* @a\n{skipped}\n")

    assert found.of("setup.py") == Ownership(1, ("@a",))
    assert found.of("#setup.py") == Ownership(1, ("@a",))


def test_nothing_owns_what_nothing_matches() -> None:
    assert owners("/docs/ @a\n\n\x0c\n").of("setup.py") == Ownership()


def test_an_escaped_bracket_is_one() -> None:
    assert owners("pages/\\[id\\].ts @a").of("pages/[id].ts") == Ownership(1, ("@a",))


def test_a_form_feed_ends_no_line() -> None:
    assert owners("# old\x0cnotes\n* @a\n").of("setup.py").line == 2


def test_the_first_of_the_three_files_counts() -> None:
    tree = Folder(
        dot_github__CODEOWNERS="* @first\n", CODEOWNERS="* @second\n", docs__CODEOWNERS="* @third\n"
    )
    found = code_owners.function(tree)

    assert isinstance(found, CodeOwners)
    assert found.of("setup.py").owners == ("@first",)


@pytest.mark.parametrize("texts", [{}, {"CODEOWNERS": ""}, {"docs__CODEOWNERS": "# nobody yet\n\n"}])
def test_where_nothing_is_said_there_is_nothing_to_judge(texts: dict[str, str]) -> None:
    found = code_owners.function(Folder(**texts))

    assert isinstance(found, Unknown)
    assert found.reason is Reason.INAPPLICABLE
