"""Expressions, where GitHub's own evaluator is not at hand: tokens, places, and what is claimed of the unknown."""

import pytest

from relaudit.evidence.workflows.embedded import literal, segments
from relaudit.evidence.workflows.expressions.evaluate import Surroundings, evaluated
from relaudit.evidence.workflows.expressions.numbers import number_of, text_of
from relaudit.evidence.workflows.expressions.parser import parsed
from relaudit.evidence.workflows.expressions.tokens import Malformed, tokens_of
from relaudit.evidence.workflows.expressions.values import FALSY, TRUTHY, UNDECIDED, Known, Value, known

AROUND = Surroundings({"github": known({"ref": "refs/tags/v1", "event_name": "push"})})


def value(text: str) -> Value:
    node = parsed(text)
    assert node is not None
    assert not isinstance(node, Malformed), str(node)
    return evaluated(node, AROUND)


def test_tokens_have_their_places() -> None:
    text = " !x.y-z[0x1f] && 'it''s' != -1.5e3"
    tokens = tokens_of(text)[:-1]

    assert [token.text for token in tokens] == [
        "!",
        "x",
        ".",
        "y-z",
        "[",
        "0x1f",
        "]",
        "&&",
        "'it''s'",
        "!=",
        "-1.5e3",
    ]
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert [token.value for token in tokens if token.value is not None] == [31.0, "it's", -1500.0]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("a ? b", 2),
        ("'open", 0),
        ('"double"', 0),
        ("a == ", 5),
        ("f(a b)", 4),
        ("a = b", 2),
        ("contains(a)", 0),
    ],
)
def test_what_is_no_expression_is_told_with_its_place(text: str, at: int) -> None:
    found = parsed(text)

    assert isinstance(found, Malformed)
    assert found.start == at


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("startsWith(github.ref, 'REFS/TAGS/')", Known(data=True)),
        ("github.event_name == 'push' && 'yes' || 'no'", Known("yes")),
        ("inputs.x && false", FALSY),
        ("inputs.x || 'a'", TRUTHY),
        ("inputs.x && 'a' || 'b'", TRUTHY),
        ("!(inputs.x && false)", Known(data=True)),
        ("inputs.x == 'a'", UNDECIDED),
        ("github.event_name == 'schedule' && inputs.x", Known(data=False)),
        ("toJSON(inputs)", TRUTHY),
        ("format('v{0}', inputs.x)", TRUTHY),
        ("inputs.*", TRUTHY),
    ],
)
def test_as_much_is_claimed_as_is_known(text: str, expected: Value) -> None:
    assert value(text) == expected


def test_expressions_end_at_the_first_braces_outside_a_string() -> None:
    text = "a ${{ '}}' }} b ${{ c }}"

    assert [(one.text.strip(), text[one.start : one.end]) for one in segments(text).expressions] == [
        ("'}}'", "${{ '}}' }}"),
        ("c", "${{ c }}"),
    ]
    assert segments("${{ a").is_open
    assert literal("${{ 'it''s' }}") == "it's"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0.0),
        (" 1 ", 1.0),
        ("0x1F", 31.0),
        ("0b11", 3.0),
        ("-Infinity", float("-inf")),
        (".5", 0.5),
        ("1e3", 1000.0),
    ],
)
def test_numbers_are_read_as_ecmascript_does(text: str, number: float) -> None:
    assert number_of(text) == number
    assert number_of("1_000") != number_of("1_000")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (3.10, "3.1"),
        (1.0, "1"),
        (-0.0, "0"),
        (1e21, "1e+21"),
        (1e-7, "1e-7"),
        (123456789012.5, "123456789012.5"),
        (0.1 + 0.2, "0.3"),
    ],
)
def test_numbers_are_written_as_github_does(number: float, text: str) -> None:
    assert text_of(number) == text
