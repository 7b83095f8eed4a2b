"""Where the version of the project at the root is kept, today and as far as one can guess in the past."""

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.files import normal
from relaudit.evidence.project import Project
from relaudit.evidence.versions import MODULES, VersionFiles
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
    stated = form.files if isinstance(form, VersionFormat) and form.states("files") else ()
    if stated:
        return VersionPaths(tuple(filter(None, map(normal, stated))), is_stated=True)
    today = [file.path for file in files.files]
    moved = [path.removeprefix("src/") for path in today]
    names = project.modules if isinstance(project, Project) else ()
    usual = [f"{folder}{name}/{module}" for name in names for folder in ("", "src/") for module in MODULES]
    return VersionPaths(tuple(dict.fromkeys(filter(None, map(normal, [*today, *moved, *_USUAL, *usual])))))
