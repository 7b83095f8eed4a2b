"""A regular expression that is compiled late is a pattern like any other."""

import pkgutil
import re
from importlib import import_module

import pytest

import relaudit
from relaudit.core.regex import regex

LATE = type(regex("a"))


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


@pytest.mark.parametrize("place", late())
def test_every_one_of_them_compiles(place: str) -> None:
    module, _, variable = place.partition(":")

    assert getattr(import_module(module), variable).groups >= 0
