"""The headings of a Markdown document: CommonMark's block structure, as far as headings depend on it.

A full parser costs more to import than the rest of a run; this one is held against markdown-it by tests.
"""

import re
from collections.abc import Iterator

from relaudit.evidence.changelogs.commonmark import (
    ANY_TAG,
    ATX,
    BLANK,
    BLOCK_TAG,
    CODE_INDENT,
    DEFINITION,
    FENCE,
    ITEM,
    RAW_HTML,
    RULE,
    SETEXT,
    atx_text,
    interrupts,
)
from relaudit.evidence.changelogs.heading import Heading


def headings(text: str) -> Iterator[Heading]:
    """The headings of the document, in order."""
    scanner = _Scanner()
    for number, line in enumerate(text.split("\n"), 1):
        heading = scanner.read(number, line.rstrip("\r").expandtabs(4))
        if heading:
            yield heading


class _Scanner:
    """What is open at the current line: list items by the indent of their content, a fence or HTML, a paragraph."""

    def __init__(self) -> None:
        self.items: list[int] = []
        self.until: re.Pattern[str] | None = None
        self.verbatim_depth = 0
        self.paragraph: list[str] = []
        self.paragraph_line = 0
        self.quotation = _Quotation()
        self.is_fresh = False  # the innermost list item has no content yet

    def read(self, number: int, line: str) -> Heading | None:
        if not line.strip():
            self._blank()
            return None
        indent = len(line) - len(line.lstrip(" "))
        self._leave(indent, line)
        self.is_fresh = False
        if self.until is not None:
            self._verbatim(line)
            return None
        return self._block(number, line, indent)

    def _blank(self) -> None:
        if self.is_fresh:
            self.items.pop()
            self.is_fresh = False
        self.paragraph = []
        self.quotation = _Quotation()
        if self.until is BLANK:
            self.until = None

    def _leave(self, indent: int, line: str) -> None:
        """Close the list items that this line does not belong to, with what is open inside them."""
        while self.items and indent < self.items[-1]:
            if self.paragraph and self.until is None and not interrupts(line.strip(), indent - self._base(1)):
                return
            self.items.pop()
            self.paragraph = []
            if self.verbatim_depth > len(self.items):
                self.until = None

    def _base(self, up: int = 0) -> int:
        kept = self.items[: len(self.items) - up]
        return kept[-1] if kept else 0

    def _verbatim(self, line: str) -> None:
        assert self.until is not None  # noqa: S101 - for the type checker
        base = self._base()
        content = line[min(base, len(line)) :]
        if self.until is not BLANK and self.until.search(content):
            self.until = None

    def _block(self, number: int, line: str, indent: int) -> Heading | None:
        depth = indent - self._base()
        content = line.strip()
        if depth >= CODE_INDENT:
            self.paragraph += [content] if self.paragraph else []
            return None
        if self.paragraph and not self.items and SETEXT.match(content):
            return self._setext(number, content)
        atx = ATX.match(content)
        if atx or RULE.match(content):
            self.paragraph, self.quotation = [], _Quotation()
            return _atx(number, content, atx) if atx and not self.items else None
        if self._opens_verbatim(content):
            return None
        item = ITEM.match(content)
        if item and self._may_begin(item, content):
            return self._item(number, line, indent, item)
        self._text(number, content)
        return None

    def _setext(self, number: int, content: str) -> Heading:
        first = self.paragraph_line
        heading = Heading(1 if content[0] == "=" else 2, "\n".join(self.paragraph), first, first, number)
        self.paragraph = []
        return heading

    def _opens_verbatim(self, content: str) -> bool:
        fence = FENCE.match(content)
        if fence:
            mark = fence[1] or fence[2]
            self._enter(re.compile(rf"^ {{0,3}}{re.escape(mark[0])}{{{len(mark)},}}\s*$"))
            return True
        for start, end in RAW_HTML:
            if start.match(content):
                self._enter(end)
                if end.search(content[2:]):
                    self.until = None
                return True
        if BLOCK_TAG.match(content) or (
            ANY_TAG.match(content) and not (self.paragraph or self.quotation.is_open)
        ):
            self._enter(BLANK)
            return True
        return False

    def _enter(self, until: re.Pattern[str]) -> None:
        self.until, self.verbatim_depth, self.paragraph = until, len(self.items), []
        self.quotation = _Quotation()

    def _may_begin(self, item: re.Match[str], content: str) -> bool:
        """A list may break into a paragraph only with a bullet or a 1, and not with an empty item."""
        if not self.paragraph or self.items:
            return True
        return item.end() < len(content) and (item[1] in "-+*" or item[1][:-1] == "1")

    def _item(self, number: int, line: str, indent: int, item: re.Match[str]) -> Heading | None:
        self.paragraph, self.quotation = [], _Quotation()
        padding = len(item[2]) if 0 < len(item[2]) <= CODE_INDENT else 1
        inner = indent + len(item[1]) + padding
        self.items.append(inner)
        self.is_fresh = not line[min(inner, len(line)) :].strip()
        rest = " " * inner + line[min(inner, len(line)) :]
        return self._block(number, rest, len(rest) - len(rest.lstrip(" "))) if rest.strip() else None

    def _text(self, number: int, content: str) -> None:
        if content.startswith(">"):
            self.paragraph = []
            self.quotation.read(content[1:].removeprefix(" "))
        elif self.quotation.is_open:
            return  # goes on with the paragraph inside the quotation
        elif self.paragraph or not DEFINITION.match(content):
            self.paragraph_line = number if not self.paragraph else self.paragraph_line
            self.paragraph.append(content)


def _atx(number: int, content: str, mark: re.Match[str]) -> Heading:
    return Heading(len(mark[1]), atx_text(content), number, number, number)


class _Quotation:
    """What a block quotation leaves open: a paragraph that an unmarked line may go on with."""

    def __init__(self) -> None:
        self.is_open = False
        self.in_fence = False

    def read(self, content: str) -> None:
        """The next quoted line, without its mark."""
        plain = content.strip()
        if FENCE.match(plain):
            self.in_fence, self.is_open = not self.in_fence, False
        elif not self.in_fence:
            indent = len(content) - len(content.lstrip())
            begins = (
                not plain
                or ATX.match(plain)
                or RULE.match(plain)
                or (indent >= CODE_INDENT and not self.is_open)
            )
            self.is_open = not begins
