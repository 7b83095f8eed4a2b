"""What a Python expression of constants amounts to, worked out from the syntax tree and never run."""

import ast
from collections.abc import Mapping
from typing import Union

from relaudit.core.record import record
from relaudit.core.regex import regex

_LONGEST = 200
_FIELDS = regex(r"(?:[^{}]|\{\d?\})*")
_FORMAT = regex(r"(?:[^%]|%[sdi%])*")
Value = Union[str, int, tuple["Value", ...]]  # noqa: UP007 - a type that names itself is no `|` of types at run time


@record
class Constant:
    """A value, and the one literal that holds it; `node` is None when it is put together from several."""

    value: Value
    node: ast.expr | None = None


Names = Mapping[str, Constant]


def constant(expression: ast.expr, names: Names) -> Constant | None:
    """The value of an expression, None when it is not made of constants alone."""
    try:
        found = _constant(expression, names)
    except (RecursionError, TypeError, ValueError, IndexError):
        return None
    return found if found and len(str(found.value)) <= _LONGEST else None


def dotted(found: Constant) -> str | None:
    """A tuple of numbers as the version that it means; None when it is none."""
    value = found.value
    is_numbers = isinstance(value, tuple) and len(value) > 1 and all(isinstance(part, int) for part in value)
    return ".".join(map(str, value)) if is_numbers and isinstance(value, tuple) else None


def _constant(expression: ast.expr, names: Names) -> Constant | None:  # noqa: PLR0911 - one for each form
    match expression:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=str() | int() as value):
            return Constant(value, expression)
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            found = [_constant(element, names) for element in elements]
            values = tuple(item.value for item in found if item)
            return Constant(values, expression) if len(values) == len(elements) else None
        case ast.Name(id=name):
            return names.get(name)
        case ast.JoinedStr(values=parts):
            return _formatted(parts, names)
        case ast.BinOp(left=left, op=operator, right=right):
            return _combined(operator, _constant(left, names), _constant(right, names))
        case ast.Subscript(value=value, slice=index):
            return _part(_constant(value, names), index)
        case ast.Call(func=function, args=arguments, keywords=[]):
            return _called(function, arguments, names)
        case _:
            return None


def _called(function: ast.expr, arguments: list[ast.expr], names: Names) -> Constant | None:
    """`str(…)`, `".".join(…)` and `"{0}.{1}".format(…)`."""
    match function, arguments:
        case ast.Name(id="str"), [argument]:
            inner = _constant(argument, names)
            return Constant(str(inner.value)) if inner and isinstance(inner.value, str | int) else None
        case ast.Attribute(value=separator, attr="join"), [argument]:
            return _joined(_constant(separator, names), argument, names)
        case ast.Attribute(value=template, attr="format"), _:
            return _filled(_constant(template, names), [_constant(argument, names) for argument in arguments])
        case _:
            return None


def _formatted(parts: list[ast.expr], names: Names) -> Constant | None:
    written = ""
    for part in parts:
        plain = isinstance(part, ast.FormattedValue) and part.conversion == -1 and part.format_spec is None
        inner = part.value if isinstance(part, ast.FormattedValue) and plain else part
        found = _constant(inner, names) if plain or isinstance(part, ast.Constant) else None
        if found is None or isinstance(found.value, tuple):
            return None
        written += str(found.value)
    return Constant(written)


def _filled(template: Constant | None, arguments: list[Constant | None]) -> Constant | None:
    """`"{0}.{1}".format(…)`: plain fields, in whatever order."""
    values = [argument.value for argument in arguments if argument and not isinstance(argument.value, tuple)]
    if template is None or not isinstance(template.value, str) or len(values) < len(arguments):
        return None
    fields = _FIELDS.fullmatch(template.value)
    return Constant(template.value.format(*values)) if fields and len(template.value) <= _LONGEST else None


def _combined(operator: ast.operator, left: Constant | None, right: Constant | None) -> Constant | None:
    if left is None or right is None or not isinstance(left.value, str) or len(left.value) > _LONGEST:
        return None
    match operator:
        case ast.Add() if isinstance(right.value, str):
            return Constant(left.value + right.value)
        case ast.Mod() if _FORMAT.fullmatch(left.value):
            return Constant(left.value % right.value)
        case _:
            return None


def _part(whole: Constant | None, index: ast.expr) -> Constant | None:
    if whole is None or isinstance(whole.value, int):
        return None
    match index:
        case ast.Constant(value=int() as number) if -len(whole.value) <= number < len(whole.value):
            return Constant(whole.value[number])
        case ast.Slice(lower=None, upper=ast.Constant(value=int() as end), step=None):
            part = whole.value[:end]
            return Constant(part, whole.node if part == whole.value else None)
        case _:
            return None


def _joined(separator: Constant | None, argument: ast.expr, names: Names) -> Constant | None:
    """`".".join(…)` of a tuple, of `map(str, …)` over one, or of `str(part) for part in …`."""
    found = _constant(_iterated(argument), names)
    if found is None or separator is None or not isinstance(found.value, tuple):
        return None
    if not isinstance(separator.value, str) or any(isinstance(part, tuple) for part in found.value):
        return None
    literal = found.node if separator.value == "." and _is_plain(found.node) else None
    return Constant(separator.value.join(map(str, found.value)), literal)


def _iterated(argument: ast.expr) -> ast.expr:
    match argument:
        case ast.Call(func=ast.Name(id="map"), args=[ast.Name(id="str"), inner]):
            return inner
        case (
            ast.GeneratorExp(elt=element, generators=[ast.comprehension(iter=inner, ifs=[])])
            | ast.ListComp(elt=element, generators=[ast.comprehension(iter=inner, ifs=[])])
        ) if isinstance(element, ast.Name) or (
            isinstance(element, ast.Call) and isinstance(element.func, ast.Name) and element.func.id == "str"
        ):
            return inner
        case _:
            return argument


def _is_plain(node: ast.expr | None) -> bool:
    elements = node.elts if isinstance(node, ast.Tuple | ast.List) else ()
    return bool(elements) and all(isinstance(element, ast.Constant) for element in elements)
