"""What an event would run and publish, and why."""

from collections.abc import Iterator, Sequence

from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.evidence.workflows.conditions import Condition
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.model import Trigger, Workflow
from relaudit.evidence.workflows.paths.found import Evidence, key_of, paths_from
from relaudit.evidence.workflows.paths.gates import common
from relaudit.evidence.workflows.paths.model import PathGate
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.publishing.model import Publication
from relaudit.evidence.workflows.running.callable import uncallable
from relaudit.evidence.workflows.running.course import SKIPPED, both, merged
from relaudit.evidence.workflows.running.journey import JobRun, journey
from relaudit.evidence.workflows.running.occurrence import Occurrence


@record
class JobSaid:
    """A job: whether it runs, why, and where that stands."""

    name: str
    truth: Truth
    why: str
    place: InFile


@record
class Published:
    """What would be published, given that its workflow starts."""

    publication: Publication
    truth: Truth
    gates: tuple[PathGate, ...]


@record
class Simulated:
    """A workflow: whether it starts, why, and what it then runs and publishes. `refusal` is why GitHub takes the file not at all."""

    workflow: Workflow
    truth: Truth
    why: str
    place: InFile
    jobs: tuple[JobSaid, ...] = ()
    published: tuple[Published, ...] = ()
    refusal: str = ""


def simulated(occurrence: Occurrence, known: Evidence) -> Iterator[Simulated]:
    """Every workflow that has to do with the event, or that GitHub refuses."""
    for workflow in known.workflows.workflows:
        refusals = known.refused.by_path.get(workflow.path, ())
        trigger = workflow.trigger(occurrence.event)
        if refusals:
            yield Simulated(
                workflow,
                Truth.NO,
                "GitHub refuses the file",
                place_of(workflow.file, refusals[0].node, refusals[0].at),
                refusal=refusals[0].reason,
            )
        elif trigger is not None:
            why = uncallable(workflow, known.workflows, known.refused.by_path)
            place = place_of(workflow.file, trigger.name)
            if why:
                yield Simulated(workflow, Truth.NO, "GitHub refuses to start it", place, refusal=why)
            else:
                yield _of(workflow, trigger, occurrence, known)


def _of(workflow: Workflow, trigger: Trigger, occurrence: Occurrence, known: Evidence) -> Simulated:
    truth = occurrence.takes(trigger)
    place = place_of(workflow.file, trigger.name)
    if truth is Truth.NO:
        return Simulated(
            workflow, truth, f"its filters do not take {occurrence.name or occurrence.action}", place
        )
    why = (
        "the files that change decide"
        if truth is Truth.MAYBE
        else "its filters take it"
        if trigger.node
        else "it has no filters"
    )
    variants = [list(journey(workflow, start, known.workflows)) for start in occurrence.starts(trigger)]
    return Simulated(
        workflow,
        truth,
        why,
        place,
        tuple(_jobs(variants)),
        tuple(_published(workflow, trigger, occurrence, known)),
    )


def _asks_status(run: JobRun) -> bool:
    """Whether its condition may hold though what it needs was skipped."""
    job = run.route.job
    return (
        job.condition is not None
        and Condition(run.route.workflow, job, None, job.condition).asked.is_of_status
    )


def _jobs(variants: Sequence[Sequence[JobRun]]) -> Iterator[JobSaid]:
    """Each job by its name: a called workflow is followed only where it may run."""
    by_name: dict[str, list[JobRun]] = {}
    for variant in variants:
        for run in variant:
            by_name.setdefault(run.route.name, []).append(run)
    yield from (_job(several, len(variants)) for several in by_name.values())


def _published(
    workflow: Workflow, trigger: Trigger, occurrence: Occurrence, known: Evidence
) -> Iterator[Published]:
    variants = [list(paths_from(start, workflow, known)) for start in occurrence.starts(trigger)]
    groups: dict[tuple[object, ...], list[tuple[Publication, JobRun, Sequence[PathGate]]]] = {}
    for variant in variants:
        for one in variant:
            groups.setdefault(key_of(one[0]), []).append(one)
    for several in groups.values():
        truths = [both(run.truth, one.truth) for one, run, _ in several]
        missing = [Truth.NO] * (len(variants) - len(several))
        yield Published(
            several[0][0], merged([*truths, *missing]), common([gates for _, _, gates in several])
        )


def _job(several: Sequence[JobRun], ways: int) -> JobSaid:
    run = several[0]
    job, file = run.route.job, run.route.workflow.file
    truth = merged([*(one.truth for one in several), *[Truth.NO] * (ways - len(several))])
    skipped = next(
        (one.id for one in run.route.workflow.needed(job) if run.course.result(one) == SKIPPED), ""
    )
    if run.outer is not None and truth is not Truth.YES and run.outer.truth is truth:
        return JobSaid(run.route.name, truth, f"as {run.outer.route.name}", place_of(file, job.key))
    if truth is Truth.NO and skipped and not _asks_status(run):
        return JobSaid(run.route.name, truth, f"needs {skipped}, which is skipped", place_of(file, job.key))
    if job.condition is not None:
        why = {
            Truth.YES: "its condition holds",
            Truth.NO: "its condition does not hold",
            Truth.MAYBE: "its condition is decided in the run",
        }[truth]
        return JobSaid(run.route.name, truth, why, place_of(file, job.condition))
    why = (
        "what it needs is decided in the run"
        if truth is Truth.MAYBE
        else "after what it needs"
        if job.needs
        else "without a condition"
    )
    return JobSaid(run.route.name, truth, why, place_of(file, job.key))
