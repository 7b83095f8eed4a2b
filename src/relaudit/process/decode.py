"""From values to types: the one place that knows how a record is written in TOML."""

from collections.abc import Mapping
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Literal, TypeVar, Union, get_args, get_origin

from relaudit.core.parts import Part
from relaudit.core.record import is_record, is_required, replace, types_of
from relaudit.process.values import KeyPath, Leaf, Table, as_table, dotted, leaves

T = TypeVar("T")
P = TypeVar("P", bound=Part)

_WORDS: Mapping[object, str] = {
    str: "a string", int: "a whole number", float: "a number", bool: "true or false", date: "a date",
    tuple: "a list", Mapping: "a table",
}  # fmt: skip


class ShapeError(Exception):
    """A value that the language has no place for; `at_key` tells whether the key or its value is wrong."""

    def __init__(self, path: KeyPath, message: str, *, at_key: bool = False) -> None:
        super().__init__(message)
        self.path = path
        self.message = message
        self.at_key = at_key


def decode(wanted: type[T], values: Table, path: KeyPath = ()) -> T:
    """An instance of the record out of a table.

    Raises:
        ShapeError: an unknown key, a missing one, or a value of another type.
    """
    types = types_of(wanted)
    known = {key_of(name): name for name in types if name != "origins"}
    for key in values:
        if key not in known:
            raise ShapeError((*path, key), f"unknown key '{key}'{nearest(key, known)}", at_key=True)
    missing = [key for key, name in known.items() if key not in values and is_required(wanted, name)]
    if missing:
        raise ShapeError(path, f"'{missing[0]}' is missing", at_key=True)
    content = {known[key]: _convert(types[known[key]], value, (*path, key)) for key, value in values.items()}
    return wanted(**content)


def decode_part(wanted: type[P], values: "Leaf | Table", path: KeyPath) -> P:
    """A part of the process, with the origin of each of its keys.

    Raises:
        ShapeError: as decode.
    """
    whole: str = getattr(wanted, "whole", "")
    said = [((), values)] if isinstance(values, Leaf) else list(leaves(values))
    origins = {dotted(key): leaf.origin for key, leaf in said}
    if whole:
        return wanted(origins=origins, **{whole: _convert(types_of(wanted)[whole], values, path)})
    plain = as_table(values)
    if isinstance(plain, Leaf):
        raise ShapeError(path, f"'{path[-1]}' has to be a table")
    return replace(decode(wanted, plain, path), origins=origins)


def key_of(name: str) -> str:
    """The TOML key of a field: dashes for underscores, a trailing one dropped."""
    return name.rstrip("_").replace("_", "-")


def nearest(word: str, known: "Mapping[str, object] | tuple[str, ...]") -> str:
    """`, did you mean 'x'?`, or what there is to choose from when nothing is near."""
    from difflib import get_close_matches

    close = get_close_matches(word, list(known), n=1)
    if close:
        return f", did you mean '{close[0]}'?"
    return f"; known: {', '.join(sorted(known))}" if len(known) <= 12 else ""  # noqa: PLR2004 - a line's worth


def _convert(wanted: object, said: "Leaf | Table", path: KeyPath) -> object:
    value = as_table(said)
    if isinstance(value, Leaf):
        return _plain(wanted, value.value, path)
    for option in options_of(wanted):
        if get_origin(option) is Mapping:
            item = get_args(option)[1]
            return {key: _convert(item, below, (*path, key)) for key, below in value.items()}
        if isinstance(option, type) and is_record(option):
            return decode(option, value, path)
    raise _wrong(wanted, path)


def _plain(wanted: object, value: object, path: KeyPath) -> object:
    for option in options_of(wanted):
        if get_origin(option) is Literal:
            return _one_of(get_args(option), value, path)
        if get_origin(option) is tuple and isinstance(value, list):
            item = get_args(option)[0]
            return tuple(_plain(item, element, (*path, str(index))) for index, element in enumerate(value))
        if isinstance(option, type) and _is_a(value, option):
            return value
        if isinstance(option, type) and is_record(option) and isinstance(value, dict):
            raise ShapeError(path, "an inline table is not read here")
    raise _wrong(wanted, path)


def _one_of(allowed: tuple[str, ...], value: object, path: KeyPath) -> object:
    if value in allowed and value != "":
        return value
    words = tuple(word for word in allowed if word)
    hint = nearest(value, words) if isinstance(value, str) else ""
    close = hint if hint.startswith(",") else f"; it is one of {', '.join(words)}"
    raise ShapeError(path, f"{value!r} is no value of '{_name(path)}'{close}")


def _is_a(value: object, wanted: type[object]) -> bool:
    if isinstance(value, bool):
        return wanted is bool
    if isinstance(value, datetime):
        return False
    return isinstance(value, wanted) or (wanted is float and isinstance(value, int))


def options_of(wanted: object) -> tuple[object, ...]:
    """The types that an annotation allows, None left out: it stands for what is not said."""
    if get_origin(wanted) in (UnionType, Union):
        return tuple(option for option in get_args(wanted) if option is not NoneType)
    return (wanted,)


def _wrong(wanted: object, path: KeyPath) -> ShapeError:
    words = [_WORDS.get(get_origin(option) or option, "a table") for option in options_of(wanted)]
    return ShapeError(path, f"'{_name(path)}' has to be {' or '.join(words)}")


def _name(path: KeyPath) -> str:
    """The last key that has a name; list elements go by their list."""
    return next((key for key in reversed(path) if not key.isdigit()), "")
