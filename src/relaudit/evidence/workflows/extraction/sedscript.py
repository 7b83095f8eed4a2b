"""The scripts of sed: substitutions and a few other commands, each for some lines."""

from collections.abc import Callable, Sequence

from relaudit.core.record import record
from relaudit.evidence.workflows.extraction.dialects import Dialect, compiled
from relaudit.evidence.workflows.extraction.limits import PATTERN, UndecidedError
from relaudit.evidence.workflows.extraction.pattern import Pattern

_DIGITS = 6
_SPECIAL = "\\.*[]^$+?(){}|&"


@record
class Command:
    """One command: `letter` says what it does; the address is a line's number, the last line as -1, or a pattern."""

    letter: str
    number: int | None = None
    address: Pattern | None = None
    is_negated: bool = False
    pattern: Pattern | None = None
    replacement: tuple[str | int, ...] = ()
    flags: str = ""


class Script:
    """Reads the commands of a script."""

    def __init__(self, text: str, dialect: Dialect) -> None:
        if len(text) > PATTERN:
            raise UndecidedError
        self._text = text
        self._dialect = dialect
        self._at = 0

    def command(self) -> Command | None:
        """The next; None behind the last."""
        self._skip(" \t\n;")
        if self._at >= len(self._text):
            return None
        number, address = self._address()
        self._skip(" ")
        is_negated = self._peek() == "!"
        self._at += is_negated
        self._skip(" ")
        letter = self._peek()
        self._at += 1
        if letter not in ("s", "p", "d", "q") or (is_negated and number is None and address is None):
            raise UndecidedError
        pattern, replacement, flags = self._substitution() if letter == "s" else (None, (), "")
        self._skip(" \t")
        if self._peek() not in ("", ";", "\n"):
            raise UndecidedError
        return Command(letter, number, address, is_negated, pattern, replacement, flags)

    def _address(self) -> tuple[int | None, Pattern | None]:
        if self._peek() == "/":
            return None, compiled(self._delimited("/"), self._dialect)
        if self._peek() == "$":
            self._at += 1
            return -1, None
        digits = self._while(str.isdecimal)
        if len(digits) > _DIGITS:
            raise UndecidedError
        return (int(digits) if digits else None), None

    def _substitution(self) -> tuple[Pattern, tuple[str | int, ...], str]:
        mark = self._peek()
        if not mark or mark in "\\\n" or mark.isalnum():
            raise UndecidedError
        text = self._delimited(mark)
        self._at -= 1
        replacement = self._delimited(mark)
        flags = self._while(lambda one: one in "gpIi")
        pattern = compiled(text, self._dialect, ignores_case="i" in flags.lower())
        parts = tuple(_replacement(replacement))
        if any(isinstance(part, int) and part > pattern.groups for part in parts):
            raise UndecidedError
        return pattern, parts, flags

    def _delimited(self, mark: str) -> str:
        """What stands between two marks; one that is escaped stands for itself."""
        self._at += 1
        found: list[str] = []
        while self._peek() != mark:
            one = self._text[self._at : self._at + (2 if self._peek() == "\\" else 1)]
            if not one or one == "\n" or (one == f"\\{mark}" and mark in _SPECIAL):
                raise UndecidedError
            found.append(mark if one == f"\\{mark}" else one)
            self._at += len(one)
        self._at += 1
        return "".join(found)

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _skip(self, characters: str) -> None:
        self._while(lambda one: one in characters)

    def _while(self, wanted: Callable[[str], bool]) -> str:
        start = self._at
        while self._peek() and wanted(self._peek()):
            self._at += 1
        return self._text[start : self._at]


def _replacement(text: str) -> Sequence[str | int]:
    found: list[str | int] = []
    at = 0
    while at < len(text):
        one = text[at : at + 2] if text[at] == "\\" else text[at]
        at += len(one)
        if one == "&":
            found.append(0)
        elif len(one) == 1:
            found.append(one)
        elif one[1:].isdecimal():
            found.append(int(one[1:]))
        elif one in ("\\n", "\\t"):
            found.append({"n": "\n", "t": "\t"}[one[1]])
        elif one[1:].isalnum() or one == "\\":
            raise UndecidedError
        else:
            found.append(one[1:])
    return found
