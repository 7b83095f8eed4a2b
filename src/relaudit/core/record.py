"""Immutable records: what a frozen, slotted dataclass gives, at a fraction of its cost.

relaudit is run for a twentieth of a second on every commit. A hundred dataclasses take half of that to define;
these share their methods, and compile an `__init__` only for those that are made by the dozen.
"""

from collections.abc import Callable, Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar, dataclass_transform, get_origin

T = TypeVar("T")
_FEW = 16
_put = object.__setattr__
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass_transform(frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """Make the annotated names of a class its fields: immutable, compared and hashed by value, matched by position.

    Defaults are shared by all instances and so have to be immutable.
    """
    return _made(cls, "")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def named_record(cls: type[T]) -> type[T]:
    """A record whose fields are given by name only."""
    return _made(cls, "*, ")


def replace(instance: T, **changes: object) -> T:
    """A copy of a record with some fields exchanged."""
    values = {name: getattr(instance, name) for name in names_of(type(instance))}
    return type(instance)(**values | changes)


def is_record(cls: type[object]) -> bool:
    """Whether a class was made by one of the decorators."""
    return "__record_defaults__" in cls.__dict__


def names_of(cls: type[object]) -> tuple[str, ...]:
    """The names of the fields, inherited ones first."""
    names: tuple[str, ...] = getattr(cls, "__match_args__", ())
    return names


def types_of(cls: type[object]) -> Mapping[str, object]:
    """The annotation of each field."""
    found: dict[str, object] = {}
    for base in reversed(cls.__mro__):
        found |= getattr(base, "__annotations__", {}) if is_record(base) else {}
    return {name: found[name] for name in names_of(cls)}


def is_required(cls: type[object], name: str) -> bool:
    """Whether a field has no default."""
    defaults: Mapping[str, object] = getattr(cls, "__record_defaults__", {})
    return name not in defaults


def _made(cls: type[T], star: str) -> type[T]:
    inherited = names_of(cls)
    own = tuple(
        name
        for name, annotation in cls.__annotations__.items()
        if name not in inherited and not _is_class_variable(annotation)
    )
    names = (*inherited, *own)
    defaults = {
        **getattr(cls, "__record_defaults__", {}),
        **{name: cls.__dict__[name] for name in own if name in cls.__dict__},
    }
    body = {
        name: value for name, value in cls.__dict__.items() if name not in (*own, "__dict__", "__weakref__")
    }
    body |= {
        "__slots__": own, "__match_args__": names, "__record_defaults__": defaults,
        "__values__": _reader(names), "__setattr__": _refuse, "__delattr__": _refuse, "__repr__": _repr,
    }  # fmt: skip
    if "__eq__" not in body:
        body |= {"__eq__": _equal, "__hash__": _hash}
    made: type[T] = type.__new__(type(cls), cls.__name__, cls.__bases__, body)
    made.__init__ = _first(made, star, names, defaults)  # type: ignore[method-assign]  # a class made a line ago
    return made


def _first(
    made: type[object], star: str, names: tuple[str, ...], defaults: Mapping[str, object]
) -> Callable[..., None]:
    """An `__init__` for the first few instances; then, and when it is called wrongly, the compiled one takes over."""
    required = len(names) - len(defaults)
    left = _FEW

    def __init__(self: object, *values: object, **named: object) -> None:  # noqa: N807 - it becomes the method of that name
        nonlocal left
        left -= 1
        given = {**defaults, **dict(zip(names, values, strict=False)), **named}
        is_right = len(given) == len(names) and len(values) + len(named) >= required and not (star and values)
        if (
            left < 0
            or not is_right
            or len(values) > len(names)
            or not named.keys().isdisjoint(names[: len(values)])
        ):
            made.__init__ = _init(star, names, defaults)  # type: ignore[method-assign]  # as above
            made.__init__(self, *values, **named)
            return
        for name in names:
            _put(self, name, given[name])

    return __init__


def _is_class_variable(annotation: object) -> bool:
    origin: object = get_origin(annotation)
    return annotation is ClassVar or origin is ClassVar


def _init(star: str, names: tuple[str, ...], defaults: Mapping[str, object]) -> Callable[..., None]:
    parameters = ", ".join(f"{name}=_{name}" if name in defaults else name for name in names)
    lines = "".join(f"\n    put(self, '{name}', {name})" for name in names) or "\n    pass"
    scope: dict[str, object] = {
        "put": object.__setattr__,
        **{f"_{name}": value for name, value in defaults.items()},
    }
    exec(f"def __init__(self, {star if names else ''}{parameters}):{lines}", scope)  # noqa: S102 - names of our own classes
    init = scope["__init__"]
    assert callable(init)  # noqa: S101 - for the type checker
    return init


def _reader(names: tuple[str, ...]) -> Callable[[object], object]:
    """What reads all values at once; of a single field its value alone. Neither becomes a method of the class."""
    return attrgetter(*names) if names else type


def _equal(self: Any, other: Any) -> bool:
    is_same = other.__class__ is self.__class__
    return self.__values__(self) == other.__values__(other) if is_same else NotImplemented


def _hash(self: Any) -> int:
    return hash(self.__values__(self))


def _repr(self: object) -> str:
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names_of(type(self)))
    return f"{type(self).__name__}({shown})"


def _refuse(self: object, name: str, *_: object) -> None:
    raise AttributeError(f"{type(self).__name__} is immutable: its '{name}' cannot be changed")
