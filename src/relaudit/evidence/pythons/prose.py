"""The prose of a document: its paragraphs and list items as plain text, with the headings above each.

Code, quotations, tables, HTML, directives and what is nested in lists are left out.
"""

from collections.abc import Iterator, Sequence

from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.changelogs.heading import Heading
from relaudit.evidence.files import Text

_LONGEST = 4000
_FENCE = regex(r" {0,3}(`{3,}|~{3,})")
_ITEM = regex(r" ?(?:[-*+•]|[0-9]{1,2}[.)])[ \t]+(?=\S)")
_NO_PROSE = regex(r">|\||<|\.\.[ \t]|\+-|[ \t]+(?:[-*+•]|[0-9]{1,2}[.)])[ \t]")
# Emphasis, the brackets and addresses of links, tags: of Markdown and of reStructuredText.
_MARKUP = regex(
    r"(?P<space>\s+)|[*`]{1,3}|\[|\](?:\([^()\n]{0,300}\)|\[[^\]\n]{0,100}\])?|<(?:https?:|/?[a-z])[^<>\n]{0,300}>|_{1,2}(?!\w)|(?P<plain>.)"
)


@record
class Block:
    """A paragraph or a list item. `text` has neither markup nor line ends, `offsets` are those of its characters in the document.

    `headings` are those above it, the nearest last, without that of the whole document; `is_top` where no section has begun yet.
    """

    text: str
    offsets: Sequence[int]
    is_item: bool
    headings: tuple[str, ...]
    is_top: bool


def blocks(text: Text) -> Iterator[Block]:
    """All of them, in order."""
    coming = list(_headings(text))
    above: list[Heading] = []
    title = coming[0] if coming else None
    for first, last in _extents(text, {line for one in coming for line in range(one.first, one.last + 1)}):
        while coming and coming[0].last < first:
            heading = coming.pop(0)
            above = [*(one for one in above if one.level < heading.level), heading]
        titles = tuple(one.text for one in above if one is not title)
        start, end = text.start_of(first), text.start_of(last + 1)
        item = _ITEM.match(text.text, start, end)
        plain = _plain(text.text, item.end() if item else start, min(end, start + _LONGEST))
        yield Block(*plain, item is not None, titles, all(one is title for one in above))


def _headings(text: Text) -> Iterator[Heading]:
    if text.path.endswith(".rst"):
        from relaudit.evidence.changelogs.rst import headings
    else:
        from relaudit.evidence.changelogs.markdown import headings
    return headings(text.text)


def _extents(text: Text, headings: set[int]) -> Iterator[tuple[int, int]]:
    """The first and the last line of each block."""
    first, is_skipped, fence = 0, False, ""
    for number, line in enumerate((*text.text.split("\n"), ""), 1):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if line.strip().startswith(fence) else fence
            continue
        is_item, is_other = _ITEM.match(line) is not None, _NO_PROSE.match(line) is not None
        if number in headings or not line.strip() or mark or is_item or is_other:
            if first:
                yield first, number - 1
            first, is_skipped, fence = number if is_item else 0, is_other, mark[1] if mark else ""
        elif not first and not is_skipped and not line[0].isspace():
            first = number


def _plain(text: str, start: int, end: int) -> tuple[str, Sequence[int]]:
    """The text of a block without its markup, and where each of its characters stands."""
    tokens = _MARKUP.finditer(text, start, end)
    kept = [(token["plain"] or " ", token.start()) for token in tokens if token["plain"] or token["space"]]
    return "".join(one for one, _ in kept).rstrip(), [offset for _, offset in kept]
