"""JSON documents: values as the standard library has them, places held against it."""

import json

from hypothesis import given
from hypothesis import strategies as st

from relaudit.core.model import Unknown
from relaudit.evidence.files import Text
from relaudit.evidence.json import Json, parse_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=3), below, max_size=3),
    max_leaves=12,
)


def parsed(text: str) -> Json:
    document = parse_json(Text("package.json", text))
    assert isinstance(document, Json)
    return document


def paths(value: object, above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [above, *(path for key, item in below for path in paths(item, (*above, str(key))))]


@given(st.dictionaries(st.text(max_size=3), VALUES, max_size=4), st.sampled_from([None, 0, 2]))
def test_every_value_stands_where_its_span_says(data: dict[str, object], indent: int | None) -> None:
    document = parsed(json.dumps(data, indent=indent, ensure_ascii=False))

    for path in paths(data):
        start, end = document.span(*path) or (0, 0)

        assert json.loads(document.text.text[start:end]) == document.get(*path)


def test_a_place_is_that_of_the_value() -> None:
    place = parsed('{\n  "name": "ferry",\n  "version": "1.2.3"\n}\n').place("version")

    assert (place.line, place.column, place.end_column) == (3, 14, 21)


def test_a_key_that_is_not_there_has_no_span() -> None:
    document = parsed('{"files": [{"path": "a"}]}')

    assert document.span("files", "0", "path") == (20, 23)
    assert document.span("files", "1", "path") is None
    assert document.span("files", "0", "path", "deeper") is None


def test_what_is_no_object_is_unknown_with_its_place() -> None:
    broken = parse_json(Text("package.json", '{"version": 1.2.3}'))

    assert isinstance(broken, Unknown)
    assert broken.detail == "package.json:1:16: Expecting ',' delimiter"
    assert isinstance(parse_json(Text("package.json", "[1]")), Unknown)
    assert isinstance(parse_json(Text("package.json", "[" * 100_000)), Unknown)
