"""The gates of the run that a `workflow_run` waits for, where its success is asked for."""

from collections.abc import Iterator

from relaudit.core.record import replace
from relaudit.evidence.workflows.events import Start, starts, with_facts
from relaudit.evidence.workflows.expressions.values import Known, Object, Truth
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.paths.gates import GatesByJob
from relaudit.evidence.workflows.paths.model import PathGate
from relaudit.evidence.workflows.publishing.model import Publication
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.running.course import both
from relaudit.evidence.workflows.running.journey import JobRun, journey
from relaudit.evidence.workflows.scalars import text_of

_EVENT = "workflow_run"
_FAILED = Known(Object((("conclusion", Known("failure")),), is_open=True))


def awaited_gates(
    start: Start, run: JobRun, publication: Publication, every: Workflows, gates: GatesByJob
) -> Iterator[PathGate]:
    """Named by the file and the job; those that run in every run of the awaited workflow."""
    if start.event != _EVENT or not _asks_success(start, run, publication, every):
        return
    trigger = run.route.start.trigger(_EVENT)
    names = {text_of(entry) for entry in trigger.patterns("workflows")} if trigger is not None else set()
    for workflow in every.workflows:
        if names & {workflow.text("name"), workflow.path}:
            yield from _of(workflow, every, gates)


def _asks_success(start: Start, run: JobRun, publication: Publication, every: Workflows) -> bool:
    """Whether the job or the step does not run when the awaited run has failed."""
    failed = replace(start, run=with_facts(start.run, event=[("workflow_run", _FAILED)]))
    again = next(
        (one for one in journey(run.route.start, failed, every) if one.route.name == run.route.name), None
    )
    return again is None or both(again.truth, again.truth_of(publication.at)) is Truth.NO


def _of(workflow: Workflow, every: Workflows, gates: GatesByJob) -> Iterator[PathGate]:
    """The first start of the awaited workflow stands for all: its gates are those that it runs for any event."""
    first = next((start for trigger in workflow.triggers for start in starts(trigger)), None)
    for run in journey(workflow, first, every) if first is not None else ():
        if run.truth is Truth.YES:
            name = workflow.path.rpartition("/")[2]
            yield from (replace(one, job=f"{name}/{one.job}") for one in gates.all_of(run))
