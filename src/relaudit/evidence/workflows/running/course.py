"""Which jobs of one workflow run: by their conditions, and by what became of the jobs that they need."""

from collections.abc import Callable, Mapping, Sequence

from relaudit.core.record import NOTHING
from relaudit.evidence.workflows.conditions import Condition, is_text
from relaudit.evidence.workflows.embedded import OPEN
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

SKIPPED, FAILURE, SUCCESS, CANCELLED = "skipped", "failure", "success", "cancelled"
_ALL_GREEN = "re-actors/alls-green"
Contexts = Mapping[str, Value]
_KNOWN: Mapping[Truth, Value] = {
    Truth.YES: Known(data=True),
    Truth.NO: Known(data=False),
    Truth.MAYBE: UNDECIDED,
}


class Course:
    """One run of a workflow in which nothing fails and nothing is cancelled, but for jobs whose result is `lost`: failure, cancelled or skipped."""

    def __init__(self, workflow: Workflow, contexts: Contexts, lost: Mapping[str, str] = NOTHING) -> None:
        self.workflow = workflow
        self.contexts = contexts
        self._lost = lost
        self._known: dict[str, Truth] = {}
        self._losing: dict[tuple[str, str], Course] = {}

    def losing(self, job: Job, result: str) -> "Course":
        """The same run, in which a job fails, is cancelled or skipped."""
        key = (job.id, result)
        if key not in self._losing:
            self._losing[key] = Course(self.workflow, self.contexts, {**self._lost, job.id: result})
        return self._losing[key]

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
        """Of a job that fails unless what it needs has succeeded, but for what it lets off; empty where that is not written out."""
        failures, skips = (_let_off(job, name) for name in ("allowed-failures", "allowed-skips"))
        results = {one.id.lower(): self.result(one) for one in self.workflow.needed(job)}
        if failures is None or skips is None:
            return ""
        bad = [
            name
            for name, result in results.items()
            if result in (FAILURE, CANCELLED) and name not in failures
        ]
        idle = [name for name, result in results.items() if result == SKIPPED and name not in skips]
        if bad or idle:
            return FAILURE
        return SUCCESS if all(results.values()) else ""

    def _truth(self, job: Job) -> Truth:
        if self._lost.get(job.id) == SKIPPED:
            return Truth.NO
        results = [self.result(one) for one in self.workflow.before(job)]
        success = _success(results)
        if job.condition is None:
            return success
        condition = Condition(self.workflow, job, None, job.condition)
        contexts = self.contexts
        if any(context.name == "needs" for context in condition.asked.contexts):
            needs = Object((one.id, self._as_need(one)) for one in self.workflow.needed(job))
            contexts = {**contexts, "needs": Known(needs)}
        return truth_of(
            condition,
            contexts,
            success,
            failed=FAILURE in results,
            cancelled=CANCELLED in self._lost.values(),
        )

    def _as_need(self, job: Job) -> Value:
        result = self.result(job)
        outputs = Known(Object((), is_open=True))
        return Known(Object((("result", Known(result) if result else UNDECIDED), ("outputs", outputs))))


def truth_of(
    condition: Condition, contexts: Contexts, success: Truth, *, failed: bool, cancelled: bool = False
) -> Truth:
    """Whether a condition holds, given what `success()` says; one that asks for no status asks for success as well."""
    tree = condition.asked.tree
    if not isinstance(tree, Node):
        return success if is_text(condition) else Truth.MAYBE
    try:
        truth = evaluated(
            tree, Surroundings(contexts, _status(success, failed=failed, cancelled=cancelled))
        ).truth
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


def _asks_for_all(job: Job) -> bool:
    return any(step.action == _ALL_GREEN and step.condition is None for step in job.steps)


def _let_off(job: Job, name: str) -> frozenset[str] | None:
    """The jobs that such a job lets fail, or be skipped; None where the run says."""
    said = next((step.part("with").text(name) for step in job.steps if step.action == _ALL_GREEN), "")
    return None if OPEN in said else frozenset(said.lower().replace(",", " ").split())


def _success(results: Sequence[str]) -> Truth:
    if not {SKIPPED, FAILURE, CANCELLED}.isdisjoint(results):
        return Truth.NO
    return Truth.YES if all(results) else Truth.MAYBE


def _status(success: Truth, *, failed: bool, cancelled: bool) -> Mapping[str, Callable[[Arguments], Value]]:
    return {
        "always": lambda _: Known(data=True),
        "success": lambda _: _KNOWN[success],
        "failure": lambda _: Known(failed),
        "cancelled": lambda _: Known(cancelled),
    }
