"""Policy documents: files and presets, with the places of their keys."""

import os
from collections.abc import Mapping
from posixpath import dirname, join

import relaudit.process
from relaudit.core.errors import PolicyError
from relaudit.core.model import Unknown
from relaudit.core.parts import Origin, Source
from relaudit.core.record import record
from relaudit.evidence.files import Text, Tree, normal
from relaudit.evidence.toml import Toml, parse_toml
from relaudit.process.decode import ShapeError, nearest
from relaudit.process.values import KeyPath, Table, table

RECOMMENDED = "recommended"
USUAL_FILES = ("relaudit.toml", ".github/relaudit.toml", "pyproject.toml")
_IN_PYPROJECT: KeyPath = ("tool", "relaudit")


@record
class Document:
    """One source of policy. `below` is the key path under which it is written in its file."""

    name: str
    toml: Toml
    source: Source
    below: KeyPath = ()

    @property
    def values(self) -> Table:
        """What it says, each value with its origin."""
        data = self.toml.get(*self.below) if self.below else self.toml.data
        return table(data if isinstance(data, Mapping) else {}, Origin(self.source, self.name))

    def where(self, path: KeyPath, *, at_key: bool = False) -> str:
        """`file:line:column` of a value or of its key; of what is nearest above it when it is not there."""
        full = (*self.below, *path)
        while full and self.toml.get(*full) is None:
            full, at_key = full[:-1], True
        if not full:
            return f"{self.name}:1:1"
        wants_key = at_key or isinstance(self.toml.get(*full), Mapping)
        place = self.toml.place_of_key(*full) if wants_key else self.toml.place(*full)
        place = place if place.line or not wants_key else self.toml.place(*full)
        return f"{self.name}:{place.line}:{place.column}" if place.line else self.name

    def error(self, wrong: ShapeError) -> PolicyError:
        """The error, at its place."""
        return PolicyError(f"{self.where(wrong.path, at_key=wrong.at_key)}: {wrong.message}")


def presets() -> tuple[str, ...]:
    """The names of the presets."""
    return tuple(
        sorted(name.removesuffix(".toml") for name in os.listdir(_folder()) if name.endswith(".toml"))
    )


def preset(name: str) -> Document:
    """A preset by name; only `recommended` does not count as stated."""
    with open(f"{_folder()}/{name}.toml", "rb") as file:
        text = Text.decoded(name, file.read())
    source = Source.RECOMMENDED if name == RECOMMENDED else Source.PRESET
    return Document(name, _toml(text), source)


def find(tree: Tree) -> Document | None:
    """The repository's own policy: the first of the usual files that has one."""
    for path in USUAL_FILES:
        text = tree.read(path)
        if isinstance(text, Unknown):
            raise PolicyError(
                f"{path} may hold the policy and cannot be read: {text.detail}; give the policy with --policy FILE"
            )
        below = _IN_PYPROJECT if path == "pyproject.toml" else ()
        if text is None or (below and "relaudit" not in text.text):
            continue
        document = Document(path, _toml(text), Source.STATED, below)
        if not below or document.toml.get(*below) is not None:
            return document
    return None


def from_text(text: Text) -> Document:
    """A policy file by its text, wherever that comes from."""
    return Document(text.path, _toml(text), Source.STATED)


def extended(document: Document, tree: Tree) -> list[Document]:
    """The document with what it extends, lowest first; `recommended` lies below everything.

    Raises:
        PolicyError: a preset or file that does not exist or cannot be read, or a circle of files.
    """
    chain = _below(document, tree, (document.name,), {})
    return [preset(RECOMMENDED), *(below for below in chain if below.name != RECOMMENDED), document]


def _below(
    document: Document, tree: Tree, seen: tuple[str, ...], files: dict[str, list[Document]]
) -> list[Document]:
    """What a document extends, lowest first, each file read once and standing where it is named first."""
    names = document.toml.get(*document.below, "extends")
    found: list[Document] = []
    for index, name in enumerate(names if isinstance(names, list) else ()):
        place = document.where(("extends", str(index)))
        if not isinstance(name, str):
            raise PolicyError(f"{place}: 'extends' takes names of presets and paths of files")
        if name in presets():
            found.append(preset(name))
            continue
        path = normal(name)
        if path in seen:
            raise PolicyError(f"{place}: {' extends '.join((*seen, path))}: a circle")
        if path not in files:
            file = _file(name, tree, place)
            files[path] = [*_below(file, tree, (*seen, path), files), file]
            found += files[path]
    return found


def _file(name: str, tree: Tree, place: str) -> Document:
    """A policy file that another extends, by its path from the root of the tree."""
    if not name.endswith(".toml"):
        raise PolicyError(
            f"{place}: there is no preset '{name}'{nearest(name, presets())}; a file ends in .toml"
        )
    path = normal(name)
    text = tree.read(path) if path else None
    if isinstance(text, Unknown):
        raise PolicyError(f"{place}: '{name}' cannot be read: {text.detail}")
    if text is None:
        hint = nearest(path, _files_beside(path, tree)) if path else ""
        hint = hint if hint.startswith(",") else "; paths begin at the root, and end below it"
        raise PolicyError(f"{place}: there is no file '{name}'{hint}")
    return from_text(Text(path, text.text, text.encoding))


def _files_beside(path: str, tree: Tree) -> tuple[str, ...]:
    folder = dirname(path)
    names = tree.folder(folder)
    return () if isinstance(names, Unknown) else tuple(join(folder, n) for n in names if n.endswith(".toml"))


def _toml(text: Text) -> Toml:
    document = parse_toml(text)
    if isinstance(document, Unknown):
        raise PolicyError(document.detail)
    return document


def _folder() -> str:
    return f"{relaudit.process.__path__[0]}/presets"
