"""The jobs that have to end before a job that publishes starts, those of called workflows among them."""

from collections.abc import Iterator

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.workflows.gates.found import GateRuns
from relaudit.evidence.workflows.model import Job, Workflow
from relaudit.evidence.workflows.paths.model import ReleasePath
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.read import HERE, Workflows
from relaudit.evidence.workflows.scalars import text_of

_DEPTH = 9


def jobs_before(path: ReleasePath, every: Workflows) -> Iterator[tuple[Workflow, Job]]:
    """Each with its workflow; nearer ones are not told first."""
    for route in path.publication.route.chain:
        for job in route.workflow.before(route.job):
            yield from _with_called(route.workflow, job, every)


def untold_before(path: ReleasePath, every: Workflows, gates: GateRuns) -> Unknown | None:
    """What runs before it that cannot be read: a workflow of another repository, or a task runner that cannot be followed."""
    before = list(jobs_before(path, every))
    for workflow, job in before:
        said = text_of(job.calls) if job.calls is not None else ""
        if job.calls is not None and not said.startswith(HERE) and every.called(job) is None:
            return _untold(workflow.path, place_of(workflow.file, job.calls).line, f"{said} is not read")
    own = path.publication.at
    jobs = {id(job) for _, job in before}
    for at in (*gates.untold, *gates.beyond.untold):
        if id(at.job) in jobs or (at.job is own.job and at.position[0] <= own.position[0]):
            line = at.file.place(at.step.script).line if at.step.script is not None else 0
            return _untold(at.file.text.path, line, "a task runner that cannot be followed")
    return None


def _with_called(
    workflow: Workflow, job: Job, every: Workflows, depth: int = 0
) -> Iterator[tuple[Workflow, Job]]:
    yield workflow, job
    callee = every.called(job)
    for inner in callee.jobs if callee is not None and depth < _DEPTH else ():
        yield from _with_called(callee or workflow, inner, every, depth + 1)


def _untold(path: str, line: int, why: str) -> Unknown:
    return Unknown("Gates", Reason.UNDECIDABLE, detail=f"{path}:{line}: {why}")
