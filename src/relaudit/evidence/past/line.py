"""The first-parent line of HEAD: which object each version file was, at every commit of it."""

from collections.abc import Iterable, Mapping, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.changelogs.changelog import Changelog
from relaudit.evidence.git import Change, Git, Head
from relaudit.evidence.past.graph import History
from relaudit.evidence.whereabouts import VersionPaths

Blobs = Mapping[str, str]


@record
class LineChanges:
    """The changes of the version files and of the changelog on the line, newest first.

    `logs` are the files, or the folder, in which the changelog is and may have been; `folders` are the same as beginnings of
    paths.
    """

    changes: tuple[Change, ...]
    paths: tuple[str, ...]
    logs: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()

    @property
    def asked(self) -> Sequence[str]:
        """Every path that was asked for."""
        return (*self.paths, *self.logs)

    def logged_in(self, paths: Iterable[str]) -> bool:
        """Whether the changelog is among these paths."""
        return any(path in self.logs or path.startswith(self.folders) for path in paths)


class LineFiles:
    """The version files and the changelog at each commit of the line, as paths and object names."""

    def __init__(self, states: Mapping[str, Blobs], asked: Sequence[str] = ()) -> None:
        self._states = states
        self._asked = frozenset(asked)

    def at(self, oid: str) -> Blobs | None:
        """The objects at a commit; None when it is not on the line, or a link stood in a file's place."""
        return self._states.get(oid)

    def may_hold(self, oid: str, path: str) -> bool:
        """Whether a file may be there at a commit: it is not when it was asked for and the line does not have it."""
        blobs = self._states.get(oid)
        return blobs is None or path not in self._asked or bool(blobs.get(path))


@evidence()
def line_changes(
    git: Git, head: Head, where: VersionPaths, changelog: Changelog | Unknown
) -> LineChanges | Unknown:
    """Asked for once."""
    logs = changelog.past_paths if isinstance(changelog, Changelog) else ()
    found = git.changes(head.oid, (*where.paths, *logs)) if head.oid else ()
    return (
        found
        if isinstance(found, Unknown)
        else LineChanges(found, where.paths, logs, tuple(f"{log}/" for log in logs))
    )


@evidence()
def line_files(line: LineChanges | Unknown, history: History | Unknown, head: Head) -> LineFiles:
    """From the first commit on: a file is what the last change left, and nothing is asked for again."""
    if isinstance(line, Unknown) or isinstance(history, Unknown):
        return LineFiles({})
    changed = {change.oid: change for change in line.changes}
    states: dict[str, Blobs] = {}
    links: set[str] = set()
    current: Blobs = {}
    for oid in reversed(history.line(head.oid)):
        change = changed.get(oid)
        if change is not None:
            links = (links | change.links) - (change.blobs.keys() - change.links)
            current = {**current, **change.blobs}
        if not links:
            states[oid] = current
    return LineFiles(states, line.asked)
