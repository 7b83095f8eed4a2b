"""Publishing that the process knows of."""

from collections.abc import Iterator, Sequence

from relaudit.api import InFile, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.paths.agreement import (
    Difference,
    Extra,
    Lacking,
    differences,
    extras,
    lacking,
)
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.occurring import Made
from relaudit.evidence.workflows.paths.stated import StatedEvent, StatedEvents, Way, is_called
from relaudit.evidence.workflows.paths.told import INDEXES, phrased, starting, told_once
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.read import Workflows

_FROM_ANYONE = ("pull_request_target", "issue_comment", "pull_request")
_REGISTRIES = (*INDEXES, "testpypi", "ghcr", "dockerhub")


@rule(
    severity=Severity.ERROR, added="0.1", over=("release_paths", "stated_events"), kinds={"scheduled": Severity.NOTICE},
)  # fmt: skip
def triggers_match_process(
    release_paths: ReleasePaths, stated_events: StatedEvents, workflows: Workflows
) -> Iterator[Problem | Unknown]:
    """Each event publishes what the process states for it, with the stated credential, and no other event publishes.

    Why:
        A branch is renamed, a workflow is copied, a filter gets one entry more, and a push that was meant to test uploads to the index, or the
        release that everybody waits for does not come. The document still says what it said.

    How to fix:
        Change the trigger or the condition of the step that publishes; or, where the process has changed, `process.events`. Where no
        events are stated, only what publishes to an index on a pull request, a comment or a schedule is told.
    """
    yield from release_paths.unknowns
    if not stated_events:
        yield from _unstated(release_paths)
        return
    yield from _files(stated_events, workflows)
    for event in stated_events.events:
        yield from (_lacking(one) for one in lacking(event, release_paths))
    different = [_different(one) for event in stated_events.events for one in differences(event)]
    unasked = [*map(_extra, extras(stated_events)), *_uncovered(stated_events)]
    told: set[tuple[int, str, str]] = set()
    for made, problem in (*different, *unasked):
        key = (id(made.publication.at.step), made.target, problem.kind)
        if key not in told:
            told.add(key)
            yield problem


def _unstated(release_paths: ReleasePaths) -> Iterator[Problem]:
    for path in told_once(one for one in release_paths.paths if _is_risky(one)):
        is_scheduled = path.event == "schedule"
        meaning = "nobody decides what goes out" if is_scheduled else "what goes out was merged by nobody"
        message = (
            f"job {path.publication.route.name} publishes to {path.target} {starting(path)}, and so {meaning}"
        )
        kind = "scheduled" if is_scheduled else "unintended"
        subject = f"{path.workflow.path} {path.publication.route.name} {path.target}"
        yield Problem(message, path.publication.place, kind=kind, subject=subject)


def _is_risky(path: ReleasePath) -> bool:
    """A pull request that is closed may well be one that was merged."""
    by_anyone = path.event in _FROM_ANYONE and path.types != ("closed",)
    is_ours = path.publication.credential.kind in ("secret", "oidc")
    is_sure = path.truth is Truth.YES and path.target in INDEXES
    return is_sure and (path.event == "schedule" or (by_anyone and is_ours))


def _files(stated: StatedEvents, workflows: Workflows) -> Iterator[Problem]:
    """The stated workflows that are not there, once each, and those that do not start."""
    unread = " ".join(unknown.detail for unknown in workflows.unknowns)
    gone: set[str] = set()
    for event in stated.events:
        for file in event.files:
            found = next((one for one in workflows.workflows if is_called(one.path, file)), None)
            idle = [way for way in event.ways if way.outcomes and found not in way.workflows]
            if found is not None and idle:
                message = f"{found.path} does not start {_phrases(idle)}, and process.events.{event.name} waits for it"
                node = found.triggers[0].name if found.triggers else found.value("on") or found.file.root
                place = place_of(found.file, node) if node is not None else found.file.text.whole()
                yield Problem(message, place, kind="workflow", subject=f"{event.name} {file}")
            elif found is None and file not in gone and file not in unread:
                gone.add(file)
                message = f"there is no workflow {file}, and process.events.{event.name} waits for it"
                yield Problem(message, _expected(file), kind="workflow", subject=file)


def _lacking(one: Lacking) -> Problem | Unknown:
    event, phrases = one.event, _phrases(one.ways)
    if one.doubt:
        detail = f"whether {one.target} is published {phrases}: {one.doubt}"
        return Unknown("StatedEvents", Reason.UNDECIDABLE, detail=detail)
    by = f" by {' or '.join(event.files)}" if event.files else ""
    message = f"nothing is published to {one.target}{by} {phrases}, and process.events.{event.name} states it"
    subject, refused = f"{event.name} {one.target}", one.refused
    if refused is not None and refused.refusal is not None:
        file, refusal = refused.workflow.file, refused.refusal
        message += f"; {file.text.path} would, and GitHub refuses it"
        place, related = place_of(file, refusal.node, refusal.at), (refused.publication.place,)
        return Problem(message, place, related, kind="missing", subject=subject)
    return Problem(message, _answering(event, one.ways), kind="missing", subject=subject)


def _answering(event: StatedEvent, ways: Sequence[Way]) -> InFile:
    """The trigger of a workflow that should have published."""
    running = [one for way in ways for one in way.workflows if one.triggers and event.is_answered_by(one)]
    if running:
        return place_of(running[0].file, running[0].triggers[0].name)
    return _expected(event.files[0]) if event.files else InFile(path=".github/workflows")


def _expected(file: str) -> InFile:
    return InFile(path=file if "/" in file else f".github/workflows/{file}")


def _different(one: Difference) -> tuple[Made, Problem]:
    made = one.made
    message = f"job {made.publication.route.name} publishes to {made.target} with {one.said}, and process.events.{one.event.name} states {one.wanted}"
    return made, Problem(message, made.publication.place, kind=one.kind, subject=_subject(made))


def _extra(one: Extra) -> tuple[Made, Problem]:
    names = " and ".join(f"process.events.{name}" for name in one.names)
    verb = "publishes" if one.made.refusal is None else "would publish, if GitHub took the file,"
    message = f"job {one.made.publication.route.name} {verb} to {one.made.target} {one.phrase}, which {names} {'does' if len(one.names) == 1 else 'do'} not state"
    return one.made, Problem(message, one.made.publication.place, kind="extra", subject=_subject(one.made))


def _uncovered(stated: StatedEvents) -> Iterator[tuple[Made, Problem]]:
    for one in stated.uncovered:
        publication = one.made.publication
        if one.made.target in _REGISTRIES or publication.use.publisher.images:
            message = f"job {publication.route.name} publishes to {one.made.target} {one.phrase}, an event that the process does not state"
            yield one.made, Problem(message, publication.place, kind="unintended", subject=_subject(one.made))


def _subject(made: Made) -> str:
    return f"{made.workflow.path} {made.publication.route.name} {made.target}"


def _phrases(ways: Sequence[Way]) -> str:
    return phrased(way.phrase for way in ways)
