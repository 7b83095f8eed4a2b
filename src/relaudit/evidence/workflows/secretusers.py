"""Which workflows use a secret: themselves, as a parameter, or by handing all of theirs to a workflow that does."""

from collections.abc import Iterator, Mapping, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.record import record
from relaudit.evidence.workflows.model import Job, Workflow
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.workflows.secrets import SecretUses

_HANDED = "hands on every secret"


@record
class SecretUsers:
    """The paths of the workflows that use a secret, by its name in upper case.

    `doubts` are, by path, what may use any secret without naming it: a workflow of another repository that gets all of them, a name that is
    chosen in the run; under an empty path what could not be read.
    """

    by_name: Mapping[str, frozenset[str]]
    doubts: Mapping[str, str]

    def of(self, name: str) -> frozenset[str]:
        """The workflows that use it, which is compared without case."""
        return self.by_name.get(name.upper(), frozenset())


@evidence()
def secret_users(workflows: Workflows, uses: SecretUses) -> SecretUsers:
    """Of the workflows that can be read."""
    found: dict[str, set[str]] = {}
    for use in uses.uses:
        found.setdefault(use.name.upper(), set()).add(use.workflow)
    for workflow in workflows.workflows:
        for name in _declared(workflow):
            found.setdefault(name.upper(), set()).add(workflow.path)
    handing = list(_handing(workflows))
    for paths in found.values():
        _spread(paths, [(caller, callee) for caller, _, callee in handing if callee])
    doubts = dict(_doubts(uses, workflows))
    doubts |= {
        caller: f"job {job.id} of {caller} hands every secret to {_called(job)}"
        for caller, job, callee in handing
        if not callee
    }
    return SecretUsers({name: frozenset(paths) for name, paths in found.items()}, doubts)


def _declared(workflow: Workflow) -> Iterator[str]:
    """The parameters of a workflow that others call."""
    trigger = workflow.trigger("workflow_call")
    for key, _ in trigger.part("secrets").entries() if trigger is not None else ():
        yield text_of(key)


def _handing(workflows: Workflows) -> Iterator[tuple[str, Job, str]]:
    """The jobs that hand on all secrets, and the path of the workflow that gets them; empty for one of another repository."""
    for workflow in workflows.workflows:
        for job in workflow.jobs:
            handed = job.scalar("secrets")
            if handed is not None and handed.value == "inherit":
                callee = workflows.called(job)
                yield workflow.path, job, callee.path if callee is not None and not callee.home else ""


def _spread(paths: set[str], handing: Sequence[tuple[str, str]]) -> None:
    """Who hands a secret to one that uses it uses it as well."""
    while True:
        more = {caller for caller, callee in handing if callee in paths} - paths
        if not more:
            return
        paths |= more


def _doubts(uses: SecretUses, workflows: Workflows) -> Iterator[tuple[str, str]]:
    known = [workflow.path for workflow in workflows.workflows]
    for unknown in uses.unknowns:
        if _HANDED not in unknown.detail:
            yield next((path for path in known if f"{path}:" in unknown.detail), ""), unknown.detail


def _called(job: Job) -> str:
    return text_of(job.calls) if job.calls is not None else "nobody"
