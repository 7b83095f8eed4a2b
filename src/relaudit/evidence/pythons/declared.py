"""The Python versions that a project says it is for: `requires-python`, its classifiers, the targets of its tools, its README."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.core.record import NOTHING, record
from relaudit.core.regex import regex
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.project import Project
from relaudit.evidence.pythons.pyproject import is_dynamic, is_left_to_setup, said_by_pyproject
from relaudit.evidence.pythons.said import Listed, Required, Said, untold
from relaudit.evidence.pythons.tools import FILES, Target, targets_of
from relaudit.evidence.schemes import minors_in
from relaudit.evidence.toml import Toml

_READMES = ("README.md", "README.rst")
_ALTERNATIVES = 8
_NAMED = regex(r"python.{0,80}?3\.[0-9]", re.IGNORECASE | re.DOTALL)
_NONE: Mapping[int, InFile] = MappingProxyType({})


@record
class DeclaredPythons:
    """Minor versions of Python 3. `required` are those that installers take, empty where nothing is said, with its place and what it is
    called there; the others are where each is named. `targets` has the lowest that a tool checks for, `documented` each lowest that the
    README tells. `is_open` tells that the build tool lists more classifiers than are written.
    """

    required: frozenset[int] = frozenset()
    place: InFile | None = None
    classifiers: Mapping[int, InFile] = _NONE
    targets: Mapping[str, Target] = NOTHING
    documented: Mapping[int, InFile] = _NONE
    key: str = "requires-python"
    is_open: bool = False
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.required) + len(self.classifiers) + len(self.unknowns)


@evidence(reads=("setup.py", "setup.cfg", *FILES, *_READMES))
def declared_pythons(project: Project, tree: Tree) -> DeclaredPythons:
    """From `pyproject.toml`, else from what setuptools reads; the README only where there is something to hold it to."""
    said = _said(project.document, tree)
    required = said.required if isinstance(said.required, Required) else None
    minors = _minors(required.specifier) if required else frozenset()
    targets = targets_of(project.document, tree)
    listed = said.listed if isinstance(said.listed, Listed) else Listed(_NONE)
    unknowns = [one for one in (said.required, said.listed) if isinstance(one, Unknown)]
    if required and not minors:
        unknowns.append(untold(f"{required.key} takes no Python 3, or is no specifier: {required.specifier}"))
    return DeclaredPythons(
        minors, required.place if required else None, listed.minors, targets.lowest,
        _documented(project, tree) if minors else _NONE, required.key if required else "requires-python", listed.is_open,
        tuple(dict.fromkeys((*unknowns, *targets.unknowns))),
    )  # fmt: skip


def _said(document: Toml | None, tree: Tree) -> Said:
    """Each of the two from the one place that counts."""
    own = said_by_pyproject(document) if document else Said()
    asks = [own.required is None and is_left_to_setup(document, "requires-python")]
    asks += [own.listed is None and is_left_to_setup(document, "classifiers")]
    if not any(asks):
        return own
    from relaudit.evidence.pythons.setup import said_by_setup

    of_setup = said_by_setup(tree)
    return Said(
        own.required or (of_setup.required if asks[0] else None) or _left(document, "requires-python"),
        own.listed or (of_setup.listed if asks[1] else None) or _left(document, "classifiers"),
    )


def _left(document: Toml | None, field: str) -> Unknown | None:
    is_left = is_dynamic(document, field)
    return untold(f"pyproject.toml leaves {field} to the build tool") if is_left else None


def _minors(specifier: str) -> frozenset[int]:
    """Those of any of the alternatives, which poetry has."""
    alternatives = specifier.split("||", _ALTERNATIVES)
    return frozenset().union(*(minors_in(alternative) for alternative in alternatives))


def _documented(project: Project, tree: Tree) -> Mapping[int, InFile]:
    for path in _READMES:
        text = tree.read(path)
        if isinstance(text, Text) and _NAMED.search(text.text):
            from relaudit.evidence.pythons.readme import lowest_in

            return lowest_in(text, (project.called, *project.modules))
    return _NONE
