"""The floor that Codecov holds a project to."""

from relaudit.core.regex import regex
from relaudit.evidence.coverage.model import Floor
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.nodes import Mapping, Scalar
from relaudit.evidence.workflows.model import Part
from relaudit.evidence.workflows.scalars import text_of, truth_of
from relaudit.evidence.yaml import Yaml, parse_yaml

_FILES = tuple(f"{folder}{name}" for folder in ("", ".github/", "dev/") for name in ("codecov.yml", ".codecov.yml", "codecov.yaml", ".codecov.yaml"))  # fmt: skip
_PERCENT = regex(r"(\d{1,3}(?:\.\d+)?)%?")


def codecov_floor(tree: Tree) -> Floor | None:
    """The target of the status of the whole project, where that is a number and the status may fail."""
    text = next((text for path in _FILES if isinstance(text := tree.read(path), Text)), None)
    file = parse_yaml(text) if text is not None else None
    if not isinstance(file, Yaml):
        return None
    project = Part(file.root).part("coverage").part("status").part("project")
    default = project.value("default")
    part = Part(default) if isinstance(default, Mapping) else project
    target, informational = part.scalar("target"), part.scalar("informational")
    if not isinstance(target, Scalar) or (informational is not None and truth_of(informational)):
        return None
    found = _PERCENT.fullmatch(text_of(target).strip())
    return Floor(float(found[1]), file.place(target), "target") if found else None
