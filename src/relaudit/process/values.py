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
    """What one source says: a scalar, a list, or that a table is empty. Lists replace each other as a whole."""

    value: Scalar | list[object] | dict[str, object]
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
        merged[key] = laid_over(merged[key], value) if key in merged else value
    return merged


def laid_over(below: "Leaf | Table", value: "Leaf | Table") -> "Leaf | Table":
    """One value over another; an empty table adds nothing to a table, and takes nothing away."""
    over = as_table(value)
    return merge(below, over) if isinstance(below, Mapping) and isinstance(over, Mapping) else value


def as_table(value: "Leaf | Table") -> "Leaf | Table":
    """The value itself, and the table that it is when it says that a table is empty."""
    return {} if isinstance(value, Leaf) and value.value == {} else value


def without(values: Table, path: KeyPath) -> Table:
    """The table without a key, and without the tables that are empty then; as it was when it has no such key."""
    key, below = path[0], values.get(path[0])
    if below is None or (len(path) > 1 and isinstance(below, Leaf)):
        return values
    rest = without(below, path[1:]) if len(path) > 1 and isinstance(below, Mapping) else {}
    return {name: rest if name == key else value for name, value in values.items() if name != key or rest}


def paths(values: Table, above: KeyPath = ()) -> Iterator[KeyPath]:
    """The key path of everything in a table, tables included."""
    for key, value in values.items():
        yield (*above, key)
        if isinstance(value, Mapping):
            yield from paths(value, (*above, key))


def leaves(values: Table, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Leaf]]:
    """Every leaf with its key path, in the order of the table."""
    for key, value in values.items():
        if isinstance(value, Leaf):
            yield (*path, key), value
        else:
            yield from leaves(value, (*path, key))


def dotted(path: KeyPath) -> str:
    """A key path as TOML writes it."""
    return ".".join(key if _is_bare(key) else f'"{_escaped(key)}"' for key in path)


def _escaped(key: str) -> str:
    return key.replace("\\", "\\\\").replace('"', '\\"')


def _is_bare(key: str) -> bool:
    return bool(key) and all(
        character.isascii() and (character.isalnum() or character in "-_") for character in key
    )


def _value(value: object, origin: Origin, depth: int) -> "Leaf | Table":
    match value:
        case dict() if not value:
            return Leaf({}, origin)
        case dict() if depth:
            return {key: _value(below, origin, depth - 1) for key, below in value.items()}
        case dict():
            return Leaf("…", origin)
        case list() | str() | int() | float() | date():
            return Leaf(value, origin)
        case _:
            return Leaf(str(value), origin)
