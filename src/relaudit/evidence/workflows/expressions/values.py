"""What expressions are about: values that are known, and values of which at most one thing is: whether they count as true."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from math import isnan

from relaudit.core.record import record
from relaudit.evidence.workflows.expressions.numbers import number_of, text_of

Primitive = bool | float | str | None


class Truth(StrEnum):
    """Whether a value counts as true."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


class Array:
    """A list; `is_filtered` when `*` made it. Two are equal only when they are the same one."""

    def __init__(self, items: Iterable["Value"] = (), *, is_filtered: bool = False) -> None:
        self.items = tuple(items)
        self.is_filtered = is_filtered


class Object:
    """Members by name, compared without case, in order. One that is open may have more than these."""

    def __init__(self, members: Iterable[tuple[str, "Value"]] = (), *, is_open: bool = False) -> None:
        self.is_open = is_open
        self._members: dict[str, tuple[str, Value]] = {}
        for name, value in members:
            self._members.setdefault(name.lower(), (name, value))

    @property
    def members(self) -> Sequence[tuple[str, "Value"]]:
        """Each name as it was first written, with its value."""
        return tuple(self._members.values())

    @property
    def values(self) -> Sequence["Value"]:
        """The values alone."""
        return tuple(value for _, value in self._members.values())

    def get(self, name: str) -> "Value | None":
        """The member of this name; undecided when there may be one, None when there is none."""
        found = self._members.get(name.lower())
        return found[1] if found else UNDECIDED if self.is_open else None


Data = Primitive | Array | Object


@record
class Known:
    """A value."""

    data: Data

    @property
    def truth(self) -> Truth:
        """False, 0, NaN, null and the empty string count as false; everything else as true."""
        match self.data:
            case bool() | None:
                is_true = bool(self.data)
            case float():
                is_true = self.data != 0 and not isnan(self.data)
            case str():
                is_true = self.data != ""
            case _:
                is_true = True
        return Truth.YES if is_true else Truth.NO


@record
class Undecided:
    """A value that cannot be known from the repository; one with a `prefix` is a text that begins so, in any case."""

    truth: Truth = Truth.MAYBE
    prefix: str = ""


Value = Known | Undecided
UNDECIDED, TRUTHY, FALSY = Undecided(), Undecided(Truth.YES), Undecided(Truth.NO)
NULL = Known(None)


def beginning(prefix: str) -> Undecided:
    """A text of which only the beginning is known."""
    return Undecided(Truth.YES, prefix)


def known(data: object) -> Known:
    """Plain data, as JSON has it, as a value."""
    match data:
        case Mapping():
            return Known(Object((str(name), known(value)) for name, value in data.items()))
        case list() | tuple():
            return Known(Array(known(item) for item in data))
        case bool() | str() | None:
            return Known(data)
        case int() | float():
            return Known(float(data))
        case _:
            raise TypeError(f"{data!r} is no value of an expression")


def is_primitive(data: Data) -> bool:
    """Neither a list nor an object."""
    return not isinstance(data, Array | Object)


def text(data: Data) -> str:
    """A value as text, as in `format`."""
    match data:
        case None:
            return ""
        case bool():
            return "true" if data else "false"
        case float():
            return text_of(data)
        case str():
            return data
        case Array():
            return "Array"
        case Object():
            return "Object"


def number(data: Data) -> float:
    """A value as a number; NaN when it is none."""
    match data:
        case None:
            return 0.0
        case bool() | float():
            return float(data)
        case str():
            return number_of(data)
        case _:
            return float("nan")


def folded(text: str) -> str:
    """How texts are compared: without case, but for the dotless i."""
    return "ı".join(part.upper() for part in text.split("ı"))


def units(text: str) -> bytes:
    """A text as it is ordered: by UTF-16 code units."""
    return text.encode("utf-16-be", "surrogatepass")
