"""What the pipelines of one step would get out of the files that they read."""

from collections.abc import Callable, Iterator

from relaudit.core.places import InFile
from relaudit.evidence.declared import Computed, VersionFile, reads, version_in
from relaudit.evidence.files import Text, Tree, normal
from relaudit.evidence.workflows.extraction.limits import INPUT, UndecidedError
from relaudit.evidence.workflows.extraction.meant import (
    asks_for_version,
    is_alone,
    is_of_project,
    is_rewritten,
    is_taken_as_is,
)
from relaudit.evidence.workflows.extraction.model import Extraction
from relaudit.evidence.workflows.extraction.pipelines import Kept, kept
from relaudit.evidence.workflows.extraction.run import files_of, output
from relaudit.evidence.workflows.gates.steps import StepAt, inputs_of
from relaudit.evidence.workflows.places import place_of

_OTHERS = ("dockerfile", ".lock")  # they hold the versions of others as well
_CHECKOUT = "actions/checkout"


def extractions_in(at: StepAt, tree: Tree) -> Iterator[Extraction]:
    """Those of one step, in a job that checks the repository out where scripts run."""
    run, folder = at.step.script, at.folder
    if run is None or folder is None or not _is_checked_out(at):
        return
    for one in kept(run.value, at.shell):
        if is_of_project(one.name) and is_alone(at, one):
            yield from _read(at, one, folder, tree)


def _is_checked_out(at: StepAt) -> bool:
    """Whether what is checked out is this repository, where scripts run."""
    steps = [step for step in at.job.steps if step.action == _CHECKOUT]
    return bool(steps) and not any(
        inputs_of(step).value("path") or inputs_of(step).value("repository") for step in steps
    )


def _read(at: StepAt, one: Kept, folder: str, tree: Tree) -> Iterator[Extraction]:
    def text_of(path: str) -> Text | None:
        inside = normal(f"{folder}{path}") if not path.startswith(("/", "~")) else ""
        found = tree.read(inside) if inside and inside != "." else None
        return found if isinstance(found, Text) else None

    named = files_of(one.stages, lambda path: text_of(path) is not None)
    text = text_of(named[0]) if len(named) == 1 else None
    if text is None or not asks_for_version(one, named[0]) or is_rewritten(at, one, named[0]):
        return
    declared = version_in(text) if reads(text.path) and not text.path.lower().endswith(_OTHERS) else None
    said = output(one.stages, _reading(text_of))
    is_told = said is not None and (bool(said) or not one.has_fallback)
    if isinstance(declared, VersionFile) and is_told:
        yield Extraction(at, one.name, *_shown(at, one), text, said or "", declared, is_taken_as_is(at, one))
    elif isinstance(declared, Computed) and is_told and not said:
        yield Extraction(at, one.name, *_shown(at, one), text, "", None, is_final=True)


def _reading(text_of: Callable[[str], Text | None]) -> Callable[[str], str]:
    def read(path: str) -> str:
        text = text_of(path)
        if text is None or len(text.text) > INPUT:
            raise UndecidedError
        return text.text

    return read


def _shown(at: StepAt, one: Kept) -> tuple[str, InFile]:
    run = at.step.script
    start, end = one.span
    source = run.value[start + 2 : end - 1].strip() if run is not None else ""
    return " ".join(source.split()), place_of(
        at.file, run, start, end
    ) if run is not None else at.file.text.whole()
