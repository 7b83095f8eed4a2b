"""JSON as ECMAScript reads and writes it, for `fromJSON` and `toJSON`."""

import json
from collections.abc import Iterable, Sequence
from math import isfinite

from relaudit.core.regex import regex
from relaudit.evidence.workflows.expressions.numbers import shortest
from relaudit.evidence.workflows.expressions.values import Array, Data, Known, Object, Undecided, Value

_INDEX = regex(r"0|[1-9][0-9]{0,9}")
_LAST_INDEX = 2**32 - 2
_STEP = "  "


class _Pairs(list[tuple[str, object]]):
    """The members of an object, in order."""


def read(text: str) -> Value:
    """The value that a JSON text describes.

    Raises:
        ValueError: it is no JSON.
        RecursionError: it is nested too deeply.
    """
    return _value(json.loads(text, parse_int=float, parse_constant=_refused, object_pairs_hook=_Pairs))


def written(value: Value, indent: str = "\n") -> str | None:
    """The text of a value, None when some of it is undecided."""
    if isinstance(value, Undecided):
        return None
    match value.data:
        case Array(items=items):
            return _block("[]", [written(item, indent + _STEP) for item in items], indent)
        case Object() as data:
            members = sorted(data.members, key=lambda member: _place(member[0]))
            said = [_member(name, written(inner, indent + _STEP)) for name, inner in members]
            return None if data.is_open else _block("{}", said, indent)
        case data:
            return _plain(data)


def _member(name: str, said: str | None) -> str | None:
    return None if said is None else f"{json.dumps(name, ensure_ascii=False)}: {said}"


def _block(brackets: str, inner: Sequence[str | None], indent: str) -> str | None:
    whole = [one for one in inner if one is not None]
    if len(whole) < len(inner):
        return None
    body = f",{indent}{_STEP}".join(whole)
    return f"{brackets[0]}{indent}{_STEP}{body}{indent}{brackets[1]}" if whole else brackets


def _plain(data: Data) -> str:
    if isinstance(data, float) and not isinstance(data, bool):
        return shortest(data) if isfinite(data) else "null"
    return json.dumps(data, ensure_ascii=False)


def _value(data: object) -> Value:
    match data:
        case _Pairs():
            last = dict(data)
            return Known(Object((name, _value(last[name])) for name in sorted(last, key=_place)))
        case list():
            return Known(Array(map(_value, data)))
        case bool() | float() | str() | None:
            return Known(data)
        case _:
            raise ValueError(data)


def _place(name: str) -> tuple[bool, int]:
    """Names that are array indexes come first, in their order; the others as they were given."""
    is_index = _INDEX.fullmatch(name) is not None and int(name) <= _LAST_INDEX
    return not is_index, int(name) if is_index else 0


def _refused(name: str) -> Iterable[object]:
    raise ValueError(name)
