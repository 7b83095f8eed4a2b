"""The events that the process states, and what each sets off."""

from collections.abc import Iterator, Mapping, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.paths.found import Evidence
from relaudit.evidence.workflows.paths.names import examples, filtered
from relaudit.evidence.workflows.paths.occurring import Made, Outcome, made_in, outcome_of
from relaudit.evidence.workflows.paths.told import coming
from relaudit.evidence.workflows.patterns import ignored, selected
from relaudit.evidence.workflows.running.occurrence import Occurrence
from relaudit.evidence.workflows.scalars import text_of
from relaudit.process import Event, Events

_PREFIXES = {"branches": "refs/heads/", "tags": "refs/tags/"}
_INTO = ("pull_request", "pull_request_target")
_AT_ONCE = ("published", "created", "released")  # a release that was no draft before is all of these
_FOLLOWING = ("workflow_run", "workflow_call")  # they come after an event, which is the one to ask


@record
class Way:
    """One way in which a stated event comes, `phrase` as part of a sentence; no outcomes where no name fits its pattern."""

    phrase: str
    outcomes: tuple[Outcome, ...]

    @property
    def workflows(self) -> Sequence[Workflow]:
        """Every workflow that runs."""
        return [workflow for outcome in self.outcomes for workflow in outcome.workflows]

    @property
    def made(self) -> Sequence[Made]:
        """Everything that may be published."""
        return [one for outcome in self.outcomes for one in outcome.made if one.truth is not Truth.NO]


@record
class StatedEvent:
    """An event of the process by its name there."""

    name: str
    event: Event
    ways: tuple[Way, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """The workflows that have to answer it, by file name."""
        said = self.event.workflow
        return tuple(filter(None, (said,) if isinstance(said, str) else said))

    def is_answered_by(self, workflow: Workflow) -> bool:
        """Whether it names this workflow, or none."""
        return not self.files or any(is_called(workflow.path, file) for file in self.files)


@record
class Uncovered:
    """Something that is published when an event comes that is not stated."""

    phrase: str
    made: Made


class StatedEvents:
    """Every event that the process states, and what is published when others come; empty where none is stated."""

    def __init__(self, events: Sequence[StatedEvent] = (), uncovered: Sequence[Uncovered] = ()) -> None:
        self.events = events
        self.uncovered = uncovered

    def __len__(self) -> int:
        return len(self.events)


@evidence()
def stated_events(stated: Events | Unknown, known: Evidence) -> StatedEvents:
    """Those that say which event of GitHub sets them off."""
    if not isinstance(stated, Events) or not stated.is_stated:
        return StatedEvents()
    wanted = {name: event for name, event in stated.by_name.items() if event.on}
    events = [StatedEvent(name, event, tuple(_ways(event, known))) for name, event in wanted.items()]
    return StatedEvents(events, tuple(_uncovered(wanted, known)) if wanted else ())


def is_called(path: str, file: str) -> bool:
    """Whether a path is that of a file by this name or path."""
    return f"/{path}".endswith(f"/{file.removeprefix('./')}")


def _ways(event: Event, known: Evidence) -> Iterator[Way]:
    for on in _on(event):
        for phrase, occurrences in _occurrences(on, event, known):
            yield Way(phrase, tuple(outcome_of(one, known, event.inputs) for one in occurrences))


def _occurrences(on: str, event: Event, known: Evidence) -> Iterator[tuple[str, Sequence[Occurrence]]]:
    if on == "push" and not event.branches and not event.tags:
        yield "on push", [one for kind in _PREFIXES for one in _pushes("**", kind, event, known)]
    elif on == "push":
        for kind, prefix in _PREFIXES.items():
            for entry in event.branches if kind == "branches" else event.tags:
                if not entry.startswith("!"):
                    yield coming(on, prefix + entry), list(_pushes(entry, kind, event, known))
    elif on in _INTO and event.branches:
        for entry in (entry for entry in event.branches if not entry.startswith("!")):
            found = [Occurrence(on, f"refs/heads/{name}") for name in examples(entry, "branches")]
            yield coming(on, f"refs/heads/{entry}"), found
    else:
        for action in event.types or ("published" if on == "release" else "",):
            alike = _AT_ONCE if on == "release" and action in _AT_ONCE else (action,)
            yield coming(on, types=(action,) if action else ()), [Occurrence(on, "", one) for one in alike]


def _pushes(entry: str, kind: str, event: Event, known: Evidence) -> Iterator[Occurrence]:
    """Of names that an entry matches."""
    for name in examples(entry, kind, filtered(known.workflows.workflows, kind)):
        if _is_meant(event, kind, name):
            yield Occurrence("push", _PREFIXES[kind] + name)


def _is_meant(event: Event, kind: str, name: str) -> bool:
    """Whether the filters of a stated event let a name through."""
    entries, against = (
        (event.branches, event.branches_ignore) if kind == "branches" else (event.tags, event.tags_ignore)
    )
    if entries and not selected(name, entries):
        return False
    return not ignored(name, against)


def _on(event: Event) -> tuple[str, ...]:
    return (event.on,) if isinstance(event.on, str) else event.on


def _uncovered(stated: Mapping[str, Event], known: Evidence) -> Iterator[Uncovered]:
    """What is surely published."""
    for workflow in known.workflows.workflows if known.uses.everywhere else ():
        for trigger in workflow.triggers:
            if trigger.event in _FOLLOWING or workflow.path in known.refused.by_path:
                continue
            types = tuple(text_of(entry) for entry in trigger.patterns("types"))
            for phrase, occurrence in _other(trigger.event, types, workflow, stated):
                found = made_in(workflow, occurrence, known)
                yield from (Uncovered(phrase, one) for one in found if one.truth is Truth.YES)


def _other(
    event: str, types: tuple[str, ...], workflow: Workflow, stated: Mapping[str, Event]
) -> Iterator[tuple[str, Occurrence]]:
    """The ways in which an event starts a workflow that no stated one covers."""
    same = [one for one in stated.values() if event in _on(one)]
    if event == "push":
        for kind, prefix in _PREFIXES.items():
            yield from _other_pushes(kind, prefix, workflow, same)
    elif not same and not (event == "release" and _make_releases(stated)):
        action = types[0] if types else "published" if event == "release" else ""
        yield coming(event, types=types[:1]), Occurrence(event, "", action)


def _other_pushes(
    kind: str, prefix: str, workflow: Workflow, stated: Sequence[Event]
) -> Iterator[tuple[str, Occurrence]]:
    trigger = workflow.trigger("push")
    entries = [text_of(entry) for entry in trigger.patterns(kind)] if trigger is not None else []
    for entry in [one for one in entries if not one.startswith("!")] or ["**"]:
        names = examples(entry, kind)
        if names and not any(_covers(event, kind, name) for event in stated for name in names):
            occurrence = Occurrence("push", prefix + names[0])
            if trigger is not None and occurrence.takes(trigger) is not Truth.NO:
                yield coming("push", prefix + entry), occurrence


def _covers(event: Event, kind: str, name: str) -> bool:
    other = event.tags if kind == "branches" else event.branches
    own = event.branches if kind == "branches" else event.tags
    return (bool(own) or not other) and _is_meant(event, kind, name)


def _make_releases(stated: Mapping[str, Event]) -> bool:
    return any("github-release" in (event.publishes or ()) for event in stated.values())
