"""From one release to the next: which release a tag follows, and what may come after a version."""

from collections.abc import Iterator, Mapping, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.components import ComponentTags
from relaudit.evidence.git import Head
from relaudit.evidence.past.graph import History
from relaudit.evidence.schemes import is_final, order, parsed
from relaudit.evidence.tags import ReleaseTag, ReleaseTags

_CALENDAR = 1990  # no project counted so far; a year has
_SHORT_YEARS = range(12, 60)


@record
class Step:
    """A release, and the highest final release among its ancestors; None for the first."""

    tag: ReleaseTag
    follows: ReleaseTag | None


@record
class Steps:
    """Every release tag with what it follows, newest version first; `current` is the last one before HEAD."""

    steps: tuple[Step, ...] = ()
    current: ReleaseTag | None = None

    def __len__(self) -> int:
        return len(self.steps)


@evidence()
def steps(tags: ReleaseTags, components: ComponentTags | Unknown, history: History, head: Head) -> Steps:
    """By descent: a release of a maintenance branch follows that branch's last one."""
    others = components.by_package.values() if isinstance(components, ComponentTags) else ()
    found = [step for one in (tags, *others) for step in _of_package(one.newest_first, history)]
    return Steps(tuple(found), _highest(tags.newest_first, history, head.oid))


def _of_package(tags: Sequence[ReleaseTag], history: History) -> Iterator[Step]:
    by_commit: dict[str, ReleaseTag] = {}
    for tag in reversed(tags):
        if is_final(tag.version):
            by_commit[tag.commit] = tag
    below = _highest_below(history, by_commit)
    return (Step(tag, below.get(tag.commit)) for tag in tags)


def _highest(tags: Sequence[ReleaseTag], history: History, oid: str) -> ReleaseTag | None:
    """The highest final release that a commit holds, itself included."""
    reached = history.reached([oid])
    return next((tag for tag in tags if is_final(tag.version) and tag.commit in reached), None)


def _highest_below(history: History, tagged: Mapping[str, ReleaseTag]) -> Mapping[str, ReleaseTag | None]:
    """For every commit the highest of the tagged ones among its proper ancestors."""
    below: dict[str, ReleaseTag | None] = {}
    for oid in history.parents_first():
        commit = history.commit(oid)
        above = [
            tag
            for parent in (commit.parents if commit else ())
            for tag in (below.get(parent), tagged.get(parent))
            if tag is not None
        ]
        below[oid] = max(above, key=lambda tag: order(tag.version)) if above else None
    return below


def is_calendar(version: str) -> bool:
    """Whether the first number of a version is a year: what may follow is then up to the calendar."""
    read = parsed(version)
    first = read.release[0] if read else 0
    return first >= _CALENDAR or (
        first in _SHORT_YEARS and read is not None and len(read.release) > 1 and read.release[1] in range(13)
    )


def skips(before: str, after: str) -> bool:
    """Whether a final version leaves out the one that had to come: 1.2.3 is followed by 1.2.4, 1.3.0 or 2.0.0."""
    old, new = parsed(before), parsed(after)
    if old is None or new is None or is_calendar(before) or is_calendar(after):
        return False
    (a, b, c), wanted = _three(old.release), _three(new.release)
    return wanted not in ((a, b, c), (a, b, c + 1), (a, b + 1, 0), (a + 1, 0, 0))


def level(before: str, after: str) -> int | None:
    """Which number a step raises: 0 the first, 1 the second, 2 the third; None when it raises none of them.

    Before 1.0.0 a breaking change raises the second number, and anything else may raise the third.
    """
    old, new = parsed(before), parsed(after)
    if old is None or new is None or is_calendar(before):
        return None
    pairs = zip(_three(old.release), _three(new.release), strict=True)
    raised = next((number for number, (was, now) in enumerate(pairs) if now > was), None)
    return max(0, raised - 1) if raised is not None and old.release[0] == 0 else raised


def _three(release: Sequence[int]) -> tuple[int, int, int]:
    padded = (*release, 0, 0)
    return padded[0], padded[1], padded[2]
