"""The Python versions that linters, formatters and type checkers are told to check for, each from the file that the tool itself reads."""

import re
from collections.abc import Iterator, Mapping

from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.core.record import NOTHING, record
from relaudit.core.regex import regex
from relaudit.evidence.document import Document
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.pythons.said import targeted_minor
from relaudit.evidence.toml import Toml, parse_toml

_RUFF = (".ruff.toml", "ruff.toml")
_MYPY = ("mypy.ini", ".mypy.ini")
_PYRIGHT = "pyrightconfig.json"
FILES = (*_RUFF, *_MYPY, _PYRIGHT)
# Strings come first, so that what looks like a comment in one is none.
_NO_JSON = regex(r'"(?:[^"\\\n]|\\.)*+"?|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?|,(?=\s*+[\]}])')

Target = tuple[int, InFile]


@record
class Targets:
    """The lowest version that each tool checks for, with where that is said; and the files that cannot be read."""

    lowest: Mapping[str, Target] = NOTHING
    unknowns: tuple[Unknown, ...] = ()


def targets_of(document: Toml | None, tree: Tree) -> Targets:
    """What the tools are told in their own files, and in `pyproject.toml` where they have none."""
    said = {
        "ruff": _ruff(document, tree),
        "black": _among(document, "tool", "black", "target-version"),
        "mypy": _mypy(document, tree),
        "pyright": _pyright(document, tree),
    }
    lowest = {tool: target for tool, target in said.items() if isinstance(target, tuple)}
    return Targets(lowest, tuple(target for target in said.values() if isinstance(target, Unknown)))


def _ruff(document: Toml | None, tree: Tree) -> Target | Unknown | None:
    for text in _read(tree, *_RUFF):
        own = parse_toml(text) if isinstance(text, Text) else text
        return own if isinstance(own, Unknown) else _among(own, "target-version")
    return _among(document, "tool", "ruff", "target-version")


def _mypy(document: Toml | None, tree: Tree) -> Target | Unknown | None:
    for text in _read(tree, *_MYPY):
        return text if isinstance(text, Unknown) else _of_ini(text)
    if document is not None and document.get("tool", "mypy") is not None:
        return _among(document, "tool", "mypy", "python_version")
    shared = tree.read("setup.cfg")
    return _of_ini(shared) if isinstance(shared, Text) else shared


def _of_ini(text: Text) -> Target | Unknown | None:
    if "python_version" not in text.text:
        return None
    from relaudit.evidence.ini import parse_ini

    ini = parse_ini(text)
    if isinstance(ini, Unknown):
        return ini
    minor = targeted_minor(ini.get("mypy", "python_version") or "")
    span = ini.span("mypy", "python_version")
    place = text.place(*span) if span else ini.place("mypy", "python_version")
    return None if minor is None else (minor, place)


def _pyright(document: Toml | None, tree: Tree) -> Target | Unknown | None:
    for text in _read(tree, _PYRIGHT):
        return text if isinstance(text, Unknown) else _of_json(text)
    return _among(document, "tool", "pyright", "pythonVersion")


def _of_json(text: Text) -> Target | Unknown | None:
    if "pythonVersion" not in text.text:
        return None
    from relaudit.evidence.json import parse_json

    bare = _NO_JSON.sub(_blank, text.text)
    plain = parse_json(Text(text.path, _NO_JSON.sub(_blank, bare)))  # a last comma may stand before a comment
    if isinstance(plain, Unknown):
        return plain
    minor, span = targeted_minor(plain.get("pythonVersion")), plain.span("pythonVersion")
    return None if minor is None or span is None else (minor, text.place(*span))


def _blank(part: re.Match[str]) -> str:
    """Comments and last commas, which pyright takes and JSON has not, as white space of the same length."""
    return part[0] if part[0].startswith('"') else re.sub(r"[^\n]", " ", part[0])


def _read(tree: Tree, *paths: str) -> Iterator[Text | Unknown]:
    """Those of the files that there are."""
    for path in paths:
        text = tree.read(path)
        if text is not None:
            yield text


def _among(document: Document | None, *keys: str) -> Target | None:
    """The lowest of the versions at a key path, which has one or a list of them."""
    said = document.get(*keys) if document else None
    minors = [targeted_minor(item) for item in (said if isinstance(said, list) else [said])]
    known = [minor for minor in minors if minor is not None]
    return (min(known), document.place(*keys)) if document and known else None
