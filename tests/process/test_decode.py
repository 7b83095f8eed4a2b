"""The language: what can be said, and how a mistake is answered."""

from datetime import date

import pytest

from relaudit.core.model import Reason, Unknown
from relaudit.core.parts import Origin, Source
from relaudit.process import Branches, Events, Gates, Identity, Secrets, TagFormat, VersionFormat
from relaudit.process.decode import ShapeError, decode_part
from relaudit.process.parts import DerivedProcess, StatedProcess, part_of
from relaudit.process.values import Leaf, dotted, merge, table, without

STATED = Origin(Source.STATED, "relaudit.toml")
DERIVED = Origin(Source.DERIVED, ".bumpversion.cfg")


def test_keyed_parts_are_read_by_name() -> None:
    part = decode_part(
        Branches, table({"main": {"role": "production", "from": ["develop"]}}, STATED), ("branches",)
    )

    assert part.by_name["main"].from_ == ("develop",)
    assert part.by_name["main"].approvals is None
    assert part.origins == {"main.role": STATED, "main.from": STATED}


def test_a_bare_value_is_a_part() -> None:
    assert decode_part(Identity, Leaf("acme/widgets", STATED), ("repository",)).name == "acme/widgets"


def test_nested_tables_and_empty_ones_are_told_from_missing_ones() -> None:
    events = table(
        {
            "main": {"on": "push", "publishes": {"pypi": {"auth": "trusted"}}},
            "pr": {"publishes": {}},
            "x": {},
        },
        STATED,
    )
    part = decode_part(Events, events, ("events",))

    assert part.by_name["main"].publishes is not None
    assert part.by_name["main"].publishes["pypi"].auth == "trusted"
    assert part.by_name["pr"].publishes == {}
    assert part.by_name["x"].publishes is None


def test_an_empty_table_is_said_by_someone() -> None:
    none = part_of(Secrets, StatedProcess(table({"secrets": {}}, STATED)), None)
    one = part_of(Secrets, StatedProcess(table({"secrets": {"KEY": {}}}, STATED)), None)
    nobody = part_of(Secrets, StatedProcess({}, table({"secrets": {}}, Origin(Source.RECOMMENDED))), None)

    assert none == Secrets(by_name={}, origins={"": STATED})
    assert isinstance(one, Secrets)
    assert [part.is_stated for part in (none, one, nobody) if isinstance(part, Secrets)] == [
        True,
        True,
        False,
    ]
    assert one.states("KEY")


def test_an_empty_table_neither_adds_nor_takes_away() -> None:
    said, empty = table({"a": {"x": 1}}, STATED), table({"a": {}}, DERIVED)

    assert merge(said, empty) == said
    assert merge(empty, said) == said
    assert merge(empty, empty) == empty


def test_a_key_goes_and_with_it_the_tables_that_it_leaves_empty() -> None:
    values = table({"a": {"b": {"c": 1}, "d": 2}, "e": 3}, STATED)

    assert without(values, ("a", "b", "c")) == table({"a": {"d": 2}, "e": 3}, STATED)
    assert without(values, ("a",)) == table({"e": 3}, STATED)
    assert without(without(values, ("a", "b")), ("a", "d")) == table({"e": 3}, STATED)
    assert without(values, ("e", "b")) == without(values, ("a", "x", "y")) == values


def test_a_whole_number_is_a_number() -> None:
    assert (
        decode_part(Gates, table({"coverage": {"floor": 75}}, STATED), ("gates",)).by_name["coverage"].floor
        == 75
    )


@pytest.mark.parametrize(
    ("part", "data", "message"),
    [
        (TagFormat, {"patern": "v"}, "unknown key 'patern', did you mean 'pattern'?"),
        (TagFormat, {"pattern": 3}, "'pattern' has to be a string"),
        (TagFormat, {"annotated": "yes"}, "'annotated' has to be true or false"),
        (TagFormat, {"by": "robot"}, "'robot' is no value of 'by'; it is one of automation, person"),
        (VersionFormat, {"scheme": "pep44"}, "'pep44' is no value of 'scheme', did you mean 'pep440'?"),
        (VersionFormat, {"files": "VERSION"}, "'files' has to be a list"),
        (VersionFormat, {"files": [3]}, "'files' has to be a string"),
        (VersionFormat, {"prerelease": "alpha"}, "'prerelease' has to be a table"),
        (Branches, {"main": {"approvals": True}}, "'approvals' has to be a whole number"),
        (Branches, {"main": 3}, "'main' has to be a table"),
    ],
)
def test_a_mistake_is_named(part: type[TagFormat], data: dict[str, object], message: str) -> None:
    with pytest.raises(ShapeError) as raised:
        decode_part(part, table(data, STATED), ("process", "part"))

    assert raised.value.message == message


def test_tables_merge_and_lists_replace() -> None:
    low = table({"a": {"x": [1, 2], "y": 1}, "b": 1}, DERIVED)
    high = table({"a": {"x": [3]}}, STATED)

    assert merge(low, high) == {
        "a": {"x": Leaf([3], STATED), "y": Leaf(1, DERIVED)},
        "b": Leaf(1, DERIVED),
    }


def test_stated_wins_over_derived_wins_over_recommended() -> None:
    process = StatedProcess(
        table({"tags": {"annotated": True}}, STATED),
        table({"tags": {"pattern": "{version}", "by": "person"}}, Origin(Source.RECOMMENDED)),
    )
    part = part_of(TagFormat, process, DerivedProcess(table({"tags": {"pattern": "v{version}"}}, DERIVED)))

    assert isinstance(part, TagFormat)
    assert (part.pattern, part.by, part.annotated) == ("v{version}", "person", True)
    assert part.is_stated
    assert part.states("annotated")
    assert not part.states("pattern")


def test_a_part_that_nobody_gives_says_what_to_state() -> None:
    assert part_of(TagFormat, StatedProcess(), None) == Unknown("TagFormat", Reason.UNSTATED, "process.tags")


def test_key_paths_are_written_as_toml_writes_them() -> None:
    assert dotted(("process", "branches", "feature/*")) == 'process.branches."feature/*"'
    assert dotted(('a"b\\',)) == r'"a\"b\\"'


def test_a_date_is_no_string() -> None:
    with pytest.raises(ShapeError):
        decode_part(TagFormat, table({"pattern": date(2026, 1, 1)}, STATED), ("process", "tags"))
