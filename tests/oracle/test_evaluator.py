"""Expressions give what GitHub's own evaluator gives."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from made import CONTEXTS, REFS, SOME, expressions, half_known
from oracle import Answer, GitHub, running
from relaudit.evidence.workflows.expressions.evaluate import Surroundings, evaluated
from relaudit.evidence.workflows.expressions.functions import FUNCTIONS, Failed
from relaudit.evidence.workflows.expressions.jsontext import written
from relaudit.evidence.workflows.expressions.parser import Words, parsed
from relaudit.evidence.workflows.expressions.syntax import Call, Compare, Logic, Node, Not, inner
from relaudit.evidence.workflows.expressions.tokens import Malformed
from relaudit.evidence.workflows.expressions.values import Known, Object, Truth, beginning, known
from said import plain, shown, truth

AROUND = Surroundings({name: known(value) for name, value in CONTEXTS.items()})
WORDS = Words(frozenset(CONTEXTS), dict.fromkeys(("always", "success", "failure", "cancelled"), (0, 255)))
BATCH, BATCHES, OFTEN = 12, 2_000, 100


github = pytest.fixture(scope="module")(running)


def questions(batch: Iterable[str]) -> Iterator[Mapping[str, object]]:
    return ({"ask": "evaluate", "text": text} for text in batch)


def ours(text: str, around: Surroundings = AROUND) -> object:
    """What we say, in the words of the oracle."""
    node = parsed(text, WORDS)
    if isinstance(node, Malformed):
        return "malformed"
    if node is None:
        return "nothing"
    try:
        return shown(evaluated(node, around))
    except Failed:
        return "failed"


def theirs(answer: Answer) -> object:
    if "malformed" in answer:
        return "malformed"
    values = answer["values"]
    assert isinstance(values, list)
    return plain(values[0])


def test_every_value_is_the_one_that_github_gives(github: GitHub) -> None:
    seen: Counter[str] = Counter()
    github.ask([{"ask": "remember", "contexts": [CONTEXTS]}])

    @settings(max_examples=BATCHES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.lists(expressions, min_size=BATCH, max_size=BATCH))
    def agrees(batch: list[str]) -> None:
        for text, answer in zip(batch, github.ask(questions(batch)), strict=True):
            seen.update(features(text))
            assert ours(text) == theirs(answer), text

    agrees()
    rare = {name: number for name, number in seen.items() if name != "expressions" and number < OFTEN}
    print(f"{seen.pop('expressions')} expressions: {dict(seen.most_common())}")

    assert rare == {}
    assert {name for name in seen if name in FUNCTIONS} == set(FUNCTIONS)
    assert len([name for name in seen if " with " in name]) == 36


def test_no_completion_of_the_unknown_refutes_what_is_claimed(github: GitHub) -> None:
    half = Object((("known", Known("main")), ("ref", beginning("refs/heads/"))), is_open=True)
    around = Surroundings({**AROUND.contexts, "u": Known(half)})
    completions = [
        {"u": {"known": "main", "ref": REFS[number % len(REFS)], "a": one, "b": other}}
        for number, (one, other) in enumerate(product(SOME, repeat=2))
    ]
    claimed: Counter[str] = Counter()
    github.ask([{"ask": "remember", "contexts": [{**CONTEXTS, **one} for one in completions]}])

    @settings(
        max_examples=BATCHES // 2, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(st.lists(half_known, min_size=6, max_size=6))
    def holds(batch: list[str]) -> None:
        for text, answer in zip(batch, github.ask(questions(batch)), strict=True):
            if "values" in answer:
                values = [plain(value) for value in answer["values"] if value["kind"] != "failed"]  # type: ignore[attr-defined]  # a list
                claimed[claim(text, around, values)] += 1

    holds()
    print(f"{claimed.total()} expressions with unknown parts: {dict(claimed)}")

    assert claimed.total() >= 5_000
    assert claimed["value"] + claimed["yes"] + claimed["no"] >= 1_500


def claim(text: str, around: Surroundings, values: list[object]) -> str:
    """What we claim of an expression, after every completion was held against it."""
    node = parsed(text, Words(WORDS.contexts | {"u"}, WORDS.functions))
    assert node is not None, text
    assert not isinstance(node, Malformed), text
    try:
        said = evaluated(node, around)
    except Failed:
        assert values == [], text
        return "failed"
    if isinstance(said, Known) and written(said) is not None:
        assert [value for value in values if value != shown(said)] == [], text
        return "value"
    assert [
        value for value in values if truth(value) is not said.truth and said.truth is not Truth.MAYBE
    ] == [], text
    return said.truth


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(
    st.lists(st.text(alphabet="ab.0-+*'()[]!=<>&|, \n$#{}\u00a0eEx~", max_size=12), min_size=10, max_size=10)
)
def test_what_is_no_expression_for_github_is_none_for_us(github: GitHub, batch: list[str]) -> None:
    names = dict.fromkeys(("a", "b", "e", "ab", "x"))
    _, *answers = github.ask([{"ask": "remember", "contexts": [names]}, *questions(batch)])
    words = Words(frozenset(names), WORDS.functions)

    for text, answer in zip(batch, answers, strict=True):
        assert isinstance(parsed(text, words), Malformed) == ("malformed" in answer), text


def features(text: str) -> Iterator[str]:
    """What an expression exercises: operators, functions, and pairs of kinds that are compared."""
    yield "expressions"
    node = parsed(text, WORDS)
    pending = [] if node is None or isinstance(node, Malformed) else [node]
    found: set[str] = set()
    while pending:
        one = pending.pop()
        pending += inner(one)
        match one:
            case Compare(operator=operator, left=left, right=right):
                found |= {operator, f"{kind(left)} with {kind(right)}"}
            case Logic(is_and=is_and):
                found.add("&&" if is_and else "||")
            case Not():
                found.add("!")
            case Call(name=name):
                found.add(name)
            case _:
                pass
    yield from (name for name in found if "failed" not in name)


def kind(node: Node) -> str:
    try:
        value = evaluated(node, AROUND)
    except Failed:
        return "failed"
    assert isinstance(value, Known)
    return type(value.data).__name__
