"""The headings of a Markdown document: CommonMark's block structure, as far as headings depend on it.

A full parser costs more to import than the rest of a run; this one is held against markdown-it by tests.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ATX = re.compile(r"(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r"(=+|-+)[ \t]*$")
_FENCE = re.compile(r"(`{3,})[^`]*$|(~{3,})")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ITEM = re.compile(r"([-+*]|\d{1,9}[.)])(?=[ \t]|$)([ \t]*)")
_DEFINITION = re.compile(r"\[[^\]]+\]:\s*\S+")
_RAW_HTML = (
    (re.compile(r"<(?:script|pre|style|textarea)(?:[\s>]|$)", re.IGNORECASE), re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE)),
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<\?"), re.compile(r"\?>")),
    (re.compile(r"<![A-Za-z]"), re.compile(r">")),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
)  # fmt: skip
_BLOCK_TAG = re.compile(
    r"</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt"
    r"|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu"
    r"|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)"
    r"(?:\s|/?>|$)",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(r"(?:<[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|</[A-Za-z][A-Za-z0-9-]*\s*>)\s*$")
_BLANK = re.compile(r"\s*$")
_CODE_INDENT = 4


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading outside lists and quotations; `line` counts from 1, `text` is not yet read as inline Markdown."""

    level: int
    text: str
    line: int


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

    def read(self, number: int, line: str) -> Heading | None:
        if not line.strip():
            self._blank()
            return None
        indent = len(line) - len(line.lstrip(" "))
        self._leave(indent, line)
        if self.until is not None:
            self._verbatim(line)
            return None
        return self._block(number, line, indent)

    def _blank(self) -> None:
        self.paragraph = []
        if self.until is _BLANK:
            self.until = None

    def _leave(self, indent: int, line: str) -> None:
        """Close the list items that this line does not belong to, with what is open inside them."""
        while self.items and indent < self.items[-1]:
            if (
                self.paragraph
                and self.until is None
                and not _interrupts(line.strip(), indent - self._base(1))
            ):
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
        if self.until.search(content):
            self.until = None

    def _block(self, number: int, line: str, indent: int) -> Heading | None:
        depth = indent - self._base()
        content = line.strip()
        if depth >= _CODE_INDENT:
            self.paragraph += [content] if self.paragraph else []
            return None
        if self.paragraph and not self.items and _SETEXT.match(content):
            return self._setext(content)
        atx = _ATX.match(content)
        if atx or _RULE.match(content):
            self.paragraph = []
            return Heading(len(atx[1]), (atx[2] or "").strip(), number) if atx and not self.items else None
        if self._opens_verbatim(content):
            return None
        item = _ITEM.match(content)
        if item and self._may_begin(item, content):
            return self._item(number, line, indent, item)
        self._text(number, content)
        return None

    def _setext(self, content: str) -> Heading:
        heading = Heading(1 if content[0] == "=" else 2, "\n".join(self.paragraph), self.paragraph_line)
        self.paragraph = []
        return heading

    def _opens_verbatim(self, content: str) -> bool:
        fence = _FENCE.match(content)
        if fence:
            mark = fence[1] or fence[2]
            self._enter(re.compile(rf"^ {{0,3}}{re.escape(mark[0])}{{{len(mark)},}}\s*$"))
            return True
        for start, end in _RAW_HTML:
            if start.match(content):
                self._enter(end)
                if end.search(content[2:]):
                    self.until = None
                return True
        if _BLOCK_TAG.match(content) or (not self.paragraph and _ANY_TAG.match(content)):
            self._enter(_BLANK)
            return True
        return False

    def _enter(self, until: re.Pattern[str]) -> None:
        self.until, self.verbatim_depth, self.paragraph = until, len(self.items), []

    def _may_begin(self, item: re.Match[str], content: str) -> bool:
        """A list may break into a paragraph only with a bullet or a 1, and not with an empty item."""
        if not self.paragraph or self.items:
            return True
        return item.end() < len(content) and (item[1] in "-+*" or item[1][:-1] == "1")

    def _item(self, number: int, line: str, indent: int, item: re.Match[str]) -> Heading | None:
        self.paragraph = []
        padding = len(item[2]) if 0 < len(item[2]) <= _CODE_INDENT else 1
        inner = indent + len(item[1]) + padding
        self.items.append(inner)
        rest = " " * inner + line[min(inner, len(line)) :]
        return self._block(number, rest, len(rest) - len(rest.lstrip(" "))) if rest.strip() else None

    def _text(self, number: int, content: str) -> None:
        if content.startswith(">"):
            self.paragraph = []
        elif self.paragraph or not _DEFINITION.match(content):
            self.paragraph_line = number if not self.paragraph else self.paragraph_line
            self.paragraph.append(content)


def _interrupts(content: str, depth: int) -> bool:
    """Whether a line begins a block of its own, rather than going on with the paragraph above it."""
    if depth >= _CODE_INDENT:
        return False
    begins = (_ATX, _FENCE, _RULE, _ITEM, _BLOCK_TAG, *(start for start, _ in _RAW_HTML))
    return content.startswith(">") or any(pattern.match(content) for pattern in begins)
