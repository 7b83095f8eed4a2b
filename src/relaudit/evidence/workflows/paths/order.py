"""What one run publishes, and which of it waits for which."""

from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.record import record
from relaudit.evidence.workflows.events import starts
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.gates.steps import StepAt
from relaudit.evidence.workflows.paths.found import Evidence, paths_from
from relaudit.evidence.workflows.paths.model import ReleasePaths
from relaudit.evidence.workflows.publishing.model import Publication
from relaudit.evidence.workflows.running.course import FAILURE, merged
from relaudit.evidence.workflows.running.journey import JobRun


@record
class Happening:
    """A publication in a run; `truth` says whether it happens when the event comes and nothing fails."""

    publication: Publication
    run: JobRun
    truth: Truth

    @property
    def target(self) -> str:
        """Where it is published."""
        return self.publication.target

    def waits_for(self, other: "Happening") -> Truth:
        """Whether a failure of the other keeps this one from happening; NO where it changes nothing."""
        mine, its = _parting(self.run, other.run)
        if mine.route.job is its.route.job:
            return self._waits_in_job(other)
        if its.course.losing(its.route.job, FAILURE).runs(mine.route.job) is Truth.NO:
            return Truth.YES
        asks = its.route.job in mine.route.workflow.before(mine.route.job)
        return Truth.MAYBE if asks and mine.course.runs(mine.route.job) is not Truth.YES else Truth.NO

    def comes_with(self, other: "Happening") -> bool:
        """Whether one of the two never happens without the other being tried: always, or under the same conditions."""
        if Truth.YES in (self.truth, other.truth):
            return True
        own, its = conditions_of(self.publication), conditions_of(other.publication)
        return own <= its or its <= own

    def _waits_in_job(self, other: "Happening") -> Truth:
        own, its = self.publication, other.publication
        if _position(own) <= _position(its):
            return Truth.NO
        after = self.run.truth_of(own.at, has_failed=True)
        if after is Truth.NO:
            return Truth.YES
        return Truth.NO if after is self.run.truth_of(own.at) is Truth.YES else Truth.MAYBE


@record
class PublishingRun:
    """One way in which an event starts a workflow that publishes several things."""

    event: str
    ref: str
    happenings: tuple[Happening, ...]


@record
class PublishingRuns:
    """Every such run."""

    runs: tuple[PublishingRun, ...] = ()

    def pairs(self) -> Iterator[tuple[PublishingRun, Happening, Happening]]:
        """Two that the same run publishes with different steps, both ways round; pairs that exclude each other are left aside."""
        for run in self.runs:
            for one in run.happenings:
                for other in run.happenings:
                    is_other = one.publication.at.step is not other.publication.at.step
                    if is_other and one.comes_with(other):
                        yield run, one, other


@evidence()
def publishing_runs(known: Evidence, found: ReleasePaths) -> PublishingRuns:
    """Of the workflows that publish with two steps or more."""
    return PublishingRuns(tuple(_runs(known, found)))


def _runs(known: Evidence, found: ReleasePaths) -> Iterator[PublishingRun]:
    steps: dict[tuple[str, str], set[int]] = {}
    for path in found.paths:
        steps.setdefault((path.workflow.path, path.event), set()).add(id(path.publication.at.step))
    for workflow in known.workflows.workflows:
        for trigger in workflow.triggers:
            if len(steps.get((workflow.path, trigger.event), ())) < 2:  # noqa: PLR2004 - a pair
                continue
            for start in starts(trigger):
                told = paths_from(start, workflow, known)
                happenings = (Happening(one, run, merged([run.truth, one.truth])) for one, run, _ in told)
                yield PublishingRun(start.event, start.ref, tuple(happenings))


def _parting(one: JobRun, other: JobRun) -> tuple[JobRun, JobRun]:
    """The two jobs of one workflow by which the ways to two jobs part; the jobs themselves where they do not."""
    for mine, its in zip(_levels(one), _levels(other), strict=False):
        if mine.route.job is not its.route.job:
            return mine, its
    return one, other


def _levels(run: JobRun) -> Sequence[JobRun]:
    return (*_levels(run.outer), run) if run.outer is not None else (run,)


def _position(publication: Publication) -> tuple[int, ...]:
    spans = (led.command.span[0] for led in publication.use.trail)
    return (*publication.at.position, *spans)


def conditions_of(publication: Publication) -> frozenset[str]:
    """Every condition on the way to a step, those of the jobs that have to end before among them."""
    at: StepAt | None = publication.at
    chain = publication.route.chain
    jobs = [job for route in chain for job in (route.job, *route.workflow.before(route.job))]
    found = [job.condition for job in jobs]
    while at is not None:
        found.append(at.step.condition)
        at = at.within
    return frozenset(scalar.value.strip() for scalar in found if scalar is not None)
