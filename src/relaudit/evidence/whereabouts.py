"""Where the version of the project at the root is kept, today and as far as one can guess in the past."""

from collections.abc import Mapping, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.declared import Reading, version_in
from relaudit.evidence.files import Text, normal
from relaudit.evidence.git import Git, GitObject
from relaudit.evidence.project import Project
from relaudit.evidence.versions import VersionFiles
from relaudit.process import VersionFormat

_USUAL = ("pyproject.toml", "setup.cfg", "setup.py", "VERSION")


@record
class VersionPaths:
    """The files to look into at a past commit; the source of truth comes first."""

    paths: tuple[str, ...]
    is_stated: bool = False


@evidence()
def version_paths(
    files: VersionFiles, project: Project | Unknown, form: VersionFormat | Unknown
) -> VersionPaths:
    """The stated files; else those that hold the version today, where they were before they moved, and the usual ones."""
    stated = form.files if isinstance(form, VersionFormat) else ()
    if stated:
        return VersionPaths(tuple(filter(None, map(normal, stated))), is_stated=True)
    today = [file.path for file in files.files]
    moved = [path.removeprefix("src/") for path in today]
    names = project.modules if isinstance(project, Project) else ()
    usual = [f"{folder}{name}/__init__.py" for name in names for folder in ("", "src/")]
    return VersionPaths(tuple(dict.fromkeys(filter(None, map(normal, [*today, *moved, *_USUAL, *usual])))))


class Readings:
    """What files said at past commits, each version of a file read once however many commits have it."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._known: dict[tuple[str, str], Reading] = {}

    def of(self, path: str, blob: GitObject) -> Reading:
        """The version that a file's content declares under this path."""
        key = (path, blob.oid)
        if key not in self._known:
            self._known[key] = version_in(Text.decoded(path, blob.content))
        return self._known[key]

    def of_blobs(self, wanted: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Reading]:
        """What each `(path, object name)` declares; those that are not known yet are read in bulk."""
        unread = [key for key in dict.fromkeys(wanted) if key not in self._known]
        for key, found in zip(unread, self._git.stream([oid for _, oid in unread]), strict=True):
            match found:
                case GitObject(kind="blob", content=content):
                    self._known[key] = version_in(Text.decoded(key[0], content))
                case Unknown():
                    self._known[key] = found
                case _:
                    self._known[key] = None
        return self._known


@evidence()
def readings(git: Git) -> Readings:
    """Nothing is read before it is asked for."""
    return Readings(git)
