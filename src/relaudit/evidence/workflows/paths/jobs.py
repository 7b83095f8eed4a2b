"""Which steps run when an event comes."""

from collections.abc import Sequence

from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.gates.steps import StepAt
from relaudit.evidence.workflows.paths.found import Evidence
from relaudit.evidence.workflows.paths.occurring import Outcome
from relaudit.evidence.workflows.running.journey import JobRun, journey


class Running:
    """The jobs that run or may run in what an event sets off."""

    def __init__(self, outcomes: Sequence[Outcome], known: Evidence) -> None:
        self._runs: dict[tuple[str, str], list[JobRun]] = {}
        self._started: set[str] = set()
        self._other: set[str] = set()
        for outcome in outcomes:
            self._add(outcome, known)

    def has(self, at: StepAt) -> bool:
        """Whether a step may run; one of a workflow that comes after others may."""
        runs = self._runs.get((at.workflow.path, at.job.id), ())
        if any(run.truth_of(at) is not Truth.NO for run in runs):
            return True
        return at.workflow.path in self._other - self._started

    def has_workflow(self, path: str) -> bool:
        """Whether anything of a workflow may run."""
        return path in self._started or path in self._other

    def _add(self, outcome: Outcome, known: Evidence) -> None:
        for workflow in outcome.workflows:
            trigger = workflow.trigger(outcome.occurrence.event)
            takes = trigger is not None and outcome.occurrence.takes(trigger) is not Truth.NO
            self._other.add(workflow.path)
            for start in outcome.occurrence.starts(trigger) if trigger is not None and takes else ():
                for run in journey(workflow, start, known.workflows):
                    if run.truth is not Truth.NO:
                        key = (run.route.workflow.path, run.route.job.id)
                        self._runs.setdefault(key, []).append(run)
                    self._started.add(run.route.workflow.path)
