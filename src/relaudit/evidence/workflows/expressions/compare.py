"""How values compare: numbers, truth values and null as numbers, texts without case, lists and objects as themselves."""

from math import isnan

from relaudit.evidence.workflows.expressions.syntax import Comparison
from relaudit.evidence.workflows.expressions.values import Array, Data, Object, folded, number, units


def holds(operator: Comparison, left: Data, right: Data) -> bool:
    """Whether a comparison of two values is true."""
    match operator:
        case "==":
            return equal(left, right)
        case "!=":
            return not equal(left, right)
        case ">":
            return _above(left, right)
        case ">=":
            return equal(left, right) or _above(left, right)
        case "<":
            return _above(right, left)
        case "<=":
            return equal(left, right) or _above(right, left)


def equal(left: Data, right: Data) -> bool:
    """Whether two values are equal."""
    match _alike(left, right):
        case (float() as one, float() as other):
            return one == other
        case (str() as one, str() as other):
            return folded(one) == folded(other)
        case (Array() | Object() as one, other):
            return one is other
        case (bool() | None as one, bool() | None as other):
            return one is other
        case _:
            return False


def _above(left: Data, right: Data) -> bool:
    match _alike(left, right):
        case (bool() as one, bool() as other):
            return one and not other
        case (float() as one, float() as other):
            return not isnan(one) and not isnan(other) and one > other
        case (str() as one, str() as other):
            return units(folded(one)) > units(folded(other))
        case _:
            return False


def _alike(left: Data, right: Data) -> tuple[Data, Data]:
    """Both as one kind: whatever is not of the same kind becomes a number, but for lists and objects."""
    if type(left) is type(right):
        return left, right
    return _numeric(left), _numeric(right)


def _numeric(data: Data) -> Data:
    return data if isinstance(data, Array | Object) else number(data)
