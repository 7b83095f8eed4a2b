"""One run from its event on: every job that may run in it, those of called workflows among them."""

from collections.abc import Iterator

from relaudit.core.record import record
from relaudit.evidence.files import normal
from relaudit.evidence.workflows.conditions import Condition
from relaudit.evidence.workflows.events import Start
from relaudit.evidence.workflows.expressions.syntax import Context, Node, every
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.gates.steps import HERE, StepAt
from relaudit.evidence.workflows.model import Job, Workflow
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.reported import known_combinations
from relaudit.evidence.workflows.running.contexts import called, of_step
from relaudit.evidence.workflows.running.course import (
    FAILURE,
    SKIPPED,
    Contexts,
    Course,
    ancestors,
    both,
    truth_of,
)
from relaudit.evidence.workflows.running.route import Route
from relaudit.evidence.workflows.scalars import text_of

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

    def stops(self, other: "JobRun") -> bool:
        """Whether a failure of this job keeps the other from running, and the other never runs without it."""
        for mine, its in zip(_levels(self), _levels(other), strict=False):
            if mine.route.job is not its.route.job:
                return _stops(mine, its)
        return False


def journey(workflow: Workflow, start: Start, every: Workflows) -> Iterator[JobRun]:
    """Every job of the workflow, and those of the workflows that jobs call which may run."""
    yield from _jobs(Course(workflow, start.run), every, None)


def callee_of(job: Job, every: Workflows) -> Workflow | None:
    """The workflow of this repository that a job calls; None where it calls none, or one from elsewhere."""
    said = text_of(job.calls) if job.calls is not None else ""
    return every.at(normal(said)) if said.startswith(HERE) else None


def _jobs(course: Course, every: Workflows, outer: JobRun | None) -> Iterator[JobRun]:
    by = outer.route if outer is not None else None
    for job in course.workflow.jobs:
        truth = course.runs(job) if outer is None else both(outer.truth, course.runs(job))
        run = JobRun(Route(course.workflow, job, by), truth, course, outer)
        yield run
        callee = callee_of(job, every) if truth is not Truth.NO else None
        if callee is not None and len(run.route.chain) <= _DEPTH:
            yield from _jobs(Course(callee, called(job, callee, course.contexts)), every, run)


def _levels(run: JobRun) -> tuple[JobRun, ...]:
    return (*_levels(run.outer), run) if run.outer is not None else (run,)


def _stops(gate: JobRun, other: JobRun) -> bool:
    """For two jobs of one run of a workflow."""
    course, job, its = gate.course, gate.route.job, other.route.job
    if not any(one is job for one in ancestors(course.workflow, its)):
        return False
    if its.condition is None:  # it asks for the success of all that come before
        return True
    if course.losing(job, FAILURE).runs(its) is not Truth.NO:
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
        return truth_of(condition, inner, success, has_failed=has_failed)
    truths = [
        truth_of(condition, {**inner, "matrix": matrix}, success, has_failed=has_failed)
        for matrix in known_combinations(at.job)
    ]
    if Truth.YES in truths:
        return Truth.YES
    return Truth.NO if truths and set(truths) == {Truth.NO} else Truth.MAYBE


def _asks_matrix(condition: Condition) -> bool:
    tree = condition.asked.tree
    return isinstance(tree, Node) and any(
        isinstance(node, Context) and node.name == "matrix" for node in every(tree)
    )
