"""What a text of a workflow comes to in a run: its expressions evaluated, as far as they can be."""

from relaudit.core.record import NOTHING
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.embedded import OPEN, segments
from relaudit.evidence.workflows.expressions.evaluate import Surroundings, evaluated
from relaudit.evidence.workflows.expressions.functions import Failed
from relaudit.evidence.workflows.expressions.numbers import number_of
from relaudit.evidence.workflows.expressions.parser import parsed
from relaudit.evidence.workflows.expressions.syntax import Node
from relaudit.evidence.workflows.expressions.values import (
    NULL,
    UNDECIDED,
    Known,
    Truth,
    Undecided,
    Value,
    is_primitive,
    text,
)
from relaudit.evidence.workflows.scalars import kind_of, text_of, truth_of

NO_SURROUNDINGS = Surroundings(NOTHING)


def value_of(scalar: Scalar, around: Surroundings = NO_SURROUNDINGS) -> Value:
    """The value of a scalar: that of the expression that it is, else its text, or what YAML says it is."""
    if OPEN in scalar.value:
        return filled(scalar.value, around)
    match kind_of(scalar):
        case "null":
            return NULL
        case "boolean":
            return Known(truth_of(scalar))
        case "number":
            return Known(number_of(text_of(scalar)))
        case "string":
            return Known(text_of(scalar))


def filled(said: str, around: Surroundings) -> Value:
    """A text with its expressions evaluated: a value where it is one expression, else a text, or how that begins."""
    found = segments(said)
    if found.is_whole(said):
        return _evaluated(found.expressions[0].text, around)
    parts: list[str] = []
    position = 0
    for one in found.expressions:
        parts.append(said[position : one.start])
        value = _evaluated(one.text, around)
        if not isinstance(value, Known) or not is_primitive(value.data):
            prefix = value.prefix if isinstance(value, Undecided) else ""
            return _begun("".join(parts) + prefix)
        parts.append(text(value.data))
        position = one.end
    return Known("".join((*parts, said[position:])))


def as_text(value: Value) -> str | None:
    """A value as text; None where only the run can tell."""
    return text(value.data) if isinstance(value, Known) and is_primitive(value.data) else None


def beginning_of(value: Value) -> str:
    """How the text of a value begins, as far as that is known."""
    return value.prefix if isinstance(value, Undecided) else as_text(value) or ""


def _begun(prefix: str) -> Value:
    return Undecided(Truth.YES if prefix else Truth.MAYBE, prefix)


def _evaluated(said: str, around: Surroundings) -> Value:
    tree = parsed(said.strip())
    if not isinstance(tree, Node):
        return UNDECIDED
    try:
        return evaluated(tree, around)
    except Failed:
        return UNDECIDED
