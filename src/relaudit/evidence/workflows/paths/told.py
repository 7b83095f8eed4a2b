"""How release paths are told: one finding for a step and a target, whatever the events that lead there."""

from collections.abc import Iterable, Iterator, Sequence

from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.paths.model import ReleasePath
from relaudit.evidence.workflows.triggers import is_plain

INDEXES = ("pypi", "npm", "crates")
TRIALS = ("testpypi", "pages")  # what can be taken back
REHEARSALS = (*TRIALS, "tag")  # or is no release by itself
_STARTING = {
    "schedule": "on a schedule", "workflow_dispatch": "when it is started by hand", "workflow_run": "after another workflow", "workflow_call": "when it is called",
}  # fmt: skip
_HEADS, _TAGS = "refs/heads/", "refs/tags/"
_ANY = ("*", "**")
_SHOWN = 2


def told_once(paths: Iterable[ReleasePath]) -> Iterator[ReleasePath]:
    """The first path of each step and target; the likelier ones first."""
    seen: set[tuple[int, str]] = set()
    for path in sorted(paths, key=lambda one: one.truth is not Truth.YES):
        key = (id(path.publication.at.step), path.target)
        if key not in seen:
            seen.add(key)
            yield path


def publishing(path: ReleasePath) -> str:
    """The verb: of a file that GitHub refuses nothing comes."""
    return "publishes" if path.truth is not Truth.NO else "would publish, if GitHub took the file,"


def starting(path: ReleasePath) -> str:
    """The event as a part of a sentence: `when a tag v* is pushed`."""
    return coming(path.event, path.ref, path.types)


def coming(event: str, ref: str = "", types: Sequence[str] = ()) -> str:
    """An event as a part of a sentence; for a pull request `ref` is the branch that it goes into."""
    name = ref.removeprefix(_HEADS).removeprefix(_TAGS)
    if event == "push":
        return f"when {_tag(name) if ref.startswith(_TAGS) else _branch(name)} is pushed"
    if event == "release":
        return f"when a release is {types[0] if types else 'changed'}"
    if event.startswith("pull_request") and ref.startswith(_HEADS) and name != "*":
        return f"on {event} into {name}"
    return _STARTING.get(event, f"on {event}")


def phrased(phrases: Iterable[str]) -> str:
    """Several such parts as one, the first of them where there are many."""
    every = tuple(dict.fromkeys(phrases))
    rest = len(every) - _SHOWN
    return " and ".join(every[:_SHOWN]) + (
        f" and in {rest} other ways" if rest > 1 else f" and {every[-1]}" if rest == 1 else ""
    )


def _tag(name: str) -> str:
    return "any tag" if name in _ANY else f"the tag {name}" if is_plain(name) else f"a tag {name}"


def _branch(name: str) -> str:
    return "any branch" if name in _ANY else f"branch {name}"
