"""TOML values have exact places, whatever the layout."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relaudit.core.model import Unknown
from relaudit.evidence.files import Text
from relaudit.evidence.toml import Toml, parse_toml

DOCUMENT = """# about
[project]
 name = "a"  # a comment
version = '0.2.2'
x = { y = 1, "z-q" = [1, 2] }

[tool.a.b]
k.l = 3

[process.branches."feature/*"]
role = "topic"

[[waivers]]
rule = "first"
[[waivers]]
rule = "second"
until = 2026-01-01

[empty]
[a.empty]
"""


def parse(text: str) -> Toml:
    parsed = parse_toml(Text.decoded("p.toml", text.encode()))
    assert isinstance(parsed, Toml)
    return parsed


@pytest.mark.parametrize("layout", [DOCUMENT, DOCUMENT.replace("\n", "\r\n"), "\ufeff" + DOCUMENT])
@pytest.mark.parametrize(
    ("path", "line", "column", "shown"),
    [
        ("project.version", 4, 11, "'0.2.2'"),
        ("project.name", 3, 9, '"a"'),
        ("project.x.y", 5, 11, "1"),
        ("project.x.z-q", 5, 22, "[1, 2]"),
        ("tool.a.b.k.l", 8, 7, "3"),
        ("process.branches.feature/*.role", 11, 8, '"topic"'),
        ("waivers.1.until", 17, 9, "2026-01-01"),
    ],
)
def test_a_value_has_its_place(layout: str, path: str, line: int, column: int, shown: str) -> None:
    place = parse(layout).place(*path.split("."))

    assert (place.line, place.column) == (line, column)
    assert place.text[place.column - 1 : place.end_column - 1] == shown


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [("project", 2, 2), ("tool.a", 7, 7), ("process.branches.feature/*", 10, 20), ("empty", 19, 2), ("a.empty", 20, 4), ("waivers.1.rule", 16, 1)],
)  # fmt: skip
def test_a_key_has_its_place(path: str, line: int, column: int) -> None:
    place = parse(DOCUMENT).place_of_key(*path.split("."))

    assert (place.line, place.column) == (line, column)


def test_a_value_is_told_from_the_same_text_elsewhere() -> None:
    document = parse('# "1.0"\n[other]\nversion = "1.0"\n[project]\nname = "\'1.0\'"\nversion = "1.0"\n')

    assert (document.place("project", "version").line, document.place("other", "version").line) == (6, 3)


def test_places_stay_right_however_often_they_are_asked() -> None:
    document = parse(DOCUMENT)
    first = document.place("project", "x", "z-q")

    assert [document.place("project", "x", "z-q") for _ in range(3)] == [first] * 3


@pytest.mark.parametrize(
    ("raw", "detail"),
    [
        (b"a = [\n", "p.toml:2:1: Invalid value"),
        (b"a = 1\na = 2", "p.toml:2:6: Cannot overwrite a value"),
        (b"a = " + b"[" * 100_000, "nested too deeply"),
        (b"a = '\xff'", "TOML has to be UTF-8"),
    ],
)
def test_what_is_no_toml_is_unknown_with_its_place(raw: bytes, detail: str) -> None:
    found = parse_toml(Text.decoded("p.toml", raw))

    assert isinstance(found, Unknown)
    assert detail in found.detail


KEYS = st.from_regex(r"[a-z][a-z0-9_-]{0,6}", fullmatch=True)
VALUES = st.one_of(
    st.integers(-99, 99),
    st.booleans(),
    st.text(st.characters(codec="ascii", categories=("L", "N", "Z")), max_size=9),
)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, min_size=1, max_size=4), min_size=1, max_size=4),
    st.integers(0, 3),
)
def test_a_place_always_holds_the_value(tables: dict[str, dict[str, object]], indent: int) -> None:
    import json

    body = "".join(
        f"[{name}]\n"
        + "".join(f"{' ' * indent}{key} = {json.dumps(value)} # note\n" for key, value in table.items())
        for name, table in tables.items()
    )
    document = parse(body)
    for name, table in tables.items():
        for key, value in table.items():
            place = document.place(name, key)

            assert place.text[place.column - 1 : place.end_column - 1] == json.dumps(value)
