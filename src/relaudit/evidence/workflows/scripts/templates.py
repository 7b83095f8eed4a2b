"""The `${{ }}` of a script, which GitHub fills in before any shell sees it."""

from collections.abc import Iterator
from itertools import count

from relaudit.core.regex import regex
from relaudit.evidence.workflows.scripts.commands import Span

_SHORTEST = len("${{}}")
_END = regex(r"(?:[^'}]|'[^']*'|\}(?!\}))*\}\}")


def templates(text: str) -> tuple[Span, ...]:
    """Where they are; one that never ends is none."""
    return tuple(_found(text))


def without_templates(text: str, spans: tuple[Span, ...]) -> str:
    """The text with a word of as many bytes in the place of each, so that what follows keeps its place."""
    marker = _marker(text)
    parts: list[str] = []
    position = 0
    for start, end in spans:
        size = len(text[start:end].encode("utf-8", "surrogatepass"))
        parts += [text[position:start], marker.ljust(size, "_")]
        position = end
    return "".join([*parts, text[position:]])


def _found(text: str) -> Iterator[Span]:
    start = text.find("${{")
    while start >= 0:
        end = _END.match(text, start + 3)
        if end:
            yield start, end.end()
        start = text.find("${{", end.end() if end else start + 3)


def _marker(text: str) -> str:
    """Five letters that do not occur in the text."""
    letters = (
        "".join(chr(ord("a") + number // 26**place % 26) for place in range(_SHORTEST)) for number in count()
    )
    return next(marker for marker in letters if marker not in text)
