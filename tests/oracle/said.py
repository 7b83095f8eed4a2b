"""Values in words that both sides share."""

import json

from relaudit.evidence.workflows.expressions.jsontext import written
from relaudit.evidence.workflows.expressions.numbers import number_of
from relaudit.evidence.workflows.expressions.values import Array, Known, Object, Truth, Value


def shown(value: Value) -> object:
    assert isinstance(value, Known)
    match value.data:
        case Array() | Object() as data:
            kind = "array" if isinstance(data, Array) else "object"
            return kind, json.loads(written(value) or "")
        case float() as number:
            return "number", repr(number + 0.0)
        case data:
            return data


def plain(value: object) -> object:
    match value:
        case {"kind": "array" | "object" as kind, "value": str(text)}:
            return kind, json.loads(text)
        case {"kind": "number", "value": str(text)}:
            return "number", repr(float("nan") if text == "NaN" else number_of(text) + 0.0)
        case {"kind": "null"}:
            return None
        case {"kind": "failed" | "nothing" as kind}:
            return kind
        case {"value": bool() | str() as same}:
            return same
        case _:
            raise AssertionError(value)


def truth(value: object) -> Truth:
    is_false = (
        value in {None, False, ""}
        if not isinstance(value, tuple)
        else value[0] == "number" and value[1] in {"0.0", "-0.0", "nan"}
    )
    return Truth.NO if is_false else Truth.YES
