"""Which jobs of one workflow run: by their conditions, and by what became of the jobs that they need."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from relaudit.core.record import NOTHING
from relaudit.evidence.workflows.conditions import Condition, is_text
from relaudit.evidence.workflows.expressions.evaluate import Surroundings, evaluated
from relaudit.evidence.workflows.expressions.functions import Arguments, Failed
from relaudit.evidence.workflows.expressions.syntax import Node
from relaudit.evidence.workflows.expressions.values import (
    UNDECIDED,
    Known,
    Object,
    Truth,
    Value,
)
from relaudit.evidence.workflows.model import Job, Workflow
from relaudit.evidence.workflows.scalars import text_of

SKIPPED, FAILURE, SUCCESS = "skipped", "failure", "success"
_ALL_GREEN = "re-actors/alls-green"
Contexts = Mapping[str, Value]
_KNOWN: Mapping[Truth, Value] = {
    Truth.YES: Known(data=True),
    Truth.NO: Known(data=False),
    Truth.MAYBE: UNDECIDED,
}


class Course:
    """One run of a workflow in which nothing fails and nothing is cancelled, but for jobs whose result is `lost`: failure or skipped."""

    def __init__(self, workflow: Workflow, contexts: Contexts, lost: Mapping[str, str] = NOTHING) -> None:
        self.workflow = workflow
        self.contexts = contexts
        self._lost = lost
        self._known: dict[str, Truth] = {}

    def losing(self, job: Job, result: str) -> "Course":
        """The same run, in which a job fails or is skipped."""
        return Course(self.workflow, self.contexts, {**self._lost, job.id: result})

    def runs(self, job: Job) -> Truth:
        """Whether a job runs."""
        if job.id not in self._known:
            self._known[job.id] = (
                Truth.MAYBE
            )  # as long as it is asked for: jobs that need each other never run
            self._known[job.id] = self._truth(job)
        return self._known[job.id]

    def result(self, job: Job) -> str:
        """What `needs.JOB.result` says; empty when that cannot be told."""
        truth = self.runs(job)
        if truth is Truth.NO:
            return SKIPPED
        lost = self._lost.get(job.id)
        if lost is None and _asks_for_all(job):
            return self._of_all(job)
        return lost or (SUCCESS if truth is Truth.YES else "")

    def _of_all(self, job: Job) -> str:
        """Of a job that fails unless all that it needs have succeeded."""
        results = [self.result(one) for one in needed(self.workflow, job)]
        if FAILURE in results or (SKIPPED in results and not _allows_skips(job)):
            return FAILURE
        return SUCCESS if all(results) else ""

    def _truth(self, job: Job) -> Truth:
        if self._lost.get(job.id) == SKIPPED:
            return Truth.NO
        results = [self.result(one) for one in ancestors(self.workflow, job)]
        success = _success(results)
        if job.condition is None:
            return success
        condition = Condition(self.workflow, job, None, job.condition)
        needs = Object((one.id, self._as_need(one)) for one in needed(self.workflow, job))
        contexts = {**self.contexts, "needs": Known(needs)}
        return truth_of(condition, contexts, success, has_failed=FAILURE in results)

    def _as_need(self, job: Job) -> Value:
        result = self.result(job)
        outputs = Known(Object((), is_open=True))
        return Known(Object((("result", Known(result) if result else UNDECIDED), ("outputs", outputs))))


def truth_of(condition: Condition, contexts: Contexts, success: Truth, *, has_failed: bool) -> Truth:
    """Whether a condition holds, given what `success()` says; one that asks for no status asks for success as well."""
    tree = condition.asked.tree
    if not isinstance(tree, Node):
        return success if is_text(condition) else Truth.MAYBE
    try:
        truth = evaluated(tree, Surroundings(contexts, _status(success, has_failed=has_failed))).truth
    except Failed:
        return Truth.MAYBE
    return truth if condition.asked.is_of_status else both(success, truth)


def both(one: Truth, other: Truth) -> Truth:
    """Whether two things hold."""
    if Truth.NO in (one, other):
        return Truth.NO
    return Truth.YES if one is other is Truth.YES else Truth.MAYBE


def merged(truths: Sequence[Truth]) -> Truth:
    """What is common to all runs of a kind."""
    return truths[0] if truths and len(set(truths)) == 1 else Truth.MAYBE


def needed(workflow: Workflow, job: Job) -> Iterator[Job]:
    """The jobs that a job waits for itself."""
    return (one for need in job.needs if (one := workflow.job(text_of(need))) is not None)


def ancestors(workflow: Workflow, job: Job) -> Sequence[Job]:
    """Every job that a job waits for, by way of others too: `success()` asks for all of them."""
    found: dict[str, Job] = {}
    pending = list(needed(workflow, job))
    while pending:
        one = pending.pop()
        if one.id not in found:
            found[one.id] = one
            pending += needed(workflow, one)
    return tuple(found.values())


def _asks_for_all(job: Job) -> bool:
    return any(step.action == _ALL_GREEN for step in job.steps)


def _allows_skips(job: Job) -> bool:
    return any(
        step.action == _ALL_GREEN and step.part("with").value("allowed-skips") is not None
        for step in job.steps
    )


def _success(results: Sequence[str]) -> Truth:
    if SKIPPED in results or FAILURE in results:
        return Truth.NO
    return Truth.YES if all(results) else Truth.MAYBE


def _status(success: Truth, *, has_failed: bool) -> Mapping[str, Callable[[Arguments], Value]]:
    return {
        "always": lambda _: Known(data=True),
        "success": lambda _: _KNOWN[success],
        "failure": lambda _: Known(has_failed),
        "cancelled": lambda _: Known(data=False),
    }
