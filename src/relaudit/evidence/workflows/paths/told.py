"""How release paths are told: one finding for a step and a target, whatever the events that lead there."""

from collections.abc import Iterable, Iterator

from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.paths.model import ReleasePath
from relaudit.evidence.workflows.triggers import is_plain

INDEXES = ("pypi", "npm", "crates")
REHEARSALS = ("testpypi", "pages", "tag")  # what can be taken back, or is no release by itself
_STARTING = {
    "schedule": "on a schedule", "workflow_dispatch": "when it is started by hand", "workflow_run": "after another workflow", "workflow_call": "when it is called",
}  # fmt: skip
_HEADS, _TAGS = "refs/heads/", "refs/tags/"


def told_once(paths: Iterable[ReleasePath]) -> Iterator[ReleasePath]:
    """The first path of each step and target; the likelier ones first."""
    seen: set[tuple[int, str]] = set()
    for path in sorted(paths, key=lambda one: one.truth is not Truth.YES):
        key = (id(path.publication.at.step), path.target)
        if key not in seen:
            seen.add(key)
            yield path


def starting(path: ReleasePath) -> str:
    """The event as a part of a sentence: `when a tag v* is pushed`."""
    name = path.ref.removeprefix(_HEADS).removeprefix(_TAGS)
    some = "any tag" if name == "*" else f"the tag {name}" if is_plain(name) else f"a tag {name}"
    if path.event == "push":
        return f"when {some if path.ref.startswith(_TAGS) else 'any branch' if name == '*' else f'branch {name}'} is pushed"
    if path.event == "release":
        return f"when a release is {path.types[0] if path.types else 'changed'}"
    return _STARTING.get(path.event, f"on {path.event}")
