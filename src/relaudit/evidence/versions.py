"""The files that hold the version today."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import record
from relaudit.evidence.bumping import BumpConfigs
from relaudit.evidence.declared import Computed, Reading, VersionFile, follow, reads, version_of
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.packages import FOREIGN, MANIFESTS, Layout, Package, normal_name
from relaudit.evidence.project import Project
from relaudit.evidence.readings import Readings
from relaudit.evidence.schemes import is_placeholder
from relaudit.process import VersionFormat

_TOP_LEVEL = ("pyproject.toml", *MANIFESTS[1:], "VERSION", "VERSION.txt", "version.txt")
MODULES = ("__init__.py", "_version.py", "version.py", "__version__.py", "__about__.py")
_PYTHON = frozenset(("pyproject.toml", "setup.cfg", "setup.py"))


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


@record
class PackageVersions:
    """The version files of each package besides the one at the root, by the package's name."""

    by_package: Mapping[str, VersionFiles]

    def __len__(self) -> int:
        return sum(len(files) > 0 for files in self.by_package.values())


def undeclared() -> Unknown:
    """No file declares the version, so nothing can be held against it."""
    detail = "no file declares the version"
    return Unknown("VersionFiles", Reason.UNDECIDABLE, needs="process.version.files", detail=detail)


@evidence(reads=(*_TOP_LEVEL, *(f"**/{name}" for name in MODULES)))
def version_files(
    tree: Tree,
    project: Project | Unknown,
    form: VersionFormat | Unknown,
    bumps: BumpConfigs | Unknown,
    readings: Readings,
) -> VersionFiles:
    """The stated files; where none are stated, those that relaudit knows to look for."""
    if isinstance(form, VersionFormat) and form.source == "tag":
        return VersionFiles()
    if isinstance(form, VersionFormat) and form.files and form.states("files"):
        return _Reader(tree, readings, project).read(form.files, stated=True)
    derived = form.files if isinstance(form, VersionFormat) else ()
    return _Reader(tree, readings, project).read(_candidates(tree, project, bumps, derived), stated=False)


@evidence()
def package_versions(tree: Tree, layout: Layout, readings: Readings) -> PackageVersions:
    """For each package the files that are stated, or those that relaudit knows to look for in its folder."""
    reader = _Reader(tree, readings, Project())
    found = {
        package.name: reader.read(
            package.files or tuple(dict.fromkeys(_in_folder(tree, package))), stated=bool(package.files)
        )
        for package in layout.packages
    }
    return PackageVersions(found)


def _in_folder(tree: Tree, package: Package) -> Iterator[str]:
    """The manifests of a package's folder, and the modules of the package that bears its name."""
    above = f"{package.path}/" if package.path else ""
    entries = _entries(tree, package.path)
    foreign = FOREIGN if package.is_python else ()
    yield from (f"{above}{name}" for name in _TOP_LEVEL if name in entries and name not in foreign)
    module = normal_name(package.name.rpartition("/")[2]).replace("-", "_")
    for folder in (f"{above}{module}", f"{above}src/{module}"):
        inside = _entries(tree, folder)
        yield from (f"{folder}/{name}" for name in MODULES if name in inside)


class _Reader:
    """Reads version files; a parsed `pyproject.toml` is not parsed again."""

    def __init__(self, tree: Tree, readings: Readings, project: Project | Unknown) -> None:
        self.tree = tree
        self.readings = readings
        self.project = project

    def read(self, paths: Iterable[str], *, stated: bool) -> VersionFiles:
        """The files among these paths that declare a version."""
        files: list[VersionFile] = []
        missing: list[str] = []
        silent: list[str] = []
        unknowns: list[Unknown] = []
        pointed: list[Computed] = []
        is_computed = False
        for path in paths:
            text = self.tree.read(path)
            match self._reading(text) if isinstance(text, Text) else text:
                case VersionFile() as file:
                    files.append(file)
                case Unknown() as unknown:
                    unknowns.append(unknown)
                case Computed() as computed:
                    is_computed = True
                    pointed += [computed] if computed.at and not stated else []
                case _ if stated and text and not reads(path):
                    detail = f"{path} is not read for its version yet"
                    unknowns.append(Unknown("VersionFiles", Reason.UNDECIDABLE, detail=detail))
                case _ if stated:
                    silent.append(path) if text else missing.append(path)
                case _:
                    pass
        followed = {file.path: file for file in map(self._followed, pointed) if file}
        files += [file for path, file in followed.items() if path not in {one.path for one in files}]
        real = [file for file in files if stated or not is_placeholder(file.version)]
        is_computed = is_computed or len(real) < len(files)
        return VersionFiles(tuple(real), tuple(missing), tuple(silent), tuple(unknowns), is_computed)

    def _followed(self, computed: Computed) -> VersionFile | None:
        """The file that another points at, when it says a version."""
        found = follow(computed, self.tree.read)
        return found if isinstance(found, VersionFile) else None

    def _reading(self, text: Text) -> Reading:
        document = self.project.document if isinstance(self.project, Project) else None
        if text.path == "pyproject.toml" and document:
            return self.readings.of_text(text, lambda _: version_of(document))
        return self.readings.of_text(text)


def _candidates(
    tree: Tree, project: Project | Unknown, bumps: BumpConfigs | Unknown, derived: Sequence[str]
) -> Sequence[str]:
    """What the tools take the version from, the usual manifests and modules, and what the tools rewrite.

    A manifest of another language beside a Python project is another package, unless something points at it.
    """
    present = set(_entries(tree, ""))
    foreign = FOREIGN if present & _PYTHON else ()
    found = [*derived, *(name for name in _TOP_LEVEL if name in present and name not in foreign)]
    if isinstance(project, Project):
        hatch = project.document.string("tool", "hatch", "version", "path") if project.document else ""
        found += [hatch] if hatch else []
        found += _modules(tree, project.modules) if project.modules else ()
    if isinstance(bumps, BumpConfigs):
        found += [path for path in bumps.plain_paths if reads(path)]
    return tuple(dict.fromkeys(found))


def _modules(tree: Tree, names: Sequence[str]) -> Iterator[str]:
    """The modules of the package that may hold `__version__`; `src` itself where it is the package."""
    folders = [folder for name in names for folder in (name, f"src/{name}")]
    present = [folder for folder in folders if _entries(tree, folder)] or ["src"]
    for folder in present:
        entries = _entries(tree, folder)
        yield from (f"{folder}/{name}" for name in MODULES if name in entries)


def _entries(tree: Tree, folder: str) -> Sequence[str]:
    entries = tree.folder(folder)
    return () if isinstance(entries, Unknown) else entries
