"""The values of a matrix, and how entries of `include` and `exclude` are compared with them: as expressions compare."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from math import inf
from re import IGNORECASE
from typing import TypeAlias

from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.workflows.embedded import segments
from relaudit.evidence.workflows.expressions import values
from relaudit.evidence.workflows.expressions.compare import equal
from relaudit.evidence.workflows.expressions.values import Data

_MAKES_LISTS = regex(r"fromjson|\bevent\b|\*|\[", IGNORECASE)


@record
class Undecidable:
    """A value of which only the text is known that GitHub will evaluate."""

    source: str

    @property
    def may_be_several(self) -> bool:
        """Whether it may be a list: one that stands as an item of a list becomes as many items as it has."""
        whole = self.source.strip()
        return segments(whole).is_whole(whole) and _MAKES_LISTS.search(whole) is not None


Scalar: TypeAlias = bool | float | str | None
Value: TypeAlias = Scalar | Undecidable | Sequence["Value"] | Mapping[str, "Value"]


class Agreement(StrEnum):
    """Whether a combination has all that an entry names."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


def agreement(wanted: Value, found: Value) -> Agreement:
    """Every scalar in an entry has to equal what stands at its place, where null stands for what is missing."""
    match wanted:
        case Undecidable():
            return Agreement.MAYBE
        case Mapping():
            return _of_all(agreement(value, member(found, name)) for name, value in wanted.items())
        case None | bool() | int() | float() | str():
            return _of_scalars(wanted, found)
        case _:
            return _of_all(agreement(value, _item(found, index)) for index, value in enumerate(wanted))


def member(value: Value, name: str) -> Value:
    """What a mapping has under a name, whose case does not matter; null when there is none."""
    if isinstance(value, Undecidable):
        return value
    items = value.items() if isinstance(value, Mapping) else ()
    return next((inner for key, inner in items if key.lower() == name.lower()), None)


def leaves(value: Value) -> Iterable[Scalar | Undecidable]:
    """The scalars of a value, in order."""
    match value:
        case Undecidable() | None | bool() | int() | float() | str():
            yield value
        case Mapping():
            for inner in value.values():
                yield from leaves(inner)
        case _:
            for inner in value:
                yield from leaves(inner)


def text(value: Scalar) -> str:
    """A scalar as GitHub prints it; numbers have lost what they were written with: `3.10` is `3.1`."""
    return values.text(_data(value))


def _item(value: Value, index: int) -> Value:
    if isinstance(value, Undecidable):
        return value
    items = () if isinstance(value, str) or not isinstance(value, Sequence) else value
    return items[index] if index < len(items) else None


def _of_all(verdicts: Iterable[Agreement]) -> Agreement:
    given = set(verdicts)
    return next((verdict for verdict in (Agreement.NO, Agreement.MAYBE) if verdict in given), Agreement.YES)


def _of_scalars(one: Scalar, other: Value) -> Agreement:
    match other:
        case Undecidable():
            return Agreement.MAYBE
        case None | bool() | int() | float() | str():
            return Agreement.YES if equal(_data(one), _data(other)) else Agreement.NO
        case _:
            return Agreement.NO


def _data(value: Scalar) -> Data:
    """A scalar as expressions have it: every number is a float."""
    if isinstance(value, bool | str) or value is None:
        return value
    try:
        return float(value)
    except OverflowError:
        return inf
