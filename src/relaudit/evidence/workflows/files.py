"""The workflow files of a repository, each parsed once."""

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.yaml import Yaml, parse_yaml

FOLDER = ".github/workflows"


@record
class WorkflowFiles:
    """Every workflow that could be read, sorted by path, and those that could not."""

    files: tuple[Yaml, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.files) + len(self.unknowns)


@evidence(reads=(f"{FOLDER}/*.yml", f"{FOLDER}/*.yaml"))
def workflow_files(tree: Tree) -> WorkflowFiles | Unknown:
    """The files that GitHub looks for."""
    names = tree.folder(FOLDER)
    if isinstance(names, Unknown):
        return names
    paths = [f"{FOLDER}/{name}" for name in names if name.endswith((".yml", ".yaml"))]
    texts = [text for text in map(tree.read, paths) if text is not None]
    parsed = [parse_yaml(text) if isinstance(text, Text) else text for text in texts]
    return WorkflowFiles(
        tuple(item for item in parsed if isinstance(item, Yaml)),
        tuple(item for item in parsed if isinstance(item, Unknown)),
    )
