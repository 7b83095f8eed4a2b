"""A regular expression that is compiled late is a pattern like any other."""

import pkgutil
import re
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis.strategies import DataObject, data, from_regex

import relaudit
from relaudit.core.regex import regex

LATE = type(regex("a"))


def made(place: str) -> Any:
    module, _, variable = place.partition(":")
    return getattr(import_module(module), variable)


def late() -> list[str]:
    names = [module.name for module in pkgutil.walk_packages(relaudit.__path__, "relaudit.")]
    return [
        f"{name}:{variable}"
        for name in names
        if not name.endswith("__main__")
        for variable, value in vars(import_module(name)).items()
        if isinstance(value, LATE)
    ]


def test_it_answers_as_the_compiled_one_does() -> None:
    pattern = regex(r"(?P<a>a)|b", re.IGNORECASE)
    found = pattern.search("xA")

    assert found is not None
    assert (found["a"], pattern.pattern, pattern.sub("-", "aBc")) == ("A", r"(?P<a>a)|b", "--c")


def test_it_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    pattern = regex("a")
    pattern.match("a")
    monkeypatch.setattr(re, "compile", None)

    assert pattern.match("a")


def test_what_it_needs_is_looked_for_before_it_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    pattern = regex("<A>", re.IGNORECASE, needs=("<a",))
    monkeypatch.setattr(re, "compile", None)

    assert [question("a>") for question in (pattern.match, pattern.search, pattern.fullmatch)] == [None] * 3


def test_bounds_are_those_of_the_compiled_one() -> None:
    pattern = regex("<a>", needs=("<",))

    assert [pattern.match("<a><a>", 3) is None, pattern.match("<a><a>", 1) is None] == [False, True]


@pytest.mark.parametrize("place", [place for place in late() if made(place)._needs])  # noqa: SLF001 - what is tested
@given(data=data())
def test_what_it_needs_stands_in_all_that_it_matches(place: str, data: DataObject) -> None:
    late = made(place)
    expression, flags = late._made_of  # noqa: SLF001 - what is tested
    text = data.draw(from_regex(re.compile(expression, flags)))
    afresh = regex(expression, flags, needs=late._needs)  # noqa: SLF001 - what is tested
    found = re.search(expression, text, flags)

    assert found is None or afresh.search(text) is not None


@pytest.mark.parametrize("place", late())
def test_every_one_of_them_compiles(place: str) -> None:
    assert made(place).groups >= 0
