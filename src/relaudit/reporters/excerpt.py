"""A line of a file as a compiler would quote it, with a mark under what is meant."""

from collections.abc import Iterator, Sequence

from relaudit.core.places import InFile, Location
from relaudit.core.record import record
from relaudit.reporters.text import place, visible

_WIDEST = 400  # marks under a line


@record
class Segment:
    """A piece of a line; `style` is a word that a terminal may give a colour."""

    text: str
    style: str = ""


Line = Sequence[Segment]


@record
class Glyphs:
    """The characters of the frame around a quoted line."""

    first: str = "┌"
    other: str = "├"
    bar: str = "│"
    dot: str = " · "
    ellipsis: str = "…"


ASCII = Glyphs("-->", ":::", "|", ", ", "...")


def quoted(where: Location, corner: str, mark: str, margin: int, glyphs: Glyphs) -> Iterator[Line]:
    """The place, and the line of the file where there is one."""
    label = visible(where.label) if isinstance(where, InFile) else ""
    quotes = isinstance(where, InFile) and bool(where.line)
    heading = place(where) + (f"  {label}" if label and not quotes else "")
    yield [Segment(f"{' ' * margin} {corner} ", "frame"), Segment(heading, "place")]
    if isinstance(where, InFile) and quotes:
        yield [
            Segment(f"{where.line:>{margin}} {glyphs.bar} ", "frame"),
            Segment(visible(where.text.replace("\t", " "))),
        ]
        before, marked = _measured(where)
        underline = f"{' ' * before}{mark * min(marked, _WIDEST)} {label}"
        yield [Segment(f"{' ' * margin} {glyphs.bar} ", "frame"), Segment(underline, "mark")]


def _measured(where: InFile) -> tuple[int, int]:
    """Widths before and below the mark, in characters as they are shown."""
    line = where.text.replace("\t", " ")
    end = where.end_column - 1 if where.end_line == where.line else len(line)
    return len(visible(line[: where.column - 1])), max(1, len(visible(line[where.column - 1 : end])))
