"""Filter patterns mean what GitHub's documentation says they mean."""

import re
from itertools import product

import pytest

from relaudit.evidence.workflows.patterns import (
    Pattern,
    ignored,
    is_well_formed,
    paths_ignored,
    paths_selected,
    selected,
)

LONG = 10_000

# "Patterns to match branches and tags" of the cheat sheet: what each matches; the last column says what it does not.
BRANCHES_AND_TAGS = [
    ("feature/*", ["feature/my-branch", "feature/your-branch"], ["feature/beta-a/my-branch", "feature"]),
    (
        "feature/**",
        ["feature/beta-a/my-branch", "feature/your-branch", "feature/mona/the/octocat"],
        ["feature", "my-feature/a"],
    ),
    ("main", ["main"], ["main2", "my-main", "Main"]),
    ("releases/mona-the-octocat", ["releases/mona-the-octocat"], ["releases/mona-the-octocat/1"]),
    ("*", ["main", "releases"], ["releases/10", "all/the/branches"]),
    ("**", ["all/the/branches", "every/tag", "main"], []),
    ("*feature", ["mona-feature", "feature", "ver-10-feature"], ["features", "mona/feature"]),
    ("v2*", ["v2", "v2.0", "v2.9"], ["v1", "V2", "v2/0", "rev2"]),
    ("v[12].[0-9]+.[0-9]+", ["v1.10.1", "v2.0.0"], ["v3.0.0", "v1.10", "v1.10.1-rc", "v1x10x1"]),
]
# "Patterns to match file paths".
PATHS = [
    ("*", ["README.md", "server.rb"], ["docs/README.md"]),
    ("*.jsx?", ["page.js", "page.jsx"], ["page.jsxx", "src/page.js", "page.j"]),
    ("**", ["all/the/files.md"], []),
    ("*.js", ["app.js", "index.js"], ["js/index.js", "appjs"]),
    ("**.js", ["index.js", "js/index.js", "src/js/app.js"], ["index.jsx"]),
    ("docs/*", ["docs/README.md", "docs/file.txt"], ["docs/mona/octocat.txt", "a/docs/file.txt"]),
    ("docs/**", ["docs/README.md", "docs/mona/octocat.txt"], ["docs", "a/docs/file.txt"]),
    (
        "docs/**/*.md",
        ["docs/README.md", "docs/mona/hello-world.md", "docs/a/markdown/file.md"],
        ["README.md", "docs/a.txt"],
    ),
    (
        "**/docs/**",
        ["docs/hello.md", "dir/docs/my-file.txt", "space/docs/plan/space.doc"],
        ["mydocs/a", "a/mydocs/b"],
    ),
    ("**/README.md", ["README.md", "js/README.md"], ["js/MYREADME.md", "README.md/a"]),
    ("**/*src/**", ["a/src/app.js", "my-src/code/js/app.js"], ["a/src", "src-my/app.js"]),
    ("**/*-post.md", ["my-post.md", "path/their-post.md"], ["post.md"]),
    (
        "**/migrate-*.sql",
        ["migrate-10909.sql", "db/migrate-v1.0.sql", "db/sept/migrate-v1.sql"],
        ["migrate.sql", "db/migrate-a/b.sql"],
    ),
]
# What the prose of the cheat sheet, and threads about workflows that did or did not start, say besides.
OTHERS = [
    ("Octo*", ["Octocat", "Octo"], ["octocat"]),
    ("[CB]at", ["Cat", "Bat"], ["Rat", "at", "CBat"]),
    ("[1-2]00", ["100", "200"], ["300"]),
    ("release/v[0-9].[0-9]", ["release/v1.0"], ["release/v1.10"]),
    ("a!b", ["a!b"], ["ab"]),
    (r"C\+\+", ["C++"], ["C", "CC"]),  # actions/runner#3763
    (r"\!important", ["!important"], ["important"]),
    (r"a\\b", [r"a\b"], [r"a\\b"]),
    ("[0-9]{4}", ["0{4}"], ["2024"]),  # actions/runner#2600
    ("v+([0-9])", ["v(2)", "vv(2)"], ["v2"]),  # avmnu-sng/rspec-tracer#179
    ("./docs/**", [], ["docs/a"]),  # asc-community/AngouriMath#1015
    (r"**.c\+\+", ["foo.c++", "src/foo.c++"], ["foo.c"]),  # project-chip/connectedhomeip#24944
    ("a.c", ["a.c"], ["abc"]),
    ("(a|b)$", ["(a|b)$"], ["a"]),
    ("**/**/a", ["a", "b/a", "c/b/a"], ["ba"]),
    ("**/+a", ["/a", "b//a"], ["a"]),
    ("line*", ["line\nbreak"], []),
]


@pytest.mark.parametrize(
    ("pattern", "name"),
    [(pattern, name) for pattern, names, _ in BRANCHES_AND_TAGS + PATHS + OTHERS for name in names],
)
def test_a_name_fits(pattern: str, name: str) -> None:
    assert Pattern.of(pattern).matches(name)


@pytest.mark.parametrize(
    ("pattern", "name"),
    [(pattern, name) for pattern, _, names in BRANCHES_AND_TAGS + PATHS + OTHERS for name in names],
)
def test_a_name_does_not_fit(pattern: str, name: str) -> None:
    assert not Pattern.of(pattern).matches(name)


