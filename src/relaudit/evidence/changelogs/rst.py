"""The headings of a reStructuredText document: docutils' block structure, as far as sections depend on it.

docutils is slow to import and runs directives; this scanner is held against it by tests.
"""

import re
from collections.abc import Callable, Iterator

from relaudit.core.regex import regex
from relaudit.evidence.changelogs.heading import Heading

_PUNCTUATION = r"[!-/:-@\[-`{-~]"
_LINE = regex(rf"({_PUNCTUATION})\1*$")
_SIMPLE_TABLE = regex(r"=+( +=+)+$")
_TABLE_BORDER = regex(r"=+[ =]*$")
_GRID_TABLE = regex(r"\+-[-+]+-\+$")
_BULLET = regex(r"[-+*•‣⁃](\s+|$)")
_ENUMERATOR = regex(r"(\(?)(\d+|[a-zA-Z]|[ivxlcdmIVXLCDM]+|#)([.)])(\s+|$)")
_FIELD = regex(r":(?![: ])([^:\\]|\\.|:(?!([ `]|$)))*(?<! ):( +|$)")
_OPTION = regex(
    r"(?:-\w|--\w[\w-]*|/[A-Za-z])(?:[ =]?(?:[A-Za-z][\w-]*|<[^<>]+>))?(?:, (?:-\w|--\w[\w-]*)(?:[ =]?(?:[A-Za-z][\w-]*|<[^<>]+>))?)*(?:  +|$)"
)
_OTHER = regex(r"(?:\.\.|__|\|)( +|$)")
_DOCTEST = regex(r">>>( +|$)")
_SHORT = 4  # an adornment of fewer characters than this has to be as long as its title
_READ = 400  # characters of a line that can matter


def headings(text: str) -> Iterator[Heading]:
    """The headings of the document, in order."""
    return _Scanner([line[:_READ].rstrip().expandtabs(8) for line in text.split("\n")]).headings()


class _Scanner:
    """A position in the lines, and the adornments in the order in which they were met: a section's level is their number."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.at = 0
        self.styles: list[str] = []

    def headings(self) -> Iterator[Heading]:
        while self.at < len(self.lines):
            heading = self._block(self.lines[self.at])
            if heading:
                yield heading

    def _line(self, ahead: int) -> str:
        return self.lines[self.at + ahead] if self.at + ahead < len(self.lines) else ""

    def _block(self, line: str) -> Heading | None:
        """What begins at the current line; the position moves behind it."""
        if not line or line[0] == " " or self._is_marked(line):
            self.at += 1
        elif _DOCTEST.match(line):
            self._while(bool)
        elif _GRID_TABLE.match(line):
            self._while(lambda below: below.startswith(("+", "|")))
        elif _SIMPLE_TABLE.match(line):
            self._simple_table(line)
        elif _LINE.match(line) and not self._is_text(line):
            return self._overlined(line)
        else:
            return self._text(line)
        return None

    def _is_marked(self, line: str) -> bool:
        """A list item, a field, an option, explicit markup: whatever is indented below belongs to it."""
        if any(pattern.match(line) for pattern in (_BULLET, _FIELD, _OPTION, _OTHER)):
            return True
        item = _ENUMERATOR.match(line)
        return item is not None and self._goes_on(item)

    def _goes_on(self, item: re.Match[str]) -> bool:
        """An enumerated item is one only when the next line is indented, blank, or the next item."""
        following = self._line(1)
        if not following or following[0] == " ":
            return True
        after = _ENUMERATOR.match(following)
        same_form = after is not None and (after[1], after[3]) == (item[1], item[3])
        return after is not None and same_form and _follows(item[2], after[2])

    def _is_text(self, line: str) -> bool:
        """A short line of punctuation that is neither a transition nor an overline."""
        if len(line) >= _SHORT:
            return False
        title, under = self._line(1), self._line(2)
        return not title or under != line or _LINE.match(title) is not None or _width(title) > len(line)

    def _overlined(self, line: str) -> Heading | None:
        title = self._line(1)
        if not title or _LINE.match(title):
            self.at += 1 if not title else 2
            return None
        under = self._line(2)
        number = self.at + 2
        self.at += 3
        if under != line:
            return None
        return Heading(self._level(line[0] * 2), title.strip(), number, number - 1, number + 1)

    def _text(self, line: str) -> Heading | None:
        under = self._line(1)
        if under and _LINE.match(under) and (len(under) >= _SHORT or _width(line) <= len(under)):
            number = self.at + 1
            self.at += 2
            return Heading(self._level(under[0]), line, number, number, number + 1)
        if under.startswith(" "):
            self.at += 1
            return None
        last = self._paragraph()
        if last.endswith("::") and not re.search(r"(?<!\\)(?:\\\\)*\\::$", last):
            self._quoted_literal()
        return None

    def _paragraph(self) -> str:
        """Go behind the paragraph; its last line."""
        self._while(lambda line: bool(line) and line[0] != " ")
        return self.lines[self.at - 1]

    def _while(self, belongs: Callable[[str], bool]) -> None:
        """Go behind the lines that belong to what begins at the current one."""
        while self.at < len(self.lines) and belongs(self.lines[self.at]):
            self.at += 1

    def _quoted_literal(self) -> None:
        """A literal block may stand at the margin, when each line begins with the same character."""
        start = self.at
        self._while(lambda line: not line)
        mark = self._line(0)[:1]
        if not mark or not re.match(_PUNCTUATION, mark):
            self.at = start
            return
        self._while(lambda line: line.startswith(mark))

    def _simple_table(self, top: str) -> None:
        borders, last = 0, 0
        for ahead in range(1, len(self.lines) - self.at):
            line = self._line(ahead)
            if not _TABLE_BORDER.match(line):
                continue
            borders, last = borders + 1, ahead
            if len(line) != len(top) or borders == 2 or not self._line(ahead + 1):  # noqa: PLR2004 - below the head and at the end
                break
        self.at = self.at + last + 1 if last else len(self.lines)

    def _level(self, style: str) -> int:
        if style not in self.styles:
            self.styles.append(style)
        return self.styles.index(style) + 1


def _follows(first: str, second: str) -> bool:
    if first.isdigit() and second.isdigit():
        return int(second) == int(first) + 1
    is_next_letter = len(first) == len(second) == 1 and ord(second) == ord(first) + 1
    return second == "#" or is_next_letter


def _width(text: str) -> int:
    """Columns that a text takes; those of East Asian scripts take two."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in text)
