"""Uploads that have to come behind a rehearsal: because the process says so, or because a run makes both."""

from collections.abc import Iterator

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.paths.answers import answers
from relaudit.evidence.workflows.paths.asked import asks_for
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.order import PublishingRuns
from relaudit.evidence.workflows.paths.told import INDEXES
from relaudit.evidence.workflows.publishing.uses import Use
from relaudit.evidence.workflows.read import Workflows
from relaudit.process import Event, Events

_REHEARSAL, _PRODUCTION = "testpypi", "pypi"


@record
class StagedUpload:
    """An upload that has to come behind `stage`. `waits` is NO where it does not; `event` is what the process calls the event, empty where it says nothing.

    `rehearsals` are the paths that lead to the stage.
    """

    path: ReleasePath
    stage: str
    event: str
    waits: Truth
    rehearsals: tuple[ReleasePath, ...]


@record
class StagedUploads:
    """Every such upload, and what cannot be told."""

    uploads: tuple[StagedUpload, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.uploads) + len(self.unknowns)


@evidence()
def staged_uploads(
    found: ReleasePaths, runs: PublishingRuns, workflows: Workflows, events: Events | Unknown
) -> StagedUploads:
    """What the process states comes first; without that, pypi comes behind testpypi where one run publishes to both."""
    stated = list(_stated(found, runs, workflows, events))
    told = {id(one.path.publication.use) for one in stated}
    own = [one for one in _in_one_run(found, runs) if id(one.path.publication.use) not in told]
    return StagedUploads((*stated, *own), found.unknowns)


def stages_of(event: Event, target: str) -> str:
    """What has to be published before a target: what comes `after`, or stands before it in the order; empty for nothing."""
    if event.after and event.after != target:
        return event.after
    before = event.order[: event.order.index(target)] if target in event.order else ()
    return _REHEARSAL if _REHEARSAL in before else ""


def _stated(
    found: ReleasePaths, runs: PublishingRuns, workflows: Workflows, events: Events | Unknown
) -> Iterator[StagedUpload]:
    for name, event in events.by_name.items() if isinstance(events, Events) else ():
        for path in found.paths:
            stage = stages_of(event, path.target) if path.target in INDEXES else ""
            if stage and path.target in (event.publishes or {}) and answers(path, event):
                rehearsals = _to(stage, found)
                is_asked = asks_for(path, rehearsals, stage, workflows)
                waits = Truth.YES if is_asked else _waits(path, stage, runs)
                yield StagedUpload(path, stage, name, waits, rehearsals)


def _in_one_run(found: ReleasePaths, runs: PublishingRuns) -> Iterator[StagedUpload]:
    both = {
        (run.event, run.ref, id(one.publication.use))
        for run, one, other in runs.pairs()
        if one.target == _PRODUCTION and other.target == _REHEARSAL
    }
    for path in found.paths:
        if (path.event, path.ref, id(path.publication.use)) in both:
            yield StagedUpload(path, _REHEARSAL, "", _waits(path, _REHEARSAL, runs), _to(_REHEARSAL, found))


def _waits(path: ReleasePath, stage: str, runs: PublishingRuns) -> Truth:
    """For the likeliest of the rehearsals of its run; NO where there is none."""
    truths = [
        one.waits_for(other)
        for run, one, other in runs.pairs()
        if _is(path, run.event, run.ref, one.publication.use) and other.target == stage
    ]
    return next((truth for truth in (Truth.YES, Truth.MAYBE) if truth in truths), Truth.NO)


def _is(path: ReleasePath, event: str, ref: str, use: Use) -> bool:
    return (path.event, path.ref) == (event, ref) and path.publication.use is use


def _to(target: str, found: ReleasePaths) -> tuple[ReleasePath, ...]:
    return tuple(path for path in found.paths if path.target == target)
