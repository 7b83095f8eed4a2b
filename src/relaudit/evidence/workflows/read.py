"""The workflows of a repository as their parts, and what GitHub refuses of them."""

from collections.abc import Mapping, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.workflows.files import WorkflowFiles
from relaudit.evidence.workflows.grammar.rejection import Rejection
from relaudit.evidence.workflows.grammar.verdict import rejected
from relaudit.evidence.workflows.model import Workflow


@record
class Workflows:
    """Every workflow that can be read, sorted by path, and why others cannot."""

    workflows: tuple[Workflow, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.workflows) + len(self.unknowns)

    def at(self, path: str) -> Workflow | None:
        """The workflow of a path."""
        return next((workflow for workflow in self.workflows if workflow.path == path), None)


@record
class Refused:
    """Why GitHub takes some workflows not at all, by their paths: nothing of them ever starts."""

    by_path: Mapping[str, Sequence[Rejection]]


@evidence()
def workflows(files: WorkflowFiles) -> Workflows:
    """Each file read once."""
    return Workflows(tuple(map(Workflow, files.files)), files.unknowns)


@evidence()
def refused(found: Workflows) -> Refused:
    """Every file is held against GitHub's grammar."""
    reasons = {workflow.path: rejected(workflow) for workflow in found.workflows}
    return Refused({path: why for path, why in reasons.items() if why})
