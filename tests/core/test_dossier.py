"""The dossier works every answer out once, and remembers why there is none."""

import pytest

from relaudit.core.dossier import Catalogue, Dossier, evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.needs import Need


class Seed:
    def __init__(self, text: str = "seed") -> None:
        self.text = text


class Tree(Seed): ...


class Fruit(Seed): ...


class Soil(Seed): ...


CALLS: list[str] = []


@evidence()
def tree(seed: Seed) -> Tree | Unknown:
    CALLS.append("tree")
    return Tree(seed.text)


@evidence()
def fruit(tree: Tree) -> Fruit:
    CALLS.append("fruit")
    if tree.text == "rotten":
        raise ValueError("a worm")
    return Fruit(tree.text)


CATALOGUE = Catalogue([tree, fruit], frozenset([Seed, Soil]))


@pytest.fixture(autouse=True)
def _counted() -> None:
    CALLS.clear()


def test_an_answer_is_worked_out_once() -> None:
    dossier = Dossier(CATALOGUE, {Seed: Seed()})

    assert dossier.get(Fruit) is dossier.get(Fruit)
    assert CALLS == ["tree", "fruit"]


def test_a_crash_is_an_unknown_of_that_evidence() -> None:
    dossier = Dossier(CATALOGUE, {Seed: Seed("rotten")})
    answer = dossier.get(Fruit)

    assert isinstance(answer, Unknown)
    assert (answer.evidence, answer.reason) == ("Fruit", Reason.CRASHED)
    assert "ValueError: a worm" in answer.detail
    assert isinstance(dossier.get(Tree), Tree)


def test_an_unknown_travels_to_what_depends_on_it() -> None:
    missing = Unknown("Seed", Reason.SHALLOW)

    assert Dossier(CATALOGUE, {Seed: missing}).get(Fruit) is missing
    assert CALLS == []


def test_exchanging_a_fact_keeps_what_does_not_follow_from_it() -> None:
    dossier = Dossier(CATALOGUE, {Seed: Seed(), Soil: Soil()})
    before = dossier.get(Fruit)

    assert dossier.with_given(Soil, Soil("clay")).get(Fruit) is before
    assert dossier.with_given(Seed, Seed("other")).get(Fruit).text == "other"  # type: ignore[union-attr]  # known


def test_the_closure_of_needs_is_known_beforehand() -> None:
    assert CATALOGUE.closure([Fruit]) == {Fruit, Tree, Seed}


def test_what_takes_a_while_is_set_going_before_anything_is_judged() -> None:
    @evidence(early=True)
    def soil(seed: Seed) -> Soil:
        CALLS.append("soil")
        return Soil(seed.text)

    @evidence()
    def grown(soil: Soil) -> Tree:
        return Tree(soil.text)

    dossier = Dossier(Catalogue([grown, soil, fruit], frozenset([Seed])), {Seed: Seed()})

    dossier.begin([Need("seed", Seed)])
    assert CALLS == []
    dossier.begin([Need("fruit", Fruit)])
    assert CALLS == ["soil"]
