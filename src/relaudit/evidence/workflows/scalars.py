"""What a scalar is by YAML 1.2's core schema, as GitHub reads it: nothing, a truth value, a number or a text."""

from functools import lru_cache
from typing import Literal

from relaudit.core.regex import regex
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.embedded import OPEN, literal
from relaudit.evidence.workflows.expressions.numbers import number_of, shortest

Kind = Literal["null", "boolean", "number", "string"]
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NUMERIC = frozenset("0123456789+-.")
_NUMBER = regex(
    r"0o[0-7]+|0x[0-9a-fA-F]+|[-+]?[0-9]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)


def kind_of(scalar: Scalar) -> Kind:
    """What a scalar is; quoted ones and blocks are texts."""
    return "string" if scalar.style else plain_kind(scalar.value)


@lru_cache(maxsize=4096)
def plain_kind(text: str) -> Kind:
    """What an unquoted scalar is."""
    if text in _NULLS:
        return "null"
    if text in _TRUTHS:
        return "boolean"
    return "number" if text[0] in _NUMERIC and _NUMBER.fullmatch(text) else "string"


def truth_of(scalar: Scalar) -> bool | None:
    """The truth value that a scalar is, None when it is none."""
    return _TRUTHS.get(scalar.value) if kind_of(scalar) == "boolean" else None


def text_of(scalar: Scalar) -> str:
    """A scalar as text, as where a text was expected: `3.10` without quotes is 3.1."""
    kind = kind_of(scalar)
    if kind == "string":
        said = literal(scalar.value) if OPEN in scalar.value else None
        return scalar.value if said is None else said
    if kind == "number":
        return shortest(_number(scalar.value))
    return scalar.value.lower() if kind == "boolean" else ""


def _number(text: str) -> float:
    plain = text.lower()
    if plain.endswith((".inf", ".nan")):
        return float(plain.replace(".", ""))
    return number_of(text)
