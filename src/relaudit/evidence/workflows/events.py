"""What is known about a run from the event that starts it: `github.event_name`, the kind of reference, inputs, the payload."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product

from relaudit.core.record import record
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.expressions.values import (
    NULL,
    UNDECIDED,
    Known,
    Object,
    Truth,
    Undecided,
    Value,
    known,
)
from relaudit.evidence.workflows.model import FILTERS, Part, Trigger
from relaudit.evidence.workflows.refs import Facts, references
from relaudit.evidence.workflows.scalars import text_of

_MOST = 64
_BY_HAND = "workflow_dispatch"
_WITHOUT_ACTION = ("push", "schedule", _BY_HAND)
_PROPOSED = ("opened", "synchronize", "reopened")
_DEFAULT: Mapping[str, tuple[str, ...]] = {"pull_request": _PROPOSED, "pull_request_target": _PROPOSED}
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


@record
class Start:
    """One way in which a trigger starts a run, and the contexts that the run then has, as far as they are known.

    `ref` is a reference or a pattern of references, empty where it may be any; `types` are the types of activity, `action` the one that it is.
    """

    event: str
    ref: str
    types: tuple[str, ...]
    run: Run
    action: Value = UNDECIDED


def starts(trigger: Trigger) -> Sequence[Start]:
    """The ways in which a trigger starts runs, as far as their contexts differ by what the trigger says."""
    return _told(_Alike(trigger)) if trigger.event != _BY_HAND else tuple(_starts(trigger))


class _Alike:
    """A trigger that is the same as any other that says the same: most workflows start on the same few events."""

    def __init__(self, trigger: Trigger) -> None:
        filters = (
            (name, tuple(map(text_of, trigger.patterns(name)))) for name in FILTERS if trigger.has(name)
        )
        self.trigger = trigger
        self.said = (trigger.event, *filters)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Alike) and self.said == other.said

    def __hash__(self) -> int:
        return hash(self.said)


@lru_cache(maxsize=256)
def _told(alike: _Alike) -> Sequence[Start]:
    return tuple(_starts(alike.trigger))


def _starts(trigger: Trigger) -> Iterator[Start]:
    if trigger.event not in _LISTED:
        yield Start(
            trigger.event, "", (), {"github": Known(Object((("event_name", UNDECIDED),), is_open=True))}
        )
        return
    for reference, (types, said), given in product(
        list(references(trigger)), _types(trigger), _inputs(trigger)
    ):
        payload = [(name, NULL) for name, events in _PAYLOAD.items() if trigger.event not in events]
        action = [("action", said)]
        pushed = [one for one in reference.facts if one[0] == "ref" and trigger.event == "push"]
        event = Object((*payload, *action, *pushed, ("inputs", given[1])), is_open=True)
        facts = (("event_name", Known(trigger.event)), ("event", Known(event)), *reference.facts)
        run = {"github": Known(Object(facts, is_open=True)), "inputs": given[0]}
        yield Start(trigger.event, reference.pattern, types, run, said)


def runs(trigger: Trigger) -> Iterator[Run]:
    """The contexts that a run may have."""
    return (start.run for start in starts(trigger))


def with_facts(run: Run, github: Facts = (), event: Facts = ()) -> Run:
    """The contexts of a run of whose event more is known."""
    old = _members(run["github"])
    payload = next((value for name, value in old if name == "event"), UNDECIDED)
    told = Known(Object((*event, *_members(payload)), is_open=True))
    return {**run, "github": Known(Object((*github, ("event", told), *old), is_open=True))}


def _members(value: Value) -> Facts:
    return value.data.members if isinstance(value, Known) and isinstance(value.data, Object) else ()


def _types(trigger: Trigger) -> Sequence[tuple[tuple[str, ...], Value]]:
    """The types of activity, each with what `github.event.action` is; releases are told by each, for one release has several."""
    types = tuple(text_of(entry) for entry in trigger.patterns("types")) or _DEFAULT.get(trigger.event, ())
    if trigger.event in _WITHOUT_ACTION:
        return [((), NULL)]
    shown = types if trigger.has("types") else ()
    is_release = trigger.event == "release" and trigger.has("types")
    return [((one,) if is_release else shown, Known(one)) for one in types] or [((), UNDECIDED)]


def _inputs(trigger: Trigger) -> Sequence[tuple[Value, Value]]:
    """The `inputs` context, and what the payload has of it, where every one is a text; none but for runs by hand."""
    if trigger.event != _BY_HAND:
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
