"""Where the nodes of a Python syntax tree stand in the text."""

import ast
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice

from relaudit.core.regex import regex
from relaudit.evidence.declared.constants import Constant, dotted
from relaudit.evidence.declared.model import Span, VersionFile
from relaudit.evidence.files import Text

_LINE_END = regex(r"\r\n|\r|\n")


def version_file(text: Text, found: Constant, whole: ast.expr, key: str = "") -> VersionFile | None:
    """The version that a constant is: a string, or a tuple of numbers; None when it is neither."""
    version = found.value if isinstance(found.value, str) else dotted(found)
    if version is None:
        return None
    node = found.node or whole
    spell = partial(_respelled, text, node) if isinstance(node, ast.Tuple | ast.List) else None
    return VersionFile(text.path, version, text, partial(span_of, text, node), text.ref, key, spell)


def span_of(text: Text, node: ast.expr) -> Span:
    """The characters of a node; the syntax tree counts columns in UTF-8 bytes, lines as Python does."""
    end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
    return _offset(text.text, node.lineno, node.col_offset), _offset(text.text, end_line, end_column)


def _offset(text: str, line: int, column: int) -> int:
    ends = (end.end() for end in _LINE_END.finditer(text))
    start = next(islice(ends, line - 2, None), 0) if line > 1 else 0
    encoded = text[start : start + column].encode("utf-8", "surrogatepass")[:column]
    return start + len(encoded.decode("utf-8", "surrogatepass"))


def _respelled(text: Text, node: ast.Tuple | ast.List, version: str) -> str | None:
    """The tuple with the numbers of another version in it, and everything else as it stands."""
    start, end = span_of(text, node)
    parts = version.split(".")
    if len(parts) != len(node.elts) or not all(part.isdecimal() and part.isascii() for part in parts):
        return None
    return _replaced(text.text[start:end], [_within(text, element, start) for element in node.elts], parts)


def _within(text: Text, element: ast.expr, start: int) -> tuple[Span, Callable[[str], str]]:
    first, last = span_of(text, element)
    quote = text.text[first] if text.text[first] in "\"'" else ""
    return (first - start, last - start), lambda part: f"{quote}{part}{quote}"


def _replaced(written: str, places: Sequence[tuple[Span, Callable[[str], str]]], parts: Sequence[str]) -> str:
    for ((first, last), spell), part in reversed(list(zip(places, parts, strict=True))):
        written = written[:first] + spell(part) + written[last:]
    return written
