"""The files that hold the version today."""

from collections.abc import Iterable, Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import record
from relaudit.evidence.bumping import BumpConfigs
from relaudit.evidence.declared import Computed, VersionFile, reads, version_in, version_of
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.project import Project
from relaudit.evidence.schemes import is_placeholder
from relaudit.process import VersionFormat

_TOP_LEVEL = ("pyproject.toml", "VERSION", "VERSION.txt", "version.txt")
_MODULES = ("__init__.py", "_version.py", "version.py", "__version__.py", "__about__.py")
_OTHER_MANIFESTS = ("setup.py", "setup.cfg", "Cargo.toml", "package.json")
_NO_PACKAGES = ("tests", "test", "testing", "docs", "doc", "examples", "scripts", "tools", "benchmarks")


@record
class VersionFiles:
    """The files that declare the version; the first is the source of truth.

    `missing` are stated files that do not exist, `silent` stated ones in which no version is written;
    `is_computed` tells that some file takes the version from elsewhere.
    """

    files: tuple[VersionFile, ...] = ()
    missing: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    is_computed: bool = False

    def __len__(self) -> int:
        return len(self.files) + len(self.missing) + len(self.silent) + len(self.unknowns)

    @property
    def source(self) -> VersionFile | None:
        """The source of truth."""
        return self.files[0] if self.files else None


def undeclared() -> Unknown:
    """No file declares the version, so nothing can be held against it."""
    detail = "no file declares the version"
    return Unknown("VersionFiles", Reason.UNDECIDABLE, needs="process.version.files", detail=detail)


@evidence(reads=(*_TOP_LEVEL, *(f"**/{name}" for name in _MODULES)))
def version_files(
    tree: Tree, project: Project | Unknown, form: VersionFormat | Unknown, bumps: BumpConfigs | Unknown
) -> VersionFiles:
    """The stated files; where none are stated, those that relaudit knows to look for."""
    if isinstance(form, VersionFormat) and form.source == "tag":
        return VersionFiles()
    if isinstance(form, VersionFormat) and form.files and form.states("files"):
        return _read(tree, form.files, project, stated=True)
    found = _read(tree, _candidates(tree, project, bumps), project, stated=False)
    return found if len(found) or found.is_computed else VersionFiles(unknowns=tuple(_unread(tree)))


def _unread(tree: Tree) -> Iterator[Unknown]:
    """Manifests that may declare the version and that no reader here understands."""
    present = set(_entries(tree, ""))
    for name in _OTHER_MANIFESTS:
        if name in present:
            yield Unknown(
                "VersionFiles", Reason.UNDECIDABLE, detail=f"{name} is not read for its version yet"
            )


def _read(tree: Tree, paths: Iterable[str], project: Project | Unknown, *, stated: bool) -> VersionFiles:
    files: list[VersionFile] = []
    missing: list[str] = []
    silent: list[str] = []
    unknowns: list[Unknown] = []
    is_computed = False
    for path in paths:
        text = tree.read(path)
        match _reading(text, project) if isinstance(text, Text) else text:
            case VersionFile() as file:
                files.append(file)
            case Unknown() as unknown:
                unknowns.append(unknown)
            case Computed():
                is_computed = True
            case _ if stated and text and not reads(path):
                detail = f"{path} is not read for its version yet"
                unknowns.append(Unknown("VersionFiles", Reason.UNDECIDABLE, detail=detail))
            case _ if stated:
                silent.append(path) if text else missing.append(path)
            case _:
                pass
    if is_computed and not stated:
        files = [file for file in files if not is_placeholder(file.version)]
    return VersionFiles(tuple(files), tuple(missing), tuple(silent), tuple(unknowns), is_computed)


def _reading(text: Text, project: Project | Unknown) -> VersionFile | Computed | Unknown | None:
    """A parsed `pyproject.toml` is not parsed again."""
    if text.path == "pyproject.toml" and isinstance(project, Project) and project.document:
        return version_of(project.document)
    return version_in(text)


def _candidates(tree: Tree, project: Project | Unknown, bumps: BumpConfigs | Unknown) -> Sequence[str]:
    found = list(_TOP_LEVEL)
    if isinstance(project, Project) and project.document:
        hatch = project.document.string("tool", "hatch", "version", "path")
        found += [hatch] if hatch else []
        found += _modules(tree, project.modules)
    if not (isinstance(project, Project) and project.modules):
        found += _only_package(tree)
    if isinstance(bumps, BumpConfigs):
        found += [path for path in bumps.plain_paths if reads(path)]
    return tuple(dict.fromkeys(found))


def _modules(tree: Tree, names: Sequence[str]) -> Iterator[str]:
    """The modules of the package that may hold `__version__`; `src` itself where it is the package."""
    folders = [folder for name in names for folder in (name, f"src/{name}")]
    present = [folder for folder in folders if _entries(tree, folder)] or ["src"]
    for folder in present:
        entries = _entries(tree, folder)
        yield from (f"{folder}/{name}" for name in _MODULES if name in entries)


def _only_package(tree: Tree) -> Sequence[str]:
    """The `__init__.py` of the one package at the top, where nothing names the project."""
    folders = [name for name in _entries(tree, "") if name.endswith("/") and name[:-1] not in _NO_PACKAGES]
    found = [f"{name}__init__.py" for name in folders if "__init__.py" in _entries(tree, name[:-1])]
    return found if len(found) == 1 else ()


def _entries(tree: Tree, folder: str) -> Sequence[str]:
    entries = tree.folder(folder)
    return () if isinstance(entries, Unknown) else entries
