"""Releases that are announced when everything is out."""

from collections.abc import Iterator

from relaudit.api import Problem, Severity, Unknown, rule
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.paths.model import ReleasePaths
from relaudit.evidence.workflows.paths.order import Happening, PublishingRun, PublishingRuns
from relaudit.evidence.workflows.paths.races import Race, races
from relaudit.evidence.workflows.paths.told import INDEXES, starting
from relaudit.evidence.workflows.publishing.releases import makes_release, new_tag
from relaudit.process import Events

_NAMES = {"github-release": "the GitHub Release", "tag": "a tag"}
_SAID = {"tests": "the tests fail", "version-matches-tag": "the version is found wrong"}


@rule(severity=Severity.WARNING, added="0.1", over="release_paths", kinds={"tag": Severity.NOTICE})
def release_order_is_safe(
    release_paths: ReleasePaths, runs: PublishingRuns, events: Events | Unknown
) -> Iterator[Problem | Unknown]:
    """What announces a release comes behind the upload that may still fail, and behind what is verified.

    Why:
        An upload to an index may be refused at the last step, and what is there cannot be replaced. When the GitHub Release, the `latest` image or the tag
        is out by then, it announces a version that nobody can install. Two workflows that a tag starts know nothing of each other: the
        image is pushed while the other one finds that the tests fail.

    How to fix:
        Let the job that makes the release need the one that uploads, or make a draft first (`gh release create --draft`), and show it at the end
        (`gh release edit --draft=false`). Let one workflow answer the tag, or call the tests from both. Where the process says that
        the release comes first, state it: `process.events.NAME.order`. A tag before the upload is a notice.
    """
    yield from release_paths.unknowns
    told: set[tuple[int, str]] = set()
    for run, one, upload in runs.pairs():
        key = (id(one.publication.at.step), upload.target)
        if key not in told and _is_early(run, one, upload) and not _is_stated(events, one, upload):
            told.add(key)
            yield _problem(one, upload)
    yield from map(_raced, races(release_paths))


def _is_early(run: PublishingRun, one: Happening, upload: Happening) -> bool:
    """Whether something announces the release and does not wait for an upload."""
    if upload.target not in INDEXES or one.waits_for(upload) is not Truth.NO:
        return False
    if one.target == "github-release":
        return run.event != "release" and makes_release(one.publication) is Truth.YES
    return _is_latest(one) or (one.target == "tag" and new_tag(one.publication) is not None)


def _is_latest(one: Happening) -> bool:
    return any(image.endswith(":latest") for image in one.publication.images)


def _is_stated(events: Events | Unknown, one: Happening, upload: Happening) -> bool:
    """Whether the process puts them in this order."""
    orders = [event.order for event in events.by_name.values()] if isinstance(events, Events) else []
    return any(one.target in order and upload.target in order[order.index(one.target) :] for order in orders)


def _problem(one: Happening, upload: Happening) -> Problem:
    first, later = one.publication, upload.publication
    what = _NAMES.get(one.target, f"the latest image ({one.target})")
    where = "a later step" if first.route.name == later.route.name else f"job {later.route.name}"
    message = (
        f"job {first.route.name} publishes {what} without waiting for the upload to {upload.target} in {where}, "
        "which may still fail"
    )
    subject = f"{first.at.workflow.path} {first.route.name} {one.target} {upload.target}"
    kind = "tag" if one.target == "tag" else ""
    return Problem(message, first.place, (later.place,), kind=kind, subject=subject)


def _raced(race: Race) -> Problem:
    hasty, careful, gate = race.hasty, race.careful, race.gate
    message = (
        f"job {hasty.publication.route.name} publishes to {hasty.target} {starting(hasty)}, which starts {careful.workflow.path} too: "
        f"it is out though {_SAID.get(gate.kind, gate.kind)} in job {gate.job} there"
    )
    subject = f"{hasty.workflow.path} {hasty.target} {careful.workflow.path}"
    return Problem(
        message, hasty.publication.place, (careful.publication.place,), kind="race", subject=subject
    )
