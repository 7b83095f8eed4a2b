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
class LinePaths:
    """What is looked for on the line: the version files, and the files or the folder in which the changelog is and may have been."""

    versions: tuple[str, ...]
    logs: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """Every path."""
        return (*self.versions, *self.logs)


class LineChanges:
    """The changes of these paths on the line, newest first."""

    def __init__(self, changes: tuple[Change, ...], paths: LinePaths) -> None:
        self.changes = changes
        self.paths = paths
        self._folders = tuple(f"{log}/" for log in paths.logs)

    def logged_in(self, paths: Iterable[str]) -> bool:
        """Whether the changelog is among these paths."""
        return any(path in self.paths.logs or path.startswith(self._folders) for path in paths)


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


@evidence(early=True)
def line_paths(git: Git, head: Head, where: VersionPaths, changelog: Changelog | Unknown) -> LinePaths:
    """Git begins to walk the line while tags and files are read."""
    logs = changelog.past_paths if isinstance(changelog, Changelog) else ()
    found = LinePaths(where.paths, logs)
    if head.oid:
        git.begin_changes(head.oid, found.asked)
    return found


@evidence()
def line_changes(git: Git, head: Head, paths: LinePaths) -> LineChanges | Unknown:
    """Asked for once."""
    found = git.changes(head.oid, paths.asked) if head.oid else ()
    return found if isinstance(found, Unknown) else LineChanges(found, paths)


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
    return LineFiles(states, line.paths.asked)
