"""Records are immutable, compared by value, matched by position, and inherit."""

from typing import ClassVar

import pytest

from relaudit.core.record import (
    NOTHING,
    is_record,
    is_required,
    named_record,
    names_of,
    record,
    replace,
    types_of,
)


@record
class Point:
    """A point."""

    kind: ClassVar[str] = "plain"
    x: int
    y: int = 0

    @property
    def sum(self) -> int:
        return self.x + self.y


@named_record
class Base:
    origins: object = NOTHING


@named_record
class Derived(Base):
    name: str
    more: tuple[str, ...] = ()


def test_fields_are_given_by_position_or_name_and_have_defaults() -> None:
    assert (Point(1).x, Point(1).y, Point(y=2, x=1).sum) == (1, 0, 3)
    assert Point.kind == "plain"
    assert repr(Point(1, 2)) == "Point(x=1, y=2)"
    assert Point.__doc__ == "A point."


def test_a_missing_or_unknown_field_is_refused() -> None:
    with pytest.raises(TypeError, match="'x'"):
        Point()  # type: ignore[call-arg]  # the point
    with pytest.raises(TypeError, match="'z'"):
        Point(1, z=3)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="positional"):
        Derived("x")  # type: ignore[call-arg]


def test_a_record_cannot_be_changed() -> None:
    point = Point(1)
    with pytest.raises(AttributeError, match="Point is immutable: its 'x' cannot be changed"):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del point.x
    with pytest.raises(AttributeError):
        point.z = 2  # type: ignore[attr-defined]


def test_records_are_equal_by_value_and_class() -> None:
    @record
    class Other:
        x: int
        y: int = 0

    assert Point(1, 2) == Point(1, 2)
    assert len({Point(1), Point(1), Point(2)}) == 2
    assert Point(1) != Other(1)  # type: ignore[comparison-overlap]  # the point
    assert Point(1) != (1, 0)  # type: ignore[comparison-overlap]


def test_records_are_matched_by_position() -> None:
    match Point(1, 2):
        case Point(x, 2):
            assert x == 1
        case _:
            pytest.fail("no match")


def test_a_derived_record_has_the_fields_of_its_base() -> None:
    derived = Derived(name="a", origins={"x": 1})

    assert names_of(Derived) == ("origins", "name", "more")
    assert types_of(Derived) == {"origins": object, "name": str, "more": tuple[str, ...]}
    assert [is_required(Derived, name) for name in names_of(Derived)] == [False, True, False]
    assert replace(derived, name="b") == Derived(name="b", origins={"x": 1})
    assert is_record(Derived)
    assert not is_record(int)
