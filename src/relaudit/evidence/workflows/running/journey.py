"""One run from its event on: every job that may run in it, those of called workflows among them."""

from collections.abc import Iterator
from itertools import islice

from relaudit.core.record import record
from relaudit.evidence.workflows.conditions import Condition
from relaudit.evidence.workflows.events import Start
from relaudit.evidence.workflows.expressions.syntax import Context, Node, every
from relaudit.evidence.workflows.expressions.values import Truth, Value
from relaudit.evidence.workflows.gates.steps import StepAt
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.reported import known_combinations
from relaudit.evidence.workflows.running.contexts import called, of_step
from relaudit.evidence.workflows.running.course import (
    CANCELLED,
    FAILURE,
    SKIPPED,
    Contexts,
    Course,
    both,
    truth_of,
)
from relaudit.evidence.workflows.running.route import Route

_MOST = 1_000
_DEPTH = 9  # workflows that call workflows: GitHub takes ten in all


@record
class JobRun:
    """A job in a run: whether it runs, and the run of its workflow; `outer` is that of the job that calls the workflow."""

    route: Route
    truth: Truth
    course: Course
    outer: "JobRun | None" = None

    @property
    def contexts(self) -> Contexts:
        """What its expressions are about."""
        return self.course.contexts

    def truth_of(self, at: StepAt, *, has_failed: bool = False) -> Truth:
        """Whether a step of the job runs, given that the job does; with `has_failed`, that a step before it failed."""
        truth = _truth_of(at, self.contexts, has_failed=has_failed)
        return truth if at.within is None else both(self.truth_of(at.within, has_failed=has_failed), truth)

    def covers(self, at: StepAt, other: StepAt) -> bool:
        """Whether one step runs for every combination of the matrix for which another may."""
        matrices = known_combinations(self.route.job)
        if not (_is_of_matrix(at) and matrices):
            return self.truth_of(at) is Truth.YES
        return all(
            self._in_matrix(at, matrix) is Truth.YES or self._in_matrix(other, matrix) is Truth.NO
            for matrix in matrices
        )

    def _in_matrix(self, at: StepAt, matrix: Value) -> Truth:
        contexts = {**self.contexts, "matrix": matrix}
        own = _in_contexts(at, contexts)
        return own if at.within is None else both(self._in_matrix(at.within, matrix), own)

    def stops(self, other: "JobRun") -> bool:
        """Whether a failure of this job keeps the other from running, and the other never runs without it."""
        levels = self.levels
        for place, (mine, its) in enumerate(zip(levels, other.levels, strict=False), 1):
            if mine.route.job is not its.route.job:
                always = all(one.course.runs(one.route.job) is Truth.YES for one in levels[place:])
                return always and _stops(mine, its)
        return False

    @property
    def levels(self) -> "tuple[JobRun, ...]":
        """The jobs whose workflows this one is called by, the outermost first, itself last."""
        return (*self.outer.levels, self) if self.outer is not None else (self,)


def journey(workflow: Workflow, start: Start, every: Workflows) -> Iterator[JobRun]:
    """Every job of the workflow, and those of the workflows that jobs call which may run; there is an end to how many."""
    yield from islice(_jobs(Course(workflow, start.run), every, None), _MOST)


def _jobs(course: Course, every: Workflows, outer: JobRun | None) -> Iterator[JobRun]:
    by = outer.route if outer is not None else None
    for job in course.workflow.jobs:
        truth = course.runs(job) if outer is None else both(outer.truth, course.runs(job))
        run = JobRun(Route(course.workflow, job, by), truth, course, outer)
        yield run
        callee = every.called(job) if truth is not Truth.NO else None
        chain = [one.workflow for one in run.route.chain]
        if callee is not None and callee not in chain and len(chain) <= _DEPTH:
            yield from _jobs(Course(callee, called(job, callee, course.contexts)), every, run)


def _stops(gate: JobRun, other: JobRun) -> bool:
    """For two jobs of one run of a workflow."""
    course, job, its = gate.course, gate.route.job, other.route.job
    if not any(one is job for one in course.workflow.before(its)):
        return False
    if its.condition is None or not Condition(course.workflow, its, None, its.condition).asked.is_of_status:
        return True  # it asks for the success of all that come before
    if any(course.losing(job, result).runs(its) is not Truth.NO for result in (FAILURE, CANCELLED)):
        return False
    return course.runs(job) is Truth.YES or course.losing(job, SKIPPED).runs(its) is Truth.NO


def _truth_of(at: StepAt, contexts: Contexts, *, has_failed: bool) -> Truth:
    """What is known of a matrix counts: a step that runs for one of its combinations runs."""
    success = Truth.NO if has_failed else Truth.YES
    if at.step.condition is None:
        return success
    condition = Condition(at.workflow, at.job, at.step, at.step.condition)
    inner = of_step(at, contexts)
    if not _asks_matrix(condition):
        return truth_of(condition, inner, success, failed=has_failed)
    truths = [
        truth_of(condition, {**inner, "matrix": matrix}, success, failed=has_failed)
        for matrix in known_combinations(at.job)
    ]
    if Truth.YES in truths:
        return Truth.YES
    return Truth.NO if truths and set(truths) == {Truth.NO} else Truth.MAYBE


def _in_contexts(at: StepAt, contexts: Contexts) -> Truth:
    if at.step.condition is None:
        return Truth.YES
    condition = Condition(at.workflow, at.job, at.step, at.step.condition)
    inner = {**of_step(at, contexts), "matrix": contexts["matrix"]}
    return truth_of(condition, inner, Truth.YES, failed=False)


def _is_of_matrix(at: StepAt) -> bool:
    own = at.step.condition is not None and _asks_matrix(
        Condition(at.workflow, at.job, at.step, at.step.condition)
    )
    return own or (at.within is not None and _is_of_matrix(at.within))


def _asks_matrix(condition: Condition) -> bool:
    tree = condition.asked.tree
    return isinstance(tree, Node) and any(
        isinstance(node, Context) and node.name == "matrix" for node in every(tree)
    )
