"""Which pushes and pull requests start a workflow, by its filters."""

from collections.abc import Iterator, Sequence

from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.model import Trigger
from relaudit.evidence.workflows.patterns import ignored, selected
from relaudit.evidence.workflows.scalars import text_of

SPECIAL = frozenset("*?+[]!\\")
WITH_BRANCHES = ("push", "pull_request", "pull_request_target", "workflow_run", "merge_group")


def takes_branch(trigger: Trigger, name: str) -> bool:
    """Whether a push to a branch starts it; for a pull request, whether one into that branch does."""
    return _takes(trigger, name, "branches", "tags")


def takes_tag(trigger: Trigger, name: str) -> bool:
    """Whether the push of a tag starts it."""
    return trigger.event == "push" and _takes(trigger, name, "tags", "branches")


def branch_patterns(trigger: Trigger) -> Iterator[tuple[Scalar, str]]:
    """The entries of the branch filters."""
    for name in ("branches", "branches-ignore"):
        yield from ((entry, text_of(entry)) for entry in trigger.patterns(name))


def is_plain(entry: str) -> bool:
    """Whether an entry is a name, and matches nothing else."""
    return bool(entry) and not SPECIAL & set(entry) and "${{" not in entry


def _takes(trigger: Trigger, name: str, own: str, other: str) -> bool:
    """A filter of the other kind alone lets none of this kind through."""
    if trigger.has(own):
        return selected(name, _texts(trigger, own))
    if trigger.has(f"{own}-ignore"):
        return not ignored(name, _texts(trigger, f"{own}-ignore"))
    return not (trigger.has(other) or trigger.has(f"{other}-ignore"))


def _texts(trigger: Trigger, filter_name: str) -> Sequence[str]:
    return [text_of(entry) for entry in trigger.patterns(filter_name)]
