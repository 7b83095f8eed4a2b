"""What is known about a run from the event that starts it: `github.event_name`, the kind of reference, inputs, the payload."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.expressions.values import (
    NULL,
    UNDECIDED,
    Known,
    Object,
    Truth,
    Undecided,
    Value,
    beginning,
    known,
)
from relaudit.evidence.workflows.model import Part, Trigger
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.workflows.triggers import is_plain, takes_branch, takes_tag

_HEADS, _TAGS, _PULLS = "refs/heads/", "refs/tags/", "refs/pull/"
_MOST = 64
# Parts of the payload, and the events that have them: of others that are listed here, none has.
_PAYLOAD: Mapping[str, frozenset[str]] = {
    "pull_request": frozenset(("pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment")),
    "release": frozenset(("release",)),
    "workflow_run": frozenset(("workflow_run",)),
    "comment": frozenset(("issue_comment", "pull_request_review_comment", "commit_comment", "discussion_comment")),
    "issue": frozenset(("issues", "issue_comment")),
    "head_commit": frozenset(("push", "workflow_run")),
    "schedule": frozenset(("schedule",)),
    "merge_group": frozenset(("merge_group",)),
    "client_payload": frozenset(("repository_dispatch",)),
}  # fmt: skip
_LISTED = frozenset(("push", "workflow_dispatch")).union(*_PAYLOAD.values())
Run = Mapping[str, Value]


def runs(trigger: Trigger) -> Iterator[Run]:
    """The contexts that a run may have, as far as they differ by what the trigger says."""
    if trigger.event not in _LISTED:
        yield {"github": Known(Object((("event_name", UNDECIDED),), is_open=True))}
        return
    for reference, given in product(list(_references(trigger)), _inputs(trigger)):
        payload = [(name, NULL) for name, events in _PAYLOAD.items() if trigger.event not in events]
        event = Object((*payload, ("inputs", given[1])), is_open=True)
        facts = (("event_name", Known(trigger.event)), ("event", Known(event)), *reference)
        yield {"github": Known(Object(facts, is_open=True)), "inputs": given[0]}


def _references(trigger: Trigger) -> Iterator[Sequence[tuple[str, Value]]]:
    match trigger.event:
        case "push":
            yield from _pushed(trigger)
        case "pull_request" | "pull_request_review" | "pull_request_review_comment":
            yield _reference(beginning(_PULLS), "branch")
        case "release":
            yield _reference(beginning(_TAGS), "tag")
        case "schedule" | "workflow_run" | "pull_request_target" | "merge_group" | "issue_comment" | "issues":
            yield _reference(beginning(_HEADS), "branch")
        case _:
            yield (("ref", beginning("refs/")),)


def _pushed(trigger: Trigger) -> Iterator[Sequence[tuple[str, Value]]]:
    """Branches and tags, as the filters let them through; by name where they name them."""
    kinds = ((_HEADS, "branch", "branches", takes_branch), (_TAGS, "tag", "tags", takes_tag))
    for prefix, kind, filter_name, takes in kinds:
        entries = [text_of(entry) for entry in trigger.patterns(filter_name)]
        if entries and all(map(is_plain, entries)):
            yield from (_reference(Known(prefix + name), kind, Known(name)) for name in entries)
        elif entries or takes(trigger, "x"):
            yield _reference(beginning(prefix), kind)


def _reference(ref: Value, kind: str, name: Value = UNDECIDED) -> Sequence[tuple[str, Value]]:
    return (("ref", ref), ("ref_type", Known(kind)), ("ref_name", name))


def _inputs(trigger: Trigger) -> Sequence[tuple[Value, Value]]:
    """The `inputs` context, and what the payload has of it, where every one is a text; none but for runs by hand."""
    if trigger.event != "workflow_dispatch":
        return [(known({}), NULL)]
    declared = [(text_of(name), list(_values(Part(node)))) for name, node in trigger.part("inputs").entries()]
    size = 1
    for _, values in declared:
        size *= len(values)
    if size > _MOST:
        return [(UNDECIDED, UNDECIDED)]
    names = [name for name, _ in declared]
    found: list[tuple[Value, Value]] = []
    for chosen in product(*(values for _, values in declared)):
        pairs = list(zip(names, chosen, strict=True))
        found.append((Known(Object(pairs)), Known(Object((name, _as_text(value)) for name, value in pairs))))
    return found


def _values(given: Part) -> Iterator[Value]:
    match given.text("type"):
        case "boolean":
            yield from (Known(data=True), Known(data=False))
        case "choice":
            yield from (Known(text_of(item)) for item in given.items("options") if isinstance(item, Scalar))
        case _:
            yield UNDECIDED


def _as_text(value: Value) -> Value:
    match value:
        case Known(bool() as truth):
            return Known("true" if truth else "false")
        case Known():
            return value
        case _:
            return Undecided(Truth.MAYBE)
