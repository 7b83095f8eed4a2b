"""The Python versions that a `setup.py` states, by its syntax tree: the script is never run."""

import ast
from collections.abc import Iterator, Sequence

from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.evidence.declared.constants import Constant, constant
from relaudit.evidence.declared.module import parsed
from relaudit.evidence.declared.spans import span_of
from relaudit.evidence.files import Text
from relaudit.evidence.pythons.literals import additions_in, literals, sources_in
from relaudit.evidence.pythons.said import Listed, Required, Said, listed_in, listed_minors, untold

_REQUIRED, _LISTED = "python_requires", "classifiers"
_MANY = 8  # more calls of `setup` than this are no script that anybody wrote


def said_by_script(text: Text) -> Said:
    """What the calls of `setup` are given; unknown where they are given it and it is not written out."""
    tree = parsed(text)
    if isinstance(tree, Unknown):
        return Said(
            tree if _REQUIRED in text.text else None,
            tree if _LISTED in text.text else None,
        )
    script = _Script(text, tree)
    return Said(script.required(), script.listed())


class _Script:
    def __init__(self, text: Text, tree: ast.Module) -> None:
        self.text = text
        self.tree = tree
        self.sources = sources_in(tree)
        self.additions = additions_in(tree)
        self.keys_set = frozenset(_keys_set(tree))
        self.values: dict[str, Constant] = {}
        for name, value in self.sources.items():
            found = constant(value, self.values)
            self.values |= {name: found} if found else {}

    def required(self) -> Required | Unknown | None:
        given = self._given(_REQUIRED)
        found = [constant(value, self.values) if value else None for value in given]
        if not given:
            return None
        first, place = found[0], given[0]
        if first is None or place is None or any(not one or one.value != first.value for one in found):
            return untold(f"{self.text.path} works out python_requires")
        return Required(
            str(first.value), self.text.place(*span_of(self.text, first.node or place)), _REQUIRED
        )

    def listed(self) -> Listed | Unknown | None:
        given = self._given(_LISTED)
        minors: dict[int, InFile] = {}
        for value in given:
            found = literals(value, self.sources, self.additions) if value else None
            if found is None:
                return untold(f"{self.text.path} works out its classifiers")
            for literal in found:
                self._add(literal, minors)
        return Listed(minors) if given else None

    def _add(self, literal: ast.Constant, minors: dict[int, InFile]) -> None:
        said = str(literal.value)
        if any(minor not in minors for minor in listed_minors(said)):  # a place takes a walk through the text
            minors |= listed_in(self.text, said, *span_of(self.text, literal))

    def _given(self, keyword: str) -> Sequence[ast.expr | None]:
        """What the calls of `setup` give for a keyword; None where that cannot be told."""
        found = list(self._arguments(keyword)) if keyword in self.text.text else []
        return found if len(found) <= _MANY else [None]

    def _arguments(self, keyword: str) -> Iterator[ast.expr | None]:
        for node in ast.walk(self.tree):
            match node:
                case ast.Call(func=ast.Name(id="setup") | ast.Attribute(attr="setup"), keywords=keywords):
                    named = [given.value for given in keywords if given.arg == keyword]
                    unpacked = [given.value for given in keywords if given.arg is None]
                    yield from named or (found for value in unpacked for found in self._in(value, keyword))
                case _:
                    pass

    def _in(self, dictionary: ast.expr, keyword: str) -> Iterator[ast.expr | None]:
        """`setup(**arguments)`: out of a dictionary that is written out, unless it may get the key further down."""
        source = self.sources.get(dictionary.id) if isinstance(dictionary, ast.Name) else dictionary
        match source:
            case ast.Dict(keys=keys, values=values):
                named = zip(keys, values, strict=True)
                found = [
                    item for key, item in named if isinstance(key, ast.Constant) and key.value == keyword
                ]
                is_whole = None not in keys
            case ast.Call(func=ast.Name(id="dict"), args=[], keywords=keywords):
                found = [given.value for given in keywords if given.arg == keyword]
                is_whole = all(given.arg for given in keywords)
            case _:
                found, is_whole = [], False
        yield from found
        if not found and not (is_whole and keyword not in self.keys_set):
            yield None


def _keys_set(tree: ast.Module) -> Iterator[object]:
    """The keys that are set one by one: `arguments["classifiers"] = …`."""
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(slice=ast.Constant(value=str(key)), ctx=ast.Store()):
                yield key
            case _:
                pass
