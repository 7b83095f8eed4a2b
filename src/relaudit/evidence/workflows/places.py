"""Where a part of a scalar's value stands in the file: line 3 of a script, one name in a condition."""

from relaudit.core.places import InFile
from relaudit.evidence.nodes import Node, Scalar
from relaudit.evidence.yaml import Yaml

_BLOCKS = ("|", ">")


def place_of(file: Yaml, node: Node, start: int | None = None, end: int | None = None) -> InFile:
    """The place of a node, or of some characters of a scalar's value; the whole of it where that cannot be told."""
    if start is None or not isinstance(node, Scalar):
        return file.place(node)
    first = _offset(file, node, start)
    if first is None:
        return file.place(node)
    line_end = file.text.text.find("\n", first)
    last = _offset(file, node, end) if end is not None else None
    stop = last if last is not None and last > first else (line_end if line_end >= 0 else len(file.text.text))
    return file.text.place(first, min(stop, line_end) if line_end >= 0 else stop)


def _offset(file: Yaml, scalar: Scalar, offset: int) -> int | None:
    """The character of the file that one of the value is."""
    raw = file.text.text[scalar.start : scalar.end]
    if scalar.style in _BLOCKS:
        return _in_block(raw, scalar, offset)
    at = raw.find(scalar.value)
    return scalar.start + at + offset if at >= 0 else None


def _in_block(raw: str, scalar: Scalar, offset: int) -> int | None:
    """A literal block has the lines of the file without their indentation; a folded one joins them, and is searched."""
    _, _, body = raw.partition("\n")
    begin = scalar.start + len(raw) - len(body)
    lines = body.split("\n")
    indentation = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    if scalar.style == ">":
        return _searched(body, begin, scalar.value[offset:].split("\n")[0][:20])
    row = scalar.value.count("\n", 0, offset)
    column = offset - (scalar.value.rfind("\n", 0, offset) + 1)
    if row >= len(lines):
        return None
    return begin + sum(len(line) + 1 for line in lines[:row]) + indentation + column


def _searched(body: str, begin: int, words: str) -> int | None:
    """Where these words stand, when they stand there once."""
    return begin + body.index(words) if words and body.count(words) == 1 else None
