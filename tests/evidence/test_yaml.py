"""YAML is composed from events, with exact places, and neither depth nor aliases can hurt."""

from pathlib import Path

import pytest

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.files import Text
from relaudit.evidence.nodes import Mapping, Node, Scalar, Sequence
from relaudit.evidence.yaml import Yaml, compiled_events, compose, parse_yaml, pure_events

WORKFLOWS = sorted((Path(__file__).parent.parent.parent / ".github" / "workflows").glob("*.yml"))
SAMPLE = """\
on: [push, {a: 1}]
jobs:
  one: &anchor
    if: |
      first
      second
    'quoted': "two\\twords"
    empty:
  two: *anchor
  one: again
"""


def parse(text: str) -> Yaml:
    parsed = parse_yaml(Text.decoded("w.yml", text.encode()))
    assert isinstance(parsed, Yaml)
    return parsed


def plain(node: Node | None) -> object:
    match node:
        case Scalar():
            return (node.value, node.start, node.end)
        case Mapping():
            return [(plain(key), plain(value)) for key, value in node.entries]
        case Sequence():
            return [plain(item) for item in node.items]
        case None:
            return None


def test_the_compiled_parser_is_the_one_in_use() -> None:
    import _ruamel_yaml

    assert type(next(iter(compiled_events("a: 1")))).__module__.startswith("ruamel.yaml")
    assert _ruamel_yaml.CParser is not None


@pytest.mark.parametrize("text", [SAMPLE, *(path.read_text(encoding="utf-8") for path in WORKFLOWS)])
def test_both_parsers_give_the_same_tree(text: str) -> None:
    assert plain(compose(compiled_events(text))) == plain(compose(pure_events(text)))


def test_a_mapping_keeps_its_order_and_its_duplicates() -> None:
    root = parse(SAMPLE).root
    assert isinstance(root, Mapping)
    jobs = root.get("jobs")
    assert isinstance(jobs, Mapping)

    assert [key.value for key, _ in jobs.items()] == ["one", "two", "one"]
    assert jobs.entries[0][1] is jobs.entries[1][1]


def test_on_is_a_word_and_not_true() -> None:
    root = parse("on: push\n").root

    assert isinstance(root, Mapping)
    assert isinstance(root.get("on"), Scalar)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_places_survive_marks_and_line_ends(mark: str, ends: str) -> None:
    document = parse(mark + "é: 1\nb:\n  c: value\n".replace("\n", ends))
    assert isinstance(document.root, Mapping)
    inner = document.root.get("b")
    assert isinstance(inner, Mapping)
    value = inner.get("c")
    assert isinstance(value, Scalar)
    place = document.place(value)

    assert (place.line, place.column, place.end_column) == (3, 6, 11)


def test_other_line_breaks_do_not_move_places() -> None:
    document = parse("a: x\u2028y\nb: value\n")
    assert isinstance(document.root, Mapping)
    value = document.root.get("b")
    assert isinstance(value, Scalar)
    place = document.place(value)

    assert place.text[place.column - 1 : place.end_column - 1] == "value"


def test_what_only_the_old_parser_refuses_is_read_all_the_same() -> None:
    root = parse("job: {image: node:18}\n").root

    assert isinstance(root, Mapping)
    assert isinstance(root.get("job"), Mapping)


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("a: [1\n", "w.yml:2:1"),
        ("a: *nothing\n", "undefined alias"),
        ("a: &a [*a]\n", "an alias of itself"),
        ("\tx: 1", "w.yml:1:1"),
    ],
)
def test_what_is_no_yaml_is_unknown_with_its_place(text: str, detail: str) -> None:
    found = parse_yaml(Text.decoded("w.yml", text.encode()))

    assert isinstance(found, Unknown)
    assert found.reason is Reason.UNREADABLE
    assert detail in found.detail


def test_bytes_that_are_no_text_are_unknown() -> None:
    assert isinstance(parse_yaml(Text.decoded("w.yml", b"a: \xff\xfa")), Unknown)


@pytest.mark.parametrize("bracket", ["[", "{a: "])
def test_deep_nesting_is_refused_before_it_hurts(bracket: str) -> None:
    found = parse_yaml(Text.decoded("w.yml", (bracket * 100_000).encode()))

    assert isinstance(found, Unknown)
    assert found.reason is Reason.TOO_LARGE


def test_an_alias_bomb_stays_small() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    root = parse("\n".join(lines)).root

    assert isinstance(root, Mapping)
    assert len(root.entries) == 40
