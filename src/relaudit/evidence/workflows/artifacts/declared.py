"""The files that the process has runs keep, and whether they do."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.evidence.files import Tree, normal
from relaudit.evidence.stated import stated_at
from relaudit.evidence.workflows.artifacts.kept import KeptFiles, KeptPath
from relaudit.evidence.workflows.images.texts import UNTOLD
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.read import Workflows
from relaudit.process import Artifacts, WorkflowList

_FOLDER = ".github/workflows"
_EVERYTHING = (".", "*", "**", "**/*", "")


@record
class Declared:
    """A file that the process names: what keeps it, in its workflows and in others; `place` is where it is spoken of, `stated` where it is stated.

    `open_at` are the places that may keep it: a path that only the run knows, a workflow of another repository.
    """

    name: str
    file: str
    place: InFile
    stated: InFile | None
    kept: tuple[KeptPath, ...] = ()
    elsewhere: tuple[KeptPath, ...] = ()
    open_at: tuple[InFile, ...] = ()


@record
class DeclaredArtifacts:
    """Every one, in the order of the process."""

    files: tuple[Declared, ...] = ()

    def __len__(self) -> int:
        return len(self.files)


@evidence()
def declared_artifacts(
    artifacts: Artifacts, kept: KeptFiles, workflows: Workflows, listed: WorkflowList | Unknown, tree: Tree
) -> DeclaredArtifacts:
    """Held against the workflows that the process lists, or against all where it lists none."""
    names = listed.files if isinstance(listed, WorkflowList) else ()
    own = [one for one in workflows.workflows if not names or one.path.rpartition("/")[2] in names]
    found = []
    for name, files in artifacts.by_name.items():
        stated = stated_at(artifacts, "artifacts", (name,), tree)
        found += [_declared(name, file, stated, kept, own, workflows.workflows) for file in files]
    return DeclaredArtifacts(tuple(found))


def covers(path: str, file: str) -> bool:
    """Whether a path or pattern that is kept has a file, or the files of a pattern, in it; a name without a folder may lie in any."""
    if path.startswith(("/", "~", "..")):  # outside of what was checked out
        return False
    plain, wanted = normal(path), normal(file)
    if plain in _EVERYTHING:
        return True
    pattern = plain.replace(UNTOLD, "*").replace("**/", "*").replace("**", "*").rstrip("/")
    if pattern == wanted or fnmatchcase(wanted, pattern) or wanted.startswith(f"{pattern}/"):
        return True
    if any(fnmatchcase(above, pattern) for above in _above(wanted)):
        return True
    is_folder_of_it = wanted.endswith(("/*", "/**")) and pattern == wanted.partition("*")[0].rstrip("/")
    last = pattern.rpartition("/")[2]
    return is_folder_of_it or ("/" not in wanted and last.strip("*") != "" and fnmatchcase(wanted, last))


def _declared(
    name: str,
    file: str,
    stated: InFile | None,
    kept: KeptFiles,
    own: Sequence[Workflow],
    every: Sequence[Workflow],
) -> Declared:
    paths = {workflow.path for workflow in own}
    told = (one for one in kept.paths if not one.text.startswith((UNTOLD, "!")))
    written = {workflow.path: (file, *_written(file, workflow.file.text.text)) for workflow in every}
    known = [one for one in told if any(covers(one.text, path) for path in written.get(one.workflow, ()))]
    unsure = [one.place for one in kept.paths if one.text.startswith(UNTOLD) and one.workflow in paths]
    calls = [place for path, place in kept.calls if path in paths]
    return Declared(
        name,
        file,
        next(_mentions(file, own), stated or InFile(path=own[0].path if len(own) == 1 else _FOLDER)),
        stated,
        tuple(one for one in known if one.workflow in paths),
        tuple(one for one in known if one.workflow not in paths),
        (*dict.fromkeys(unsure), *calls),
    )


def _above(path: str) -> Iterator[str]:
    parts = path.split("/")
    return ("/".join(parts[:count]) for count in range(1, len(parts)))


def _written(file: str, text: str) -> Iterator[str]:
    """The paths with folders under which a workflow speaks of a file that is named without one."""
    position = text.find(f"/{file}") if "/" not in file and "*" not in file else -1
    while position >= 0:
        start = position
        while start > 0 and (text[start - 1].isalnum() or text[start - 1] in "._/-"):
            start -= 1
        path = normal(text[start:position])
        yield f"{path}/{file}" if path not in ("", ".") else file
        position = text.find(f"/{file}", position + 1)


def _mentions(file: str, own: Sequence[Workflow]) -> Iterator[InFile]:
    """Where a workflow speaks of it."""
    name = file if "*" in file else file.rpartition("/")[2]
    for workflow in own:
        text = workflow.file.text
        at = text.text.find(name)
        if at >= 0:
            yield text.place(at, at + len(name))
