"""Needs are read from annotations, in exactly two shapes."""

import functools
from collections.abc import Iterator

import pytest

from relaudit.core.dossier import Catalogue, evidence
from relaudit.core.errors import PluginError
from relaudit.core.model import Problem, Severity, Unknown
from relaudit.core.needs import Need, needs_of
from relaudit.core.rule import rule


class Apples: ...


class Pears: ...


def test_a_class_is_required_and_a_class_or_unknown_is_optional() -> None:
    def function(apples: Apples, pears: Pears | Unknown, more: Unknown | Apples) -> None: ...

    assert needs_of(function) == (
        Need("apples", Apples),
        Need("pears", Pears, optional=True),
        Need("more", Apples, optional=True),
    )


@pytest.mark.parametrize(
    "annotation", [Apples | Pears, Apples | None, Unknown, list[Apples], "Apples", None, 3]
)
def test_any_other_shape_is_refused_by_name(annotation: object) -> None:
    def function(apples: object) -> None: ...

    function.__annotations__["apples"] = annotation

    with pytest.raises(PluginError, match="'apples'"):
        needs_of(function)


def test_what_is_no_function_is_refused() -> None:
    with pytest.raises(PluginError, match="plain function"):
        needs_of(functools.partial(print))


def test_a_provider_of_something_given_is_refused() -> None:
    @evidence()
    def apples() -> Apples:
        return Apples()

    with pytest.raises(PluginError, match="provides Apples, which is given"):
        Catalogue([apples], frozenset([Apples]))


def test_two_providers_of_one_thing_are_refused() -> None:
    @evidence()
    def apples() -> Apples:
        return Apples()

    with pytest.raises(PluginError, match="both provide Apples"):
        Catalogue([apples, apples], frozenset())


def test_a_circle_is_named() -> None:
    @evidence()
    def apples(pears: Pears) -> Apples:
        return Apples()

    @evidence()
    def pears(apples: Apples) -> Pears:
        return Pears()

    with pytest.raises(PluginError, match="Apples → Pears → Apples"):
        Catalogue([apples, pears], frozenset())


def test_a_need_that_nobody_provides_is_named() -> None:
    @evidence()
    def apples(pears: Pears) -> Apples:
        return Apples()

    with pytest.raises(PluginError, match="nothing provides Pears, the type of 'pears'"):
        Catalogue([apples], frozenset())


def test_over_names_parameters() -> None:
    def judge(apples: Apples) -> Iterator[Problem | Unknown]:
        yield Unknown("", reason=None)  # type: ignore[arg-type]  # never called

    with pytest.raises(PluginError, match="pears"):
        rule(severity=Severity.ERROR, added="1", over="pears")(judge)
