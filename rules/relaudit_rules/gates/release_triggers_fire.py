"""Releases and tags that start what waits for them."""

from collections.abc import Iterator

from relaudit.api import InFile, Problem, Severity, Unknown, rule
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.silent import AwaitedReleases, Silence, silences
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.publishing.releases import is_drafted
from relaudit.evidence.workflows.read import Workflows

_SHOWN = ("published", "released", "prereleased")


@rule(severity=Severity.ERROR, added="0.1", over="awaited_releases", kinds={"draft": Severity.NOTICE})
def release_triggers_fire(
    awaited_releases: AwaitedReleases, release_paths: ReleasePaths, workflows: Workflows
) -> Iterator[Problem | Unknown]:
    """A tag or a release that a workflow makes starts the workflows that wait for it.

    Why:
        What is made with the token of a run (`GITHUB_TOKEN`) starts no other workflow; GitHub keeps runs from starting each other without end. The release
        is on the page, the workflow that waits for it never runs, and nothing turns red. A release of type `created` is none
        as long as it is a draft, and never becomes one: showing it is `published`.

    How to fix:
        Make the tag or the release with the token of a GitHub App or of a person, or call what waits: as a reusable workflow, by `workflow_run`,
        or by `gh workflow run`, which the token may. Wait for `published` rather than `created`; where nothing here makes drafts, that is a
        notice.
    """
    yield from awaited_releases.unknowns
    for one in silences(awaited_releases, release_paths, workflows):
        yield _silent(one)
    drafted = next((path for path in release_paths.paths if is_drafted(path.publication) is Truth.YES), None)
    told: set[str] = set()
    for path in awaited_releases.paths:
        if _waits_for_created(path) and path.workflow.path not in told:
            told.add(path.workflow.path)
            yield _created(path, drafted)


def _silent(one: Silence) -> Problem:
    maker, waiter = one.maker.publication, one.waiter
    what = "a tag" if maker.target == "tag" else "a release"
    event = "tags" if waiter.event == "push" else f"the event {waiter.event}"
    message = (
        f"job {maker.route.name} makes {what} with the token of the run, which starts no workflow: "
        f"{waiter.workflow.path} waits for {event} and does not publish to {waiter.target}"
    )
    subject = f"{maker.at.workflow.path} {maker.route.name} {maker.target} {waiter.workflow.path}"
    return Problem(message, maker.place, (_trigger(waiter),), subject=subject)


def _waits_for_created(path: ReleasePath) -> bool:
    """Whether it starts when a release is created, and not when one is shown."""
    trigger = path.workflow.trigger("release") if path.event == "release" else None
    types = {entry.value for entry in trigger.patterns("types")} if trigger is not None else set()
    return "created" in types and types.isdisjoint(_SHOWN)


def _created(path: ReleasePath, drafted: ReleasePath | None) -> Problem:
    why = "a draft starts nothing when it is shown"
    if drafted is not None:
        why = f"job {drafted.publication.route.name} makes drafts, which start nothing when they are shown"
    message = f"{path.workflow.path} publishes to {path.target} when a release is created; {why}"
    related = (drafted.publication.place,) if drafted is not None else ()
    kind = "drafted" if drafted is not None else "draft"
    return Problem(message, _trigger(path), related, kind=kind, subject=path.workflow.path)


def _trigger(path: ReleasePath) -> InFile:
    trigger = path.workflow.trigger(path.event)
    file = path.workflow.file
    return place_of(file, trigger.name) if trigger is not None else file.text.whole()
