"""The scripts of workflows that read the version out of a file, and what they would get."""

from collections.abc import Iterator

from relaudit.core.dossier import evidence
from relaudit.evidence.files import Tree
from relaudit.evidence.kept import Kept
from relaudit.evidence.workflows.extraction.model import Extraction, Extractions
from relaudit.evidence.workflows.gates.steps import StepAt, WorkflowSteps
from relaudit.evidence.workflows.read import Workflows


@evidence()
def extractions(workflows: Workflows, steps: WorkflowSteps, tree: Tree) -> Extractions:
    """Nothing is run: the programs that people use for it are known well enough."""
    files = Kept(tree)
    found: dict[tuple[str, int], Extraction] = {}
    for at in steps.every:
        for one in _of_step(at, files):
            found.setdefault((one.place.path, one.place.line), one)
    return Extractions(tuple(found.values()), workflows.unknowns)


def _of_step(at: StepAt, tree: Tree) -> Iterator[Extraction]:
    """Most scripts take nothing out of anything."""
    if at.step.script is not None and "$(" in at.step.script.value:
        from relaudit.evidence.workflows.extraction.told import extractions_in

        yield from extractions_in(at, tree)
