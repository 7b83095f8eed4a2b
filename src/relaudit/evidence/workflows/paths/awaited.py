"""The gates of the run that a `workflow_run` waits for, where its success is asked for."""

from collections.abc import Iterator

from relaudit.core.record import replace
from relaudit.evidence.workflows.events import Start, starts, with_facts
from relaudit.evidence.workflows.expressions.values import Known, Object, Truth, Value
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.paths.gates import GatesByJob, common
from relaudit.evidence.workflows.paths.model import PathGate
from relaudit.evidence.workflows.publishing.model import Publication
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.running.course import both
from relaudit.evidence.workflows.running.journey import JobRun, journey
from relaudit.evidence.workflows.scalars import text_of

_EVENT, _CALLED = "workflow_run", "workflow_call"
_LOST = tuple(
    Known(Object((("conclusion", Known(said)),), is_open=True)) for said in ("failure", "cancelled")
)


def awaited_gates(
    start: Start, run: JobRun, publication: Publication, every: Workflows, gates: GatesByJob
) -> Iterator[PathGate]:
    """Named by the file and the job; those that run in every run of the awaited workflow."""
    if start.event != _EVENT or not _asks_success(start, run, publication, every):
        return
    trigger = run.route.start.trigger(_EVENT)
    names = {text_of(entry) for entry in trigger.patterns("workflows")} if trigger is not None else set()
    awaited = [one for one in every.workflows if names & {one.text("name"), one.path}]
    if len(awaited) == len(names) == 1:  # of several each starts a run of its own, that waits for no other
        yield from _of(awaited[0], every, gates)


def _asks_success(start: Start, run: JobRun, publication: Publication, every: Workflows) -> bool:
    """Whether the job or the step does not run when the awaited run has failed or was cancelled."""
    return not any(_runs_after(conclusion, start, run, publication, every) for conclusion in _LOST)


def _runs_after(
    conclusion: Value, start: Start, run: JobRun, publication: Publication, every: Workflows
) -> bool:
    lost = replace(start, run=with_facts(start.run, event=[("workflow_run", conclusion)]))
    again = next(
        (one for one in journey(run.route.start, lost, every) if one.route.name == run.route.name), None
    )
    return again is not None and both(again.truth, again.truth_of(publication.at)) is not Truth.NO


def _of(workflow: Workflow, every: Workflows, gates: GatesByJob) -> Iterator[PathGate]:
    """Those that run whatever event the awaited workflow was started by."""
    name = workflow.path.rpartition("/")[2]
    starting = [
        start for trigger in workflow.triggers for start in starts(trigger) if trigger.event != _CALLED
    ]
    found = [
        [one for run in journey(workflow, start, every) if _is_certain(run) for one in gates.all_of(run)]
        for start in starting
    ]
    yield from (replace(one, job=f"{name}/{one.job}") for one in common(found))


def _is_certain(run: JobRun) -> bool:
    return run.truth is Truth.YES
