"""The files that a release is made by: whoever changes one of them changes what is released."""

from collections.abc import Callable, Iterator
from functools import partial

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.evidence.changelogs.changelog import Changelog
from relaudit.evidence.files import Tree
from relaudit.evidence.project import Project
from relaudit.evidence.versions import VersionFiles
from relaudit.evidence.workflows.paths.model import ReleasePaths
from relaudit.evidence.workflows.paths.told import REHEARSALS, told_once

_POLICIES = ("relaudit.toml", ".github/relaudit.toml")
_RULING = "which says what releases are held to"


@record
class ReleaseFile:
    """One of them: `role` as a part of a sentence; `place` finds what gives it that role."""

    path: str
    role: str
    place: Callable[[], InFile]


@record
class ReleaseFiles:
    """Each once, and why there may be more."""

    files: tuple[ReleaseFile, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.files) + len(self.unknowns)


@evidence()
def release_files(
    paths: ReleasePaths,
    versions: VersionFiles | Unknown,
    changelog: Changelog | Unknown,
    project: Project | Unknown,
    tree: Tree,
) -> ReleaseFiles:
    """Workflows that publish, files with the version, the changelog and the policy that releases are held to."""
    found = [*_publishing(paths), *_declaring(versions), *_logging(changelog), *_ruling(project, tree)]
    unread = versions.unknowns if isinstance(versions, VersionFiles) else ()
    by_path = {one.path: one for one in reversed(found)}
    return ReleaseFiles(tuple(by_path[path] for path in sorted(by_path)), (*paths.unknowns, *unread))


def _publishing(paths: ReleasePaths) -> Iterator[ReleaseFile]:
    """The workflow that starts, the one that it calls, and the action or the Makefile with the command."""
    for path in told_once(one for one in paths.paths if one.target not in REHEARSALS):
        publication, role = path.publication, f"which publishes to {path.target}"
        place, at = publication.place, publication.at
        called = [at.workflow.path] if not at.workflow.home else []
        inner = [place.path] if not at.home or place.path != at.file.text.path else []
        for name in (path.workflow.path, *called, *inner):
            yield ReleaseFile(name, role, partial(_known, place))


def _known(place: InFile) -> InFile:
    return place


def _declaring(versions: VersionFiles | Unknown) -> Iterator[ReleaseFile]:
    for file in versions.files if isinstance(versions, VersionFiles) else ():
        yield ReleaseFile(file.path, "which holds the version", file.place)


def _logging(changelog: Changelog | Unknown) -> Iterator[ReleaseFile]:
    for path, text in changelog.texts.items() if isinstance(changelog, Changelog) else ():
        yield ReleaseFile(path, "which is the changelog", text.whole)


def _ruling(project: Project | Unknown, tree: Tree) -> Iterator[ReleaseFile]:
    """The policy, which whoever runs relaudit has read by then."""
    path = next((path for path in _POLICIES if _is_there(path, tree)), "")
    document = project.document if isinstance(project, Project) else None
    if path:
        yield ReleaseFile(path, _RULING, partial(InFile, path=path))
    elif document is not None and document.get("tool", "relaudit") is not None:
        yield ReleaseFile("pyproject.toml", _RULING, partial(document.place_of_key, "tool", "relaudit"))


def _is_there(path: str, tree: Tree) -> bool:
    folder, _, name = path.rpartition("/")
    entries = tree.folder(folder)
    return not isinstance(entries, Unknown) and name in entries
