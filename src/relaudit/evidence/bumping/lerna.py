"""lerna: `lerna.json`, with the packages of the workspace."""

from collections.abc import Iterator, Sequence
from functools import partial

from relaudit.core.model import Unknown
from relaudit.evidence.bumping.globs import matching
from relaudit.evidence.bumping.model import BumpConfig, BumpPackage, BumpTarget, string_of, strings_of
from relaudit.evidence.document import Document
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.json import parse_json

_INDEPENDENT = "independent"
_MANIFEST = "package.json"


def read(tree: Tree, text: Text) -> Iterator[BumpConfig | Unknown]:
    """The configuration; packages with versions of their own are told apart from those that share one."""
    document = parse_json(text)
    if isinstance(document, Unknown):
        yield document
        return
    folders = _folders(tree, document)
    if isinstance(folders, Unknown):
        yield folders
        return
    is_independent = document.string("version") == _INDEPENDENT
    targets = tuple(_target(document, folder) for folder in folders)
    yield BumpConfig(
        "lerna",
        text.path,
        lambda label: document.place("version", label=label),
        tag="" if is_independent else f"{_prefix(document)}{{version}}",
        targets=targets,
        files=() if is_independent else (text.path,),
        is_conventional=_option(document, "conventionalCommits") is True,
        packages=tuple(_packages(tree, zip(folders, targets, strict=True))) if is_independent else (),
    )


def _option(document: Document, name: str) -> object:
    """An option of `lerna version`, which may stand at three levels."""
    levels = (("command", "version"), ("command", "publish"), ())
    return next((found for keys in levels if (found := document.get(*keys, name)) is not None), None)


def _prefix(document: Document) -> str:
    return string_of(_option(document, "tagVersionPrefix"), "v")


def _folders(tree: Tree, document: Document) -> Sequence[str] | Unknown:
    """The folders of the packages: lerna's own globs, or those of the workspace."""
    globs = strings_of(document.get("packages")) or _workspaces(tree) or ("packages/*",)
    paths = tree.paths()
    if isinstance(paths, Unknown):
        return paths
    wanted = [f"{glob.rstrip('/')}/{_MANIFEST}" for glob in globs if not glob.startswith("!")]
    found = [path for glob in wanted for path in matching(glob, paths)]
    return tuple(
        dict.fromkeys(path.removesuffix(f"/{_MANIFEST}") for path in found if "node_modules/" not in path)
    )


def _workspaces(tree: Tree) -> Sequence[str]:
    text = tree.read(_MANIFEST)
    document = parse_json(text) if isinstance(text, Text) else None
    if not isinstance(document, Document):
        return ()
    return strings_of(document.get("workspaces")) or strings_of(document.get("workspaces", "packages"))


def _target(document: Document, folder: str) -> BumpTarget:
    return BumpTarget(
        f"{folder}/{_MANIFEST}", "version", partial(document.place, "packages"), "key",
        may_lack_version=True, is_implied=True,
    )  # fmt: skip


def _packages(tree: Tree, every: "zip[tuple[str, BumpTarget]]") -> Iterator[BumpPackage]:
    """Packages with versions of their own are tagged `name@version`."""
    for folder, target in every:
        text = tree.read(target.path)
        document = parse_json(text) if isinstance(text, Text) else None
        name = document.string("name") if isinstance(document, Document) else None
        if name:
            yield BumpPackage(name, folder, None, f"{name}@{{version}}", f"{folder}/CHANGELOG.md", target)
