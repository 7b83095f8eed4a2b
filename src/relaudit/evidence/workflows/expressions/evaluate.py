"""What an expression gives: a value, or what can be said of it when some of what it is about is unknown."""

from collections.abc import Callable, Mapping, Sequence
from math import floor, isfinite

from relaudit.core.record import NOTHING, record
from relaudit.evidence.workflows.expressions.compare import holds
from relaudit.evidence.workflows.expressions.functions import FUNCTIONS, Arguments, Failed
from relaudit.evidence.workflows.expressions.syntax import (
    Call,
    Compare,
    Context,
    Index,
    Literal,
    Logic,
    Node,
    Not,
)
from relaudit.evidence.workflows.expressions.values import (
    FALSY,
    NULL,
    TRUTHY,
    UNDECIDED,
    Array,
    Data,
    Known,
    Object,
    Truth,
    Undecided,
    Value,
    folded,
    is_primitive,
    number,
    text,
)


@record
class Surroundings:
    """What names and further functions mean, by their names in lower case; a context that is not here is undecided."""

    contexts: Mapping[str, Value] = NOTHING
    functions: Mapping[str, Callable[[Arguments], Value]] = NOTHING


def evaluated(node: Node, around: Surroundings) -> Value:  # noqa: PLR0911 - one for each kind of node
    """The value of an expression.

    Raises:
        Failed: it has none, whatever the unknown turns out to be.
    """
    match node:
        case Literal(token=token):
            return Known(token.value)
        case Context():
            return around.contexts.get(node.name, UNDECIDED)
        case Not(operand=operand):
            return _negated(evaluated(operand, around))
        case Compare(operator=operator, left=left, right=right):
            one, other = evaluated(left, around), evaluated(right, around)
            if isinstance(one, Known) and isinstance(other, Known):
                return Known(holds(operator, one.data, other.data))
            is_equal = operator in ("==", "!=") and (_differ(one, other) or _differ(other, one))
            return Known(operator == "!=") if is_equal else UNDECIDED
        case Logic():
            return _decided(node, around)
        case Call(arguments=arguments):
            function = around.functions.get(node.name) or FUNCTIONS.get(node.name)
            given = [evaluated(argument, around) for argument in arguments]
            return function(given) if function else UNDECIDED
        case Index():
            return _indexed(node, around)


def _differ(known: Value, undecided: Value) -> bool:
    """Whether a text begins otherwise than one of which the beginning is known."""
    match known, undecided:
        case Known(str() as text), Undecided(prefix=prefix):
            return not folded(text).startswith(folded(prefix))
        case _:
            return False


def _negated(value: Value) -> Value:
    return UNDECIDED if value.truth is Truth.MAYBE else Known(value.truth is Truth.NO)


def _decided(node: Logic, around: Surroundings) -> Value:
    """The value of the operand that decides; where several may, what they have in common."""
    ending = Truth.NO if node.is_and else Truth.YES
    may_have_ended = False
    for operand in node.operands:
        try:
            value = evaluated(operand, around)
        except Failed:
            if may_have_ended:
                return UNDECIDED
            raise
        if value.truth is ending or operand is node.operands[-1]:
            return _joined(value, ending) if may_have_ended else value
        may_have_ended = may_have_ended or value.truth is Truth.MAYBE
    return NULL


def _joined(value: Value, ending: Truth) -> Value:
    """One of the values before, which ended it, or this one."""
    if value.truth is not ending:
        return UNDECIDED
    return FALSY if ending is Truth.NO else TRUTHY


def _indexed(node: Index, around: Surroundings) -> Value:
    index = evaluated(node.index, around) if node.index else None
    of = evaluated(node.of, around)
    if isinstance(of, Undecided):
        return TRUTHY if index is None else UNDECIDED
    match of.data:
        case Array(is_filtered=True, items=items):
            return _filtered(items, index)
        case Array(items=items):
            return _item(items, index)
        case Object() as data:
            return _member(data, index)
        case _:
            return Known(Array(is_filtered=True)) if index is None else NULL


def _filtered(items: Sequence[Value], index: Value | None) -> Value:
    """What each item has under the index; those that have nothing are left out."""
    found: list[Value] = []
    for item in items:
        if isinstance(item, Undecided) or isinstance(index, Undecided):
            return TRUTHY
        match item.data:
            case Object() as data if data.is_open and (
                index is None or data.get(text(index.data)) is UNDECIDED
            ):
                return TRUTHY
            case Object() as data:
                found += data.values if index is None else _if_any(data.get(text(index.data)), index.data)
            case Array(items=inner):
                place = None if index is None else _position(index.data)
                found += inner if index is None else inner[place : place + 1] if place is not None else ()
            case _:
                pass
    return Known(Array(found, is_filtered=True))


def _if_any(value: Value | None, index: Data) -> Sequence[Value]:
    return (value,) if value is not None and is_primitive(index) else ()


def _item(items: Sequence[Value], index: Value | None) -> Value:
    if index is None:
        return Known(Array(items, is_filtered=True))
    if isinstance(index, Undecided):
        return UNDECIDED
    place = _position(index.data)
    return items[place] if place is not None and place < len(items) else NULL


def _member(data: Object, index: Value | None) -> Value:
    if index is None:
        return TRUTHY if data.is_open else Known(Array(data.values, is_filtered=True))
    if isinstance(index, Undecided):
        return UNDECIDED
    return (data.get(text(index.data)) or NULL) if is_primitive(index.data) else NULL


def _position(index: Data) -> int | None:
    """Which item an index means."""
    value = number(index)
    return floor(value) if isfinite(value) and value >= 0 else None
