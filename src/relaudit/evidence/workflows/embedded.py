"""The expressions inside a text: `${{ … }}`, which ends at the first `}}` outside a string."""

from collections.abc import Sequence
from functools import lru_cache

from relaudit.core.record import record

OPEN, CLOSE = "${{", "}}"


@record
class Embedded:
    """One expression: `start` and `end` are those of its marks in the text."""

    text: str
    start: int
    end: int

    @property
    def inner(self) -> int:
        """Where the expression itself begins, white space left aside."""
        return self.start + len(OPEN) + len(self.text) - len(self.text.lstrip())


@record
class Segments:
    """The expressions of a text; `is_open` tells that the last one has no end."""

    expressions: Sequence[Embedded]
    is_open: bool = False

    def is_whole(self, text: str) -> bool:
        """Whether the text is one expression and nothing else."""
        return len(self.expressions) == 1 and self.expressions[0].end - self.expressions[0].start == len(text)


NOTHING = Segments(())


@lru_cache(maxsize=4096)
def segments(text: str) -> Segments:
    """The expressions of a text, in order."""
    found: list[Embedded] = []
    start = text.find(OPEN)
    while start >= 0:
        end = _end(text, start + len(OPEN))
        if end is None:
            return Segments(tuple(found), is_open=True)
        found.append(Embedded(text[start + len(OPEN) : end - len(CLOSE)], start, end))
        start = text.find(OPEN, end)
    return Segments(tuple(found)) if found else NOTHING


def literal(text: str) -> str | None:
    """What a text means that is nothing but an expression with a string in it; None for any other text."""
    found = segments(text)
    if not found.is_whole(text):
        return None
    inner = found.expressions[0].text.strip()
    is_string = len(inner) > 1 and inner[0] == inner[-1] == "'" and "'" not in inner[1:-1].replace("''", "")
    return inner[1:-1].replace("''", "'") if is_string else None


def _end(text: str, position: int) -> int | None:
    """Behind the closing mark; a quote inside a string is doubled, which changes nothing here."""
    is_string = False
    for place in range(position, len(text)):
        character = text[place]
        if character == "'":
            is_string = not is_string
        elif character == "}" and not is_string and text[place - 1] == "}":
            return place + 1
    return None
