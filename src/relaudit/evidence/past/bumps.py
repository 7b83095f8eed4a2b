"""The commits that changed the version, and what they left behind."""

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeGuard

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.occasion import HistorySince
from relaudit.core.places import InCommit
from relaudit.core.record import NOTHING, record
from relaudit.evidence.declared import Reading, VersionFile
from relaudit.evidence.git import Change, Git, GitObject, Head, day_of
from relaudit.evidence.past.branches import LiveBranches, of_role
from relaudit.evidence.past.line import LineChanges
from relaudit.evidence.readings import Readings
from relaudit.evidence.schemes import is_placeholder
from relaudit.evidence.whereabouts import VersionPaths
from relaudit.process import Branches

_SHORT = 10
Files = tuple[VersionFile, ...]
Known = Mapping[tuple[str, str], Reading]


@record
class Bump:
    """A commit that changed what a version file says: one of the first-parent line of a long-lived branch, or, where the process
    states the version files, any other that is no merge.

    `files` are all version files as the commit left them, the source of truth first; `changed` are the paths of those whose
    version it changed, `before` is what the source said until then, empty where there was none. `is_logged` tells that the
    commit changed the changelog too, `had_changelog` that there was one.
    """

    oid: str
    day: date
    before: str
    files: tuple[VersionFile, ...]
    changed: frozenset[str]
    is_logged: bool
    had_changelog: bool

    @property
    def after(self) -> str:
        """What the source says from then on; empty when no file says anything."""
        return self.files[0].version if self.files else ""

    @property
    def name(self) -> str:
        """The abbreviated name of the commit."""
        return self.oid[:_SHORT]

    def place(self) -> InCommit:
        """The commit."""
        return InCommit(oid=self.oid)


@record
class Bumps:
    """Every bump; `unknowns` are files that could not be read.

    `lines` has for the tip of each long-lived branch the bumps on its first-parent line, newest first.
    """

    bumps: tuple[Bump, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    lines: Mapping[str, tuple[str, ...]] = NOTHING

    def __len__(self) -> int:
        return len(self.bumps) + len(self.unknowns)

    def on(self, tip: str) -> Iterator[Bump]:
        """The bumps on the first-parent line of a long-lived branch, newest first."""
        known = {bump.oid: bump for bump in self.bumps}
        return (known[oid] for oid in self.lines.get(tip, ()))

    def judged(self, since: HistorySince) -> Iterator[Bump]:
        """The bumps that are not too old to be judged."""
        return (bump for bump in self.bumps if not since.excludes(bump.day))


@evidence()
def bumps(
    git: Git,
    head: Head,
    live: LiveBranches,
    branches: Branches | Unknown,
    where: VersionPaths,
    readings: Readings,
    line: LineChanges,
) -> Bumps | Unknown:
    """The bumps on the way to HEAD and on the stated integration branches."""
    reader = _Reader(git, readings, line)
    others = _others(head, live, branches)
    answers = {tip: git.changes(tip, line.paths.asked) for tip in others}
    aside = (
        git.changes_anywhere([head.oid, *others], line.paths.asked) if where.is_stated and head.oid else ()
    )
    missing = [answer for answer in (*answers.values(), aside) if isinstance(answer, Unknown)]
    if missing:
        return missing[0]
    changes = {head.oid: line.changes, **answers}
    read = {
        tip: tuple(reader.line(found)) for tip, found in changes.items() if not isinstance(found, Unknown)
    }
    found = {bump.oid: bump for walked in read.values() for bump in reversed(walked)}
    every = [*found.values(), *(reader.aside(aside, found) if not isinstance(aside, Unknown) else ())]
    lines = {tip: tuple(bump.oid for bump in reversed(walked)) for tip, walked in read.items()}
    return Bumps(tuple(every), tuple(dict.fromkeys(reader.unknowns)), lines)


def _others(head: Head, live: LiveBranches, branches: Branches | Unknown) -> Sequence[str]:
    """The tips of the stated integration branches, besides HEAD."""
    names = of_role(branches, "integration") if isinstance(branches, Branches) else ()
    tips = [oid for oids in live.matching(names).values() for oid in oids[:1]]
    return [tip for tip in dict.fromkeys(tips) if tip != head.oid]


class _Reader:
    """Makes bumps out of changes."""

    def __init__(self, git: Git, readings: Readings, line: LineChanges) -> None:
        self.git = git
        self.readings = readings
        self.walked = line
        self.paths = line.paths.versions
        self.logs = line.paths.logs
        self.unknowns: list[Unknown] = []

    def line(self, changes: Sequence[Change]) -> Iterator[Bump]:
        """Oldest first: after each change the files stand as that change and all before it left them."""
        known = self._known([change.blobs for change in changes])
        blobs: dict[str, str] = {}
        before: Files = ()
        for change in reversed(changes):
            blobs |= change.blobs
            if change.blobs.keys().isdisjoint(self.paths):
                continue
            after = self._declared(known, blobs)
            changed = _changed(before, after)
            if changed or (after and not before):
                yield self._bump(change, before, after, had_changelog=self._has_log(blobs))
            before = after

    def aside(self, changes: Sequence[Change], seen: Container[str]) -> Iterator[Bump]:
        """Newest first; what the files that a change left alone say is asked for at the commit itself."""
        known = self._known([blobs for change in changes for blobs in (change.before, change.blobs)])
        for change in changes:
            old, new = (self._declared(known, blobs) for blobs in (change.before, change.blobs))
            if change.oid in seen or not _changed(old, new):
                continue
            every = self.git.objects([f"{change.oid}:{path}" for path in (*self.paths, *self.logs[:1])])
            said = [
                self.readings.of(path, item)
                for path, item in zip(self.paths, every, strict=False)
                if isinstance(item, GitObject) and item.kind == "blob"
            ]
            has_log = bool(self.logs) and every[-1] is not None
            yield self._bump(change, old, tuple(filter(_is_real, said)), had_changelog=has_log)

    def _declared(self, known: Known, blobs: Mapping[str, str]) -> Files:
        said = [known.get((path, oid)) for path in self.paths if (oid := blobs.get(path))]
        return tuple(filter(_is_real, said))

    def _has_log(self, blobs: Mapping[str, str]) -> bool:
        return self.walked.logged_in(path for path, oid in blobs.items() if oid)

    def _known(self, every: Sequence[Mapping[str, str]]) -> Known:
        wanted = [(path, oid) for blobs in every for path, oid in blobs.items() if oid and path in self.paths]
        known = self.readings.of_blobs(self.git, wanted)
        self.unknowns += [item for item in (known[key] for key in wanted) if isinstance(item, Unknown)]
        return known

    def _bump(self, change: Change, before: Files, after: Files, *, had_changelog: bool) -> Bump:
        return Bump(
            change.oid,
            day_of(change.committed),
            before[0].version if before else "",
            tuple(file.at(change.oid[:_SHORT]) for file in after),
            _changed(before, after),
            is_logged=self.walked.logged_in(change.blobs),
            had_changelog=had_changelog,
        )


def _is_real(reading: Reading) -> TypeGuard[VersionFile]:
    return isinstance(reading, VersionFile) and not is_placeholder(reading.version)


def _changed(before: Files, after: Files) -> frozenset[str]:
    """The paths of the files that say another version than they did."""
    said = {file.path: file.version for file in before}
    return frozenset(file.path for file in after if said.get(file.path, file.version) != file.version)
