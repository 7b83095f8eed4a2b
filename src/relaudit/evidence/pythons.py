"""The Python versions that a project says it is for: `requires-python`, its classifiers, the targets of its tools."""

from collections.abc import Mapping
from types import MappingProxyType

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.core.record import NOTHING, record
from relaudit.core.regex import regex
from relaudit.evidence.project import Project
from relaudit.evidence.schemes import minors_in
from relaudit.evidence.toml import Toml

_CLASSIFIER = regex(r"Programming Language :: Python :: 3\.(\d+)")
_TARGETS = {
    "ruff": ("tool", "ruff", "target-version"), "black": ("tool", "black", "target-version"), "mypy": ("tool", "mypy", "python_version"),
    "pyright": ("tool", "pyright", "pythonVersion"),
}  # fmt: skip
_TARGET = regex(r"(?:py)?3\.?(\d+)")
_REQUIRED = (("project", "requires-python"), ("tool", "poetry", "dependencies", "python"))


_NONE: Mapping[int, InFile] = MappingProxyType({})


@record
class DeclaredPythons:
    """Minor versions of Python 3. `required` are those that installers take, empty where nothing is said, with its place; the others
    are where each is named. `targets` has the lowest that a tool checks for.
    """

    required: frozenset[int] = frozenset()
    place: InFile | None = None
    classifiers: Mapping[int, InFile] = _NONE
    targets: Mapping[str, tuple[int, InFile]] = NOTHING

    def __len__(self) -> int:
        return len(self.required) + len(self.classifiers)


@evidence()
def declared_pythons(project: Project) -> DeclaredPythons | Unknown:
    """From `pyproject.toml`."""
    document = project.document
    if document is None:
        return DeclaredPythons()
    keys = next((keys for keys in _REQUIRED if document.string(*keys)), None)
    required = minors_in(document.string(*keys) or "") if keys else frozenset()
    return DeclaredPythons(
        required, document.place(*keys) if keys else None, _classified(document), _targeted(document)
    )


def _classified(document: Toml) -> Mapping[int, InFile]:
    listed = document.get("project", "classifiers")
    found: dict[int, InFile] = {}
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        match = _CLASSIFIER.fullmatch(item) if isinstance(item, str) else None
        if match:
            found[int(match[1])] = document.place("project", "classifiers", str(index))
    return found


def _targeted(document: Toml) -> Mapping[str, tuple[int, InFile]]:
    found: dict[str, tuple[int, InFile]] = {}
    for tool, keys in _TARGETS.items():
        said = document.get(*keys)
        items = [
            str(item) for item in (said if isinstance(said, list) else [said] if said is not None else [])
        ]
        minors = [int(match[1]) for item in items if (match := _TARGET.fullmatch(item))]
        if minors:
            found[tool] = (min(minors), document.place(*keys))
    return found