@pytest.mark.parametrize(
    ("entries", "name", "is_selected"),
    [
        (["*.md", "!README.md"], "hello.md", True),
        (["*.md", "!README.md"], "README.md", False),
        (["*.md", "!README.md"], "docs/hello.md", False),
        (["*.md", "!README.md", "README*"], "hello.md", True),
        (["*.md", "!README.md", "README*"], "README.md", True),
        (["*.md", "!README.md", "README*"], "README.doc", True),
        (["releases/**", "!releases/**-alpha"], "releases/10", True),
        (["releases/**", "!releases/**-alpha"], "releases/beta/mona", True),
        (["releases/**", "!releases/**-alpha"], "releases/10-alpha", False),
        (["releases/**", "!releases/**-alpha"], "releases/beta/3-alpha", False),
        (["!releases/**"], "main", False),
        ([], "main", False),
    ],
)
def test_the_last_entry_that_fits_decides(entries: list[str], name: str, *, is_selected: bool) -> None:
    assert selected(name, entries) is is_selected


@pytest.mark.parametrize(
    ("name", "is_ignored"), [("mona/octocat", True), ("releases/beta/3-alpha", True), ("releases/3", False)]
)
def test_one_fitting_entry_ignores_a_name(name: str, *, is_ignored: bool) -> None:
    assert ignored(name, ["mona/octocat", "releases/**-alpha"]) is is_ignored


def test_an_exclamation_mark_takes_nothing_out_of_what_is_ignored() -> None:
    assert ignored("docs/keep.md", ["docs/**", "!docs/keep.md"])  # datahub-project/datahub#18366


def test_an_exclamation_mark_ignores_nothing_itself() -> None:
    assert not ignored("docs/a.md", ["!docs/**"])


def test_one_selected_path_lets_a_change_through() -> None:
    assert paths_selected(["docs/a.md", "src/a.py"], ["**.py"])


def test_a_change_without_selected_paths_is_not_let_through() -> None:
    assert not paths_selected(["docs/a.md"], ["**.py"])


def test_a_change_of_ignored_paths_is_held_back() -> None:
    assert paths_ignored(["docs/a.md", "docs/b/c.md"], ["docs/**"])


def test_a_change_with_one_path_that_is_not_ignored_is_let_through() -> None:
    assert not paths_ignored(["docs/a.md", "src/a.py"], ["docs/**"])


@pytest.mark.parametrize(
    "entry",
    [
        *("", "!", "?a", "+a", "!?", "!+a", "a*?", "a*+", "**?", "a++", "a?+", "a\\"),
        *("[a", "v[0-9", "[]", "[9-1]", "[a9-1]", "[0-]", "[-a]", "[ -~]"),
        "**.c++",  # project-chip/connectedhomeip#24944
        "apis/c++/**",  # dora-rs/dora#1917
    ],
)
def test_github_rejects(entry: str) -> None:
    assert not is_well_formed(entry)


@pytest.mark.parametrize(
    "entry", [row[0] for row in BRANCHES_AND_TAGS + PATHS + OTHERS] + ["!a", "a]", "[a.b]"]
)
def test_github_accepts(entry: str) -> None:
    assert is_well_formed(entry)


def test_no_name_fits_what_github_rejects() -> None:
    assert not Pattern.of("v[0-9").matches("v[0-9")


def as_expression(pattern: str) -> str:
    """The same language, slowly."""
    text = re.escape(pattern).replace(r"\*", "*").replace(r"\?", "?").replace(r"\+", "+")
    text = re.sub(r"(?<![^/])(?:\*\*/)+(?![?+])", "<folders>", text)
    text = text.replace("**", "<deep>").replace("*", "[^/]*")
    return text.replace("<deep>", ".*").replace("<folders>", "(?:.+/)?")


def words(letters: str, longest: int) -> list[str]:
    return ["".join(word) for size in range(longest + 1) for word in product(letters, repeat=size)]


def test_short_patterns_agree_with_regular_expressions() -> None:
    patterns = [pattern for pattern in words("ab/*?+", 4) if is_well_formed(pattern)]
    names = words("ab/", 4)
    different = [
        (pattern, name)
        for pattern in patterns
        for name in names
        if Pattern.of(pattern).matches(name) is not bool(re.fullmatch(as_expression(pattern), name))
    ]

    assert len(patterns) > 500
    assert different == []


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("*a" * (LONG // 2), "a" * LONG + "b"),
        ("**a" * (LONG // 3), "a/" * (LONG // 2)),
        ("a?" * (LONG // 2) + "a" * LONG, "a" * (LONG - 1)),
        ("a+" * (LONG // 2) + "b", "a" * LONG),
        ("**/" * (LONG // 3) + "a", "b/" * (LONG // 2)),
        ("[ab]+" * (LONG // 5) + "c", "ab" * (LONG // 2)),
    ],
    ids=["stars", "deep stars", "optional", "repeated", "folders", "classes"],
)
def test_a_hostile_pattern_is_judged_all_the_same(pattern: str, name: str) -> None:
    assert not Pattern.of(pattern).matches(name)
