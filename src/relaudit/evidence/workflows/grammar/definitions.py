"""The definitions of the syntax, each resolved when it is first met."""

import json
import os
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

from relaudit.core.record import NOTHING, record
from relaudit.core.regex import regex
from relaudit.evidence.workflows.expressions.parser import MANY, Words

_FUNCTION = regex(r"([a-zA-Z0-9_]+)\(([0-9]+),([0-9]+|MAX)\)", needs=("(",))
_ALIAS = regex(r"\*[A-Za-z0-9_-]")
_SCALARS = ("null", "boolean", "number", "string")
_ANY = {"one-of": [*_SCALARS, "sequence", "mapping"]}
_BUILT_IN: Mapping[str, object] = {
    **{name: {name: {}} for name in _SCALARS},
    "sequence": {"sequence": {"item-type": "any"}},
    "mapping": {"mapping": {"loose-key-type": "string", "loose-value-type": "any"}},
    "any": _ANY,
}


Context = tuple[str, ...]


@record
class Property:
    """A key that is known by name."""

    type: str
    is_required: bool = False


@record
class Keys:
    """What a mapping may hold: known keys, and perhaps others of a kind."""

    properties: Mapping[str, Property]
    loose_key: str = ""
    loose_value: str = ""


@record
class Text:
    """What a text may be."""

    constant: str = ""
    is_filled: bool = False

    def takes(self, value: str) -> bool:
        """Whether a text is one of these."""
        return value == self.constant if self.constant else bool(value) or not self.is_filled


class Definition:
    """What may stand in a place: kinds of scalars, texts, a sequence of something, mappings."""

    def __init__(self, name: str, said: Mapping[str, object], grammar: "Grammar") -> None:
        self.name = name
        self._said = said
        self._grammar = grammar

    @cached_property
    def context(self) -> tuple[str, ...]:
        """The contexts and functions that expressions may use from here on."""
        return tuple(_texts(self._said.get("context")))

    @cached_property
    def scalars(self) -> frozenset[str]:
        """`null`, `boolean`, `number`: those that may stand here."""
        own = {name for name in _SCALARS[:-1] if name in self._said}
        return frozenset(own.union(*(one.scalars for one in self._options)))

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """The texts that may stand here."""
        said = self._said.get("string")
        own = (
            [Text(str(said.get("constant", "")), "require-non-empty" in said)]
            if isinstance(said, Mapping)
            else []
        )
        allowed = [Text(constant) for constant in _texts(self._said.get("allowed-values"))]
        return (*own, *allowed, *(text for one in self._options for text in one.texts))

    @cached_property
    def item(self) -> str | None:
        """What the items of a sequence are, None where none may stand."""
        for one in (self, *self._options):
            said = one._said.get("sequence")  # noqa: SLF001 - another definition
            if isinstance(said, Mapping):
                return str(said["item-type"])
        return None

    @cached_property
    def mappings(self) -> tuple[Keys, ...]:
        """The mappings that may stand here."""
        found = [one._said.get("mapping") for one in (self, *self._options)]  # noqa: SLF001 - other definitions
        return tuple(_keys(said) for said in found if isinstance(said, Mapping))

    @cached_property
    def _options(self) -> "Sequence[Definition]":
        return [self._grammar.definition(name) for name in _texts(self._said.get("one-of"))]


class Grammar:
    """The definitions by name."""

    def __init__(self, definitions: Mapping[str, object]) -> None:
        self._said = {**_BUILT_IN, **definitions}
        self._known: dict[str, Definition] = {}
        self.clean: set[object] = set()  # what was found to be right, so that the same again needs no look

    def definition(self, name: str) -> Definition:
        """The definition of a name."""
        if name not in self._known:
            said = self._said[name]
            assert isinstance(said, Mapping)  # noqa: S101 - the table is our own
            self._known[name] = Definition(name, said, self)
        return self._known[name]


@lru_cache(maxsize=2)
def grammar(kind: str) -> Grammar:
    """The grammar of a `workflow` or of an `action`."""
    with open(os.path.join(os.path.dirname(__file__), "grammar.json"), encoding="utf-8") as file:
        return Grammar(json.load(file)[kind])


@lru_cache(maxsize=256)
def words(context: tuple[str, ...]) -> Words:
    """What an expression may use under these contexts and functions."""
    functions = {}
    names = []
    for item in context:
        found = _FUNCTION.fullmatch(item)
        if found:
            functions[found[1].lower()] = (int(found[2]), MANY if found[3] == "MAX" else int(found[3]))
        else:
            names.append(item.lower())
    return Words(frozenset(names), functions)


def has_aliases(source: str) -> bool:
    """Whether a part of a file may mean what stands elsewhere in it."""
    return _ALIAS.search(source) is not None


def _keys(said: Mapping[str, object]) -> Keys:
    properties = said.get("properties", NOTHING)
    assert isinstance(properties, Mapping)  # noqa: S101 - the table is our own
    known = {str(name): _property(one) for name, one in properties.items()}
    return Keys(known, str(said.get("loose-key-type", "")), str(said.get("loose-value-type", "")))


def _property(said: object) -> Property:
    return (
        Property(str(said["type"]), bool(said.get("required")))
        if isinstance(said, Mapping)
        else Property(str(said))
    )


def _texts(said: object) -> Sequence[str]:
    return [str(one) for one in said] if isinstance(said, list) else []
