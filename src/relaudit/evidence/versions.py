"""The files that hold the version, today and at each tag."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.evidence.bumping import BumpConfigs
from relaudit.evidence.declared import Computed, VersionFile, reads, version_in, version_of
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.git import Git, GitObject
from relaudit.evidence.project import Project
from relaudit.evidence.schemes import is_placeholder
from relaudit.evidence.tags import ReleaseTag, ReleaseTags
from relaudit.process import VersionFormat

_TOP_LEVEL = ("pyproject.toml", "VERSION", "VERSION.txt", "version.txt")
_MODULES = ("__init__.py", "_version.py", "version.py", "__version__.py", "__about__.py")
_NO_PACKAGES = ("tests", "test", "testing", "docs", "doc", "examples", "scripts", "tools", "benchmarks")
_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class VersionFiles:
    """The files that declare the version; the first is the source of truth.

    `missing` are stated files that do not exist, `silent` stated ones in which no version is written.
    """

    files: tuple[VersionFile, ...] = ()
    missing: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.files) + len(self.missing) + len(self.silent) + len(self.unknowns)

    @property
    def source(self) -> VersionFile | None:
        """The source of truth."""
        return self.files[0] if self.files else None


@dataclass(frozen=True, slots=True)
class TaggedVersion:
    """A release tag with the version files as they were at it.

    `is_computed` tells that some file took its version from elsewhere, which may well be the tag.
    """

    tag: ReleaseTag
    files: tuple[VersionFile, ...]
    unknowns: tuple[Unknown, ...] = ()
    is_computed: bool = False


@dataclass(frozen=True, slots=True)
class TaggedVersions:
    """Every release tag, newest version first; empty when a version was never written in a file."""

    tags: tuple[TaggedVersion, ...] = ()

    def __len__(self) -> int:
        return len(self.tags) if any(tagged.files or tagged.unknowns for tagged in self.tags) else 0


@evidence(reads=(*_TOP_LEVEL, *(f"**/{name}" for name in _MODULES)))
def version_files(
    tree: Tree, project: Project | Unknown, form: VersionFormat | Unknown, bumps: BumpConfigs | Unknown
) -> VersionFiles:
    """The stated files; where none are stated, those that relaudit knows to look for."""
    if isinstance(form, VersionFormat) and form.source == "tag":
        return VersionFiles()
    if isinstance(form, VersionFormat) and form.files:
        return _read(tree, form.files, project, stated=True)
    return _read(tree, _candidates(tree, project, bumps), project, stated=False)


@evidence()
def tagged_versions(
    git: Git,
    tags: ReleaseTags,
    files: VersionFiles,
    project: Project | Unknown,
    form: VersionFormat | Unknown,
) -> TaggedVersions:
    """Each tag's files, read in bulk: the paths that hold a version today, where they were before, and the usual ones."""
    today = [file.path for file in files.files]
    moved = [path.removeprefix("src/") for path in today]
    stated = isinstance(form, VersionFormat) and bool(form.files)
    names = project.modules if isinstance(project, Project) and not stated else ()
    usual = [f"{folder}{name}/__init__.py" for name in names[:1] for folder in ("", "src/")]
    paths = tuple(dict.fromkeys([*today, *moved, *_TOP_LEVEL[:2], *usual]))
    judged = [tag for tag in tags.newest_first if tag.is_judged]
    return TaggedVersions(tuple(_at_tags(git, judged, paths)))


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
            case _ if stated:
                silent.append(path) if text else missing.append(path)
            case _:
                pass
    if is_computed and not stated:
        files = [file for file in files if not is_placeholder(file.version)]
    return VersionFiles(tuple(files), tuple(missing), tuple(silent), tuple(unknowns))


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


def _at_tags(git: Git, tags: Sequence[ReleaseTag], paths: Sequence[str]) -> Iterator[TaggedVersion]:
    cache: dict[tuple[str, str], VersionFile | Computed | Unknown | None] = {}
    size = max(1, _AT_ONCE // len(paths))
    for some in (tags[start : start + size] for start in range(0, len(tags), size)):
        answers = iter(git.objects([f"{tag.commit}:{path}" for tag in some for path in paths]))
        for tag in some:
            read = [_as_tagged(tag, path, next(answers), cache) for path in paths]
            is_computed = any(isinstance(item, Computed) for item in read)
            files = tuple(item for item in read if isinstance(item, VersionFile))
            if is_computed:
                files = tuple(file for file in files if not is_placeholder(file.version))
            unknowns = tuple(item for item in read if isinstance(item, Unknown))
            yield TaggedVersion(tag, files, unknowns, is_computed)


def _as_tagged(
    tag: ReleaseTag,
    path: str,
    found: GitObject | Unknown | None,
    cache: dict[tuple[str, str], VersionFile | Computed | Unknown | None],
) -> VersionFile | Computed | Unknown | None:
    """The version in one file at one tag; a file that did not change is parsed once."""
    if not isinstance(found, GitObject) or found.kind != "blob":
        return found if isinstance(found, Unknown) else None
    key = (path, found.oid)
    if key not in cache:
        cache[key] = version_in(Text.decoded(path, found.content, tag.name))
    reading = cache[key]
    return (
        replace(reading, locate=_Elsewhere(reading, tag.name), ref=tag.name)
        if isinstance(reading, VersionFile)
        else reading
    )


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """The place of a version in the same file at another tag."""

    file: VersionFile
    ref: str

    def __call__(self, label: str) -> InFile:
        return replace(self.file.place(label), ref=self.ref)
