"""Whether a release path answers an event of the process."""

from collections.abc import Sequence

from relaudit.evidence.workflows.paths.model import ReleasePath
from relaudit.evidence.workflows.patterns import Pattern
from relaudit.process import Event

_HEADS, _TAGS = "refs/heads/", "refs/tags/"


def answers(path: ReleasePath, event: Event) -> bool:
    """Whether the same occurrence may be meant; an event that names none of GitHub's is answered by nothing."""
    files = _texts(event.workflow)
    is_named = not files or path.workflow.path.rpartition("/")[2] in files
    is_typed = not event.types or not path.types or not set(event.types).isdisjoint(path.types)
    return path.event in _texts(event.on) and is_named and is_typed and _takes(path, event)


def _takes(path: ReleasePath, event: Event) -> bool:
    """Whether the references meet; those of a pull request are not its branches."""
    if path.event != "push" or not (event.branches or event.tags):
        return True
    kind, wanted = (_TAGS, event.tags) if path.ref.startswith(_TAGS) else (_HEADS, event.branches)
    name = path.ref.removeprefix(kind)
    return any(_meet(name, one) for one in wanted)


def _meet(one: str, other: str) -> bool:
    return one == other or Pattern.of(one).matches(other) or Pattern.of(other).matches(one)


def _texts(said: str | Sequence[str]) -> Sequence[str]:
    return [said] if isinstance(said, str) and said else list(said)
