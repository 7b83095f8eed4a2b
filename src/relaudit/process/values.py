"""Values with origins: what policy files, presets and tools say, before it is given types."""

from collections.abc import Iterator, Mapping
from datetime import date

from relaudit.core.parts import Origin
from relaudit.core.record import record

_DEPTH = 12
Scalar = str | int | float | bool | date
KeyPath = tuple[str, ...]


@record
class Leaf:
    """A scalar or a list, said by one source; lists replace each other as a whole."""

    value: Scalar | list[object]
    origin: Origin


Table = Mapping[str, "Leaf | Table"]


def table(data: Mapping[str, object], origin: Origin) -> Table:
    """A table of leaves out of plain data; whatever is neither table nor list nor scalar is kept as its text.

    What is nested deeper than the language ever is becomes a leaf, and so an error where it stands.
    """
    return {key: _value(value, origin, _DEPTH) for key, value in data.items()}


def merge(base: Table, over: Table) -> Table:
    """Tables merge, anything else replaces."""
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        both_tables = isinstance(below, Mapping) and isinstance(value, Mapping)
        merged[key] = merge(below, value) if both_tables else value  # type: ignore[arg-type]  # both_tables
    return merged


def leaves(values: Table, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Leaf]]:
    """Every leaf with its key path, in the order of the table."""
    for key, value in values.items():
        if isinstance(value, Leaf):
            yield (*path, key), value
        else:
            yield from leaves(value, (*path, key))


def dotted(path: KeyPath) -> str:
    """A key path as TOML writes it."""
    return ".".join(key if _is_bare(key) else f'"{key}"' for key in path)


def _is_bare(key: str) -> bool:
    return bool(key) and all(
        character.isascii() and (character.isalnum() or character in "-_") for character in key
    )


def _value(value: object, origin: Origin, depth: int) -> "Leaf | Table":
    match value:
        case dict() if depth:
            return {key: _value(below, origin, depth - 1) for key, below in value.items()}
        case dict():
            return Leaf("…", origin)
        case list() | str() | int() | float() | date():
            return Leaf(value, origin)
        case _:
            return Leaf(str(value), origin)
