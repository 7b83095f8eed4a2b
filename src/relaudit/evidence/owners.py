"""Who owns the files of a repository, by its CODEOWNERS.

Patterns are matched by `codeowners`, which follows GitHub and comes without dependencies. It is not handed the lines that GitHub skips: those
with `!` or `[ ]`, with an escaped `#` at the beginning of the pattern, or with an owner that is none.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.files import Text, Tree

if TYPE_CHECKING:
    import codeowners

_FILES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
_IS_UNKNOWN_TO_GITHUB = regex(r"!|\\#|(?:.*[^\\])?[\[\]]")
_STARS = regex(r"(?:\*+[^*\s#]+){5}")  # what matches them goes through a path once more for each
_IS_OWNER = regex(r"@[\w.-]+(?:/[\w.-]+)?|[^\s@]+@[^\s@]+")


@record
class Ownership:
    """The owners of one file, and the line that says so: 0 where no pattern matches. A line without owners takes the file from those before it."""

    line: int = 0
    owners: tuple[str, ...] = ()


class CodeOwners:
    """The file that GitHub reads: the first that there is of three."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def of(self, path: str) -> Ownership:
        """By the last pattern that matches."""
        owners, line, _, _ = self._patterns.matching_line(path)
        return Ownership(line or 0, tuple(name for _, name in owners))

    @cached_property
    def _patterns(self) -> "codeowners.CodeOwners":
        import codeowners

        return codeowners.CodeOwners("\n".join(map(_kept, self.text.text.split("\n"))))


@evidence(reads=_FILES)
def code_owners(tree: Tree) -> CodeOwners | Unknown:
    """A repository without such a file says nothing of owners, and neither does one whose file has comments alone."""
    found = next((text for text in map(tree.read, _FILES) if text is not None), None)
    if found is None:
        return Unknown("CodeOwners", Reason.INAPPLICABLE, detail="no CODEOWNERS file")
    if isinstance(found, Unknown):
        return found
    if any(_STARS.search(line) for line in found.text.split("\n")):
        return Unknown(
            "CodeOwners",
            Reason.UNDECIDABLE,
            detail=f"a pattern of {found.path} has more stars than are followed",
        )
    if not any(map(list, map(_said, found.text.split("\n")))):
        return Unknown("CodeOwners", Reason.INAPPLICABLE, detail=f"nothing stands in {found.path}")
    return CodeOwners(found)


def _kept(line: str) -> str:
    """A line without its comment; empty for one that GitHub skips."""
    words = list(_said(line))
    is_skipped = not words or _IS_UNKNOWN_TO_GITHUB.match(words[0])
    return "" if is_skipped or not all(map(_IS_OWNER.fullmatch, words[1:])) else " ".join(words)


def _said(line: str) -> Iterator[str]:
    """The pattern, in which a space is escaped, and the owners."""
    for word in line.replace("\\ ", "\0").split():
        if word.startswith("#"):
            return
        yield word.replace("\0", "\\ ")
