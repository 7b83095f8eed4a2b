"""The packages of a repository that holds several: each has a folder, and tags of its own."""

import re
from collections.abc import Iterator, Mapping, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.git import Git
from relaudit.evidence.json import parse_json
from relaudit.evidence.project import Project
from relaudit.evidence.schemes import is_version
from relaudit.evidence.toml import parse_toml
from relaudit.process import Packages

TAGS = "refs/tags/"
MANIFESTS = ("pyproject.toml", "Cargo.toml", "package.json", "setup.cfg", "setup.py")
FOREIGN = ("Cargo.toml", "package.json")  # beside a Python project they are another package's
_PYTHON = frozenset(("pyproject.toml", "setup.cfg", "setup.py"))
_SEPARATORS = ("-v", "/v", "@v", "_v", "==", "-", "/", "@", "_")
_COMPONENT = regex(r"(?P<component>.+?)(?:[-/@_]v?|==)(?P<version>\d+\.\d.*)", re.DOTALL)
_NO_COMPONENTS = ("v", "release", "releases", "rel", "version", "ver", "archive", "backup")
_NAME_KEYS = (("project", "name"), ("tool", "poetry", "name"), ("package", "name"), ("name",))
_HIDDEN = (".", "node_modules/", "vendor/", "third_party/")


@record
class Package:
    """One package: its folder, the patterns of its tags, and the files that are stated to hold its version."""

    name: str
    path: str
    tags: tuple[str, ...]
    files: tuple[str, ...] = ()
    is_python: bool = False


@record
class Layout:
    """The packages besides the one at the root; `gone` are those that only tags tell of, in the folders they may have had."""

    packages: tuple[Package, ...] = ()
    gone: tuple[Package, ...] = ()

    def __len__(self) -> int:
        return len(self.packages)


@evidence()
def layout(git: Git | Unknown, tree: Tree, project: Project | Unknown, stated: Packages | Unknown) -> Layout:
    """The stated packages; where none are stated, those that tags name and that have a folder with a manifest."""
    if isinstance(stated, Packages):
        return Layout(
            tuple(
                Package(name, one.path.strip("/"), (one.tag,) if one.tag else patterns(name), one.files)
                for name, one in stated.by_name.items()
            )
        )
    refs = () if isinstance(git, Unknown) else git.refs()
    names = () if isinstance(refs, Unknown) else tuple(ref.name for ref in refs if ref.name.startswith(TAGS))
    root = project.called if isinstance(project, Project) else ""
    wanted = [name for name in _components(names) if normal_name(name) != normal_name(root)]
    return _placed(wanted, normal_name(root), tree) if wanted else Layout()


def patterns(*names: str) -> tuple[str, ...]:
    """The usual tags of a package of these names."""
    return tuple(f"{name}{separator}{{version}}" for name in names if name for separator in _SEPARATORS)


def normal_name(name: str) -> str:
    """As PEP 503 compares names."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _components(names: Sequence[str]) -> Iterator[str]:
    """What stands before the version in tags, once each."""
    seen: dict[str, None] = {}
    for name in names:
        found = _COMPONENT.fullmatch(name.removeprefix(TAGS))
        if found and is_version(found["version"]) and found["component"].lower() not in _NO_COMPONENTS:
            seen.setdefault(found["component"])
    return iter(seen)


def _placed(wanted: Sequence[str], root: str, tree: Tree) -> Layout:
    """By the folder's name, which may repeat the project's, else by the name in its manifest."""
    folders = list(_with_manifest(tree))
    by_folder = {normal_name(path.rpartition("/")[2]): path for path in reversed(folders)}
    by_path = {normal_name(path): path for path in folders}
    found: dict[str, str] = {}
    named: Mapping[str, str] | None = None
    for name in wanted:
        short = normal_name(name.rpartition("/")[2])
        path = by_path.get(normal_name(name)) or by_folder.get(short) or by_folder.get(f"{root}-{short}")
        if path is None:
            named = _declared(tree, folders) if named is None else named
            path = named.get(normal_name(name))
        if path is not None:
            found[name] = path
    parents = sorted({path.rpartition("/")[0] for path in folders} | {""})
    gone = [
        Package(name, f"{above}/{name.rpartition('/')[2]}".lstrip("/"), patterns(name))
        for name in wanted
        if name not in found
        for above in parents
    ]
    placed = (
        Package(name, path, patterns(name), is_python=not _PYTHON.isdisjoint(_entries(tree, path)))
        for name, path in found.items()
    )
    return Layout(tuple(placed), tuple(gone))


def _with_manifest(tree: Tree) -> Iterator[str]:
    """The folders one and two levels down that hold a manifest."""
    for outer in _folders(tree, ""):
        entries = _entries(tree, outer)
        if any(name in MANIFESTS for name in entries):
            yield outer
        for inner in _folders(tree, outer):
            if any(name in MANIFESTS for name in _entries(tree, inner)):
                yield inner


def _folders(tree: Tree, folder: str) -> Sequence[str]:
    above = f"{folder}/" if folder else ""
    return [
        above + name[:-1]
        for name in _entries(tree, folder)
        if name.endswith("/") and not name.startswith(_HIDDEN)
    ]


def _declared(tree: Tree, folders: Sequence[str]) -> Mapping[str, str]:
    """Folders by the names in their manifests."""
    found: dict[str, str] = {}
    for folder in folders:
        for manifest in MANIFESTS[:3]:
            name = _name_in(tree.read(f"{folder}/{manifest}")) if manifest in _entries(tree, folder) else ""
            if name:
                found.setdefault(normal_name(name), folder)
    return found


def _name_in(text: Text | Unknown | None) -> str:
    if not isinstance(text, Text):
        return ""
    document = parse_json(text) if text.path.endswith(".json") else parse_toml(text)
    if isinstance(document, Unknown):
        return ""
    return next(filter(None, (document.string(*keys) for keys in _NAME_KEYS)), "")


def _entries(tree: Tree, folder: str) -> Sequence[str]:
    entries = tree.folder(folder)
    return () if isinstance(entries, Unknown) else entries
