"""The workflows of a repository as their parts, and what GitHub refuses of them."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.files import Text, normal
from relaudit.evidence.github.elsewhere import RemoteFiles
from relaudit.evidence.workflows.files import WorkflowFiles
from relaudit.evidence.workflows.grammar.rejection import Rejection
from relaudit.evidence.workflows.grammar.verdict import rejected
from relaudit.evidence.workflows.model import Job, Workflow
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.yaml import Yaml, parse_yaml

HERE = "./"


def nowhere(_: str) -> None:
    """No workflow of another repository is read."""


@record
class Workflows:
    """Every workflow that can be read, sorted by path, and why others cannot; `elsewhere` are those of other repositories, by what calls them."""

    workflows: tuple[Workflow, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    elsewhere: Callable[[str], Workflow | None] = nowhere

    def __len__(self) -> int:
        return len(self.workflows) + len(self.unknowns)

    def at(self, path: str) -> Workflow | None:
        """The workflow of a path."""
        return next((workflow for workflow in self.workflows if workflow.path == path), None)

    def called(self, job: Job) -> Workflow | None:
        """The reusable workflow that a job calls; None where it calls none, or one that is not read.

        What a workflow of another repository calls by a path is of that repository, at the same revision.
        """
        said = text_of(job.calls) if job.calls is not None else ""
        if not said.startswith(HERE):
            return self.elsewhere(said) if said else None
        repository, _, ref = job.home.partition("@")
        return self.elsewhere(f"{repository}/{normal(said)}@{ref}") if job.home else self.at(normal(said))

    def called_elsewhere(self) -> Sequence[Workflow]:
        """The workflows of other repositories that these call, themselves or by way of others, each once."""
        found: dict[str, Workflow] = {}
        pending = list(self.workflows)
        while pending:
            for job in pending.pop().jobs:
                callee = self.called(job)
                if callee is not None and callee.home and callee.path not in found:
                    found[callee.path] = callee
                    pending.append(callee)
        return tuple(found.values())


@record
class Refused:
    """Why GitHub takes some workflows not at all, by their paths: nothing of them ever starts."""

    by_path: Mapping[str, Sequence[Rejection]]


@evidence()
def workflows(files: WorkflowFiles, remote: RemoteFiles | Unknown) -> Workflows:
    """Each file read once, those of other repositories when they are asked for."""

    @cache
    def elsewhere(uses: str) -> Workflow | None:
        text = remote.of(uses) if isinstance(remote, RemoteFiles) else remote
        file = parse_yaml(text) if isinstance(text, Text) else text
        repository = "/".join(uses.split("/")[:2])
        return Workflow(file, f"{repository}@{uses.rpartition('@')[2]}") if isinstance(file, Yaml) else None

    return Workflows(tuple(map(Workflow, files.files)), files.unknowns, elsewhere)


@evidence()
def refused(found: Workflows) -> Refused:
    """Every file is held against GitHub's grammar."""
    reasons = {workflow.path: rejected(workflow) for workflow in found.workflows}
    return Refused({path: why for path, why in reasons.items() if why})
