"""Needs: the parameters of a rule or provider, which declare the evidence it takes."""

from collections.abc import Callable
from functools import partial
from types import FunctionType, UnionType

from relaudit.core.errors import PluginError
from relaudit.core.model import Unknown
from relaudit.core.record import record


@record
class Need:
    """One parameter: `T` is required, `T | Unknown` is optional and handled by the function itself."""

    name: str
    type: type[object]
    optional: bool = False


def where(function: Callable[..., object]) -> str:
    """`module.function`, for messages about a function that cannot be used."""
    plain = function.func if isinstance(function, partial) else function
    return f"{plain.__module__}.{plain.__qualname__}"


def needs_of(function: Callable[..., object]) -> tuple[Need, ...]:
    """The needs of a function, in the order of its parameters.

    Raises:
        PluginError: a parameter is not annotated with a class `T` or with `T | Unknown`.
    """
    if not isinstance(function, FunctionType):
        raise PluginError(f"{function!r} has to be a plain function")
    code = function.__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return tuple(_need(function, name) for name in names)


def provided_by(function: Callable[..., object]) -> type[object]:
    """What a provider returns: the `T` of `T` or `T | Unknown`.

    Raises:
        PluginError: the return annotation has another shape.
    """
    return _need(function, "return").type


def _need(function: Callable[..., object], name: str) -> Need:
    annotation: object = function.__annotations__.get(name)
    match annotation:
        case str():
            raise PluginError(
                f"{where(function)}: the annotation of '{name}' is text; leave `from __future__ import annotations` "
                "and TYPE_CHECKING imports out of modules with rules or providers"
            )
        case type() if annotation is not Unknown:
            return Need(name, annotation)
        case UnionType(__args__=(first, second)) if Unknown in (first, second) and first is not second:
            wanted = second if first is Unknown else first
            if isinstance(wanted, type):
                return Need(name, wanted, optional=True)
    raise PluginError(
        f"{where(function)}: '{name}' has to be annotated with a class T or with T | Unknown, not {annotation!r}"
    )
