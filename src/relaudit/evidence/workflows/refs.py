"""The references that a trigger's runs are about: patterns, and what the contexts have of them."""

from collections.abc import Iterator, Sequence

from relaudit.core.record import record
from relaudit.evidence.workflows.expressions.values import UNDECIDED, Known, Value, beginning
from relaudit.evidence.workflows.model import Trigger
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.workflows.triggers import SPECIAL, is_plain, takes_branch, takes_tag

_HEADS, _TAGS, _PULLS = "refs/heads/", "refs/tags/", "refs/pull/"
_NAMES = ("x", "xx", "xx/xx")  # what takes none of these takes hardly any
Facts = Sequence[tuple[str, Value]]


@record
class Reference:
    """A pattern of references, and what the contexts have of it."""

    pattern: str
    facts: Facts


def references(trigger: Trigger) -> Iterator[Reference]:
    """As the filters let them through; any where the event may have any."""
    match trigger.event:
        case "push":
            yield from _pushed(trigger)
        case "pull_request" | "pull_request_review" | "pull_request_review_comment":
            yield _reference(_PULLS, "*", "branch", *_base(trigger))
        case "release":
            yield _reference(_TAGS, "*", "tag")
        case "pull_request_target":
            yield _reference(_HEADS, "*", "branch", *_base(trigger))
        case "schedule" | "workflow_run" | "merge_group" | "issue_comment" | "issues":
            yield _reference(_HEADS, "*", "branch")
        case _:
            yield Reference("", (("ref", beginning("refs/")),))


def _base(trigger: Trigger) -> Facts:
    """The branch that a pull request goes into, where the filter leaves one alone."""
    entries = [text_of(entry) for entry in trigger.patterns("branches")]
    return [("base_ref", Known(entries[0]))] if len(entries) == 1 and is_plain(entries[0]) else []


def _pushed(trigger: Trigger) -> Iterator[Reference]:
    """Branches and tags, as the filters let them through."""
    kinds = ((_HEADS, "branch", "branches", takes_branch), (_TAGS, "tag", "tags", takes_tag))
    for prefix, kind, filter_name, takes in kinds:
        entries = [text_of(entry) for entry in trigger.patterns(filter_name)]
        if entries:
            yield from (_reference(prefix, entry, kind) for entry in entries if not entry.startswith("!"))
        elif any(takes(trigger, name) for name in _NAMES):
            yield _reference(prefix, "*", kind)


def _reference(prefix: str, pattern: str, kind: str, *more: tuple[str, Value]) -> Reference:
    """What is known of the references of a pattern: all of it, or how they begin."""
    if is_plain(pattern):
        ref: Value = Known(prefix + pattern)
        name: Value = Known(pattern)
    else:
        start = _beginning(pattern)
        ref, name = beginning(prefix + start), beginning(start) if start else UNDECIDED
    facts = (("ref", ref), ("ref_type", Known(kind)), ("ref_name", name), *more)
    return Reference(prefix + pattern, facts)


def _beginning(pattern: str) -> str:
    """What every name begins with that a pattern matches; what is repeated need not be there."""
    end = next((index for index, character in enumerate(pattern) if character in SPECIAL), len(pattern))
    return pattern[: end - 1 if end < len(pattern) and pattern[end] in "*?+" and pattern[end] != "*" else end]
