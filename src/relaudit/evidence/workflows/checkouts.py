"""The checkouts that distributions are built from, where their version is taken from tags."""

from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import record, replace
from relaudit.core.regex import regex
from relaudit.evidence.project import Project
from relaudit.evidence.workflows.conditions import Condition
from relaudit.evidence.workflows.embedded import OPEN
from relaudit.evidence.workflows.events import Run, runs
from relaudit.evidence.workflows.expressions.evaluate import Surroundings, evaluated
from relaudit.evidence.workflows.expressions.parser import parsed
from relaudit.evidence.workflows.expressions.syntax import Node
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.gates.found import GateRun, GateRuns
from relaudit.evidence.workflows.gates.steps import StepAt, inputs_of
from relaudit.evidence.workflows.model import Job, Step, Workflow
from relaudit.evidence.workflows.outcomes import truth_in
from relaudit.evidence.workflows.publishing.uses import PublishUses
from relaudit.evidence.workflows.scalars import text_of

_INSPECTING = "hynek/build-and-inspect-python-package"
_BUILDERS = frozenset((
    "build", "uv build", "hatch build", "pdm build", "pyproject-build", "setup.py sdist", "setup.py bdist_wheel", "pip wheel", "cibuildwheel",
    "pypa/cibuildwheel", _INSPECTING,
))  # fmt: skip
_KEEPING = ("actions/upload-artifact", "actions/cache", "actions/cache/save")
_DISTRIBUTIONS = ("dist", "wheel", "whl", "tar.gz")
_FETCHES = regex(r"\bgit\b[^\n;&|]*\b(?:fetch|pull|clone|remote\s+update)\b", needs=("git",))
_PRETENDED = "_PRETEND_VERSION"
_IS_TAG = "startsWith(github.ref, 'refs/tags/')"
_CALLED = "workflow_call"


@record
class Checkout:
    """A checkout that a distribution is built from and then uploaded.

    `event` starts a run in which no tag is there to take the version from; it is empty where every run has its tag.
    """

    workflow: Workflow
    job: Job
    step: Step
    event: str = ""


@record
class Checkouts:
    """Every such checkout once, and what cannot be told."""

    checkouts: tuple[Checkout, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.checkouts) + len(self.unknowns)


@evidence()
def checkouts(project: Project, uses: PublishUses, gates: GateRuns) -> Checkouts | Unknown:
    """Where setuptools-scm or hatch-vcs takes the version from tags."""
    if not project.version_is_tagged:
        return Unknown("Checkouts", Reason.INAPPLICABLE, detail="the version is not taken from tags")
    uploads = _uploads(uses)
    found: dict[int, Checkout | Unknown] = {}
    for upload in uploads:
        builds = list(_builds(upload, gates.runs))
        if not builds:
            found[id(upload.step)] = _untold(
                upload, upload.step, "what is uploaded is built where it cannot be seen"
            )
        for build in builds:
            step = _checkout_before(build)
            if step is not None and not _is_shallow_in(found.get(id(step))):
                found[id(step)] = _judged(upload, build, step)
    told = tuple(one for one in found.values() if isinstance(one, Checkout))
    unknowns = tuple(one for one in found.values() if isinstance(one, Unknown))
    return Checkouts(told, (*uses.unknowns, *(() if uploads else uses.untold), *unknowns))


def _uploads(uses: PublishUses) -> Sequence[StepAt]:
    """The steps that upload to an index of Python packages, each once."""
    return tuple({id(use.at.step): use.at for use in uses.uses if use.publisher.target == "pypi"}.values())


def _is_shallow_in(known: Checkout | Unknown | None) -> bool:
    return isinstance(known, Checkout) and bool(known.event)


def _builds(upload: StepAt, every: Sequence[GateRun]) -> Iterator[GateRun]:
    """The builds in the job that uploads, and in those that it waits for and that keep what they build."""
    leading = {job.id for job in _leading(upload.workflow, upload.job) if job is upload.job or _keeps(job)}
    return (
        gate
        for gate in every
        if gate.name in _BUILDERS and gate.workflow is upload.workflow and gate.job.id in leading
    )


def _keeps(job: Job) -> bool:
    """Whether a job hands distributions on to others, and not only reports."""
    return any(
        (step.action in _KEEPING and any(word in inputs_of(step).text("path") for word in _DISTRIBUTIONS))
        or step.action == _INSPECTING
        for step in job.steps
    )


def _leading(workflow: Workflow, job: Job) -> Iterator[Job]:
    pending, seen = [job], {job.id}
    while pending:
        current = pending.pop()
        yield current
        for need in current.needs:
            before = workflow.job(text_of(need))
            if before is not None and before.id not in seen:
                seen.add(before.id)
                pending.append(before)


def _checkout_before(build: GateRun) -> Step | None:
    """The checkout that the build finds; None where it is another repository's, or history is fetched behind it."""
    found: Step | None = None
    outer = _outermost(build.at)
    for step in build.job.steps:
        if step is outer.step:
            break
        if step.action == "actions/checkout":
            found = None if inputs_of(step).value("repository") else step
        elif step.script is not None and _FETCHES.search(step.script.value):
            found = None
    return found


def _outermost(at: StepAt) -> StepAt:
    while at.within is not None:
        at = at.within
    return at


def _judged(upload: StepAt, build: GateRun, step: Step) -> Checkout | Unknown:
    given, workflow = inputs_of(step), upload.workflow
    depth, ref = given.scalar("fetch-depth"), given.scalar("ref")
    told = Checkout(workflow, build.job, step)
    is_whole = depth is not None and text_of(depth) == "0"
    if is_whole or _PRETENDED in workflow.file.text.text:
        return told
    if any(one is not None and OPEN in one.value for one in (depth, ref)):
        return _untold(_outermost(build.at), step, "what is checked out is chosen in the run")
    asked = [*_asked(_outermost(upload)), *_asked(_outermost(build.at))]
    tagless = (
        trigger.event
        for trigger in workflow.triggers
        if trigger.event != _CALLED
        for run in runs(trigger)
        if (ref is not None or not _is_of_tag(run))
        and all(truth_in(one, run) is not Truth.NO for one in asked)
    )
    events = sorted(set(tagless), key=lambda event: event == "workflow_dispatch")
    if not events and any(trigger.event == _CALLED for trigger in workflow.triggers):
        return _untold(
            _outermost(build.at), step, "the workflow that calls this one decides what is checked out"
        )
    return replace(told, event=events[0]) if events else told


def _untold(at: StepAt, step: Step, why: str) -> Unknown:
    node = step.uses or step.script
    line = at.file.place(node).line if node is not None else 0
    return Unknown("Checkouts", Reason.UNDECIDABLE, detail=f"{at.file.text.path}:{line}: {why}")


def _asked(at: StepAt) -> Iterator[Condition]:
    """The conditions that a step and its job run under."""
    for scalar, step in ((at.job.condition, None), (at.step.condition, at.step)):
        if scalar is not None:
            yield Condition(at.workflow, at.job, step, scalar)


def _is_of_tag(run: Run) -> bool:
    tree = parsed(_IS_TAG)
    return isinstance(tree, Node) and evaluated(tree, Surroundings(run)).truth is Truth.YES
