"""Going through the changes of the version files: how the files stood after each of them."""

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import TypeGuard

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import replace
from relaudit.evidence.declared import Reading, VersionFile
from relaudit.evidence.git import Change, Git, GitObject, Head, day_of
from relaudit.evidence.past.branches import LiveBranches, of_role
from relaudit.evidence.past.bumps import Bump, Bumps, Unread
from relaudit.evidence.past.line import LineChanges
from relaudit.evidence.readings import Readings
from relaudit.evidence.schemes import is_placeholder
from relaudit.evidence.whereabouts import VersionPaths
from relaudit.process import Branches

_SHORT = 10
Files = tuple[VersionFile, ...]
Known = Mapping[tuple[str, str], Reading]


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
    replay = _Replay(git, readings, line)
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
        tip: tuple(replay.line(found)) for tip, found in changes.items() if not isinstance(found, Unknown)
    }
    found = {bump.oid: bump for walked in read.values() for bump in reversed(walked)}
    every = [*found.values(), *(replay.aside(aside, found) if not isinstance(aside, Unknown) else ())]
    lines = {tip: tuple(bump.oid for bump in reversed(walked)) for tip, walked in read.items()}
    return Bumps(tuple(every), tuple(dict.fromkeys(replay.unread)), lines)


def _others(head: Head, live: LiveBranches, branches: Branches | Unknown) -> Sequence[str]:
    """The tips of the stated integration branches, besides HEAD."""
    names = of_role(branches, "integration") if isinstance(branches, Branches) else ()
    tips = [oid for oids in live.matching(names).values() for oid in oids[:1]]
    return [tip for tip in dict.fromkeys(tips) if tip != head.oid]


class _Replay:
    """Makes bumps out of changes."""

    def __init__(self, git: Git, readings: Readings, line: LineChanges) -> None:
        self.git = git
        self.readings = readings
        self.walked = line
        self.paths = line.paths.versions
        self.logs = line.paths.logs
        self.unread: list[Unread] = []

    def line(self, changes: Sequence[Change]) -> Iterator[Bump]:
        """Oldest first: after each change the files stand as that change and all before it left them."""
        known = self._known([change.blobs for change in changes])
        blobs: dict[str, str] = {}
        before: Files = ()
        for change in reversed(changes):
            blobs |= change.blobs
            self._note(change, known)
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
            self._note(change, known)
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
        return self.readings.of_blobs(self.git, wanted)

    def _note(self, change: Change, known: Known) -> None:
        """What a change left that cannot be read."""
        day = day_of(change.committed)
        for item in (known.get(key) for key in change.blobs.items() if key[0] in self.paths):
            if isinstance(item, Unknown):
                detail = f"commit {change.oid[:_SHORT]}: {item.detail}"
                needs = item.needs or f"history-since after {day}, if that is past"
                self.unread.append(Unread(day, replace(item, detail=detail, needs=needs)))

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
