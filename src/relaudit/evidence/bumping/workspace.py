"""The packages of a JavaScript workspace."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.bumping.documents import parsed
from relaudit.evidence.bumping.globs import matching
from relaudit.evidence.bumping.model import BumpPackage, BumpTarget, strings_of
from relaudit.evidence.document import Document
from relaudit.evidence.files import Text, Tree

MANIFEST = "package.json"
_PNPM = "pnpm-workspace.yaml"


@record
class Member:
    """One package of the workspace, by its folder and the target that its version is."""

    folder: str
    target: BumpTarget


def members(tree: Tree, globs: Sequence[str], named_by: Text) -> Sequence[Member] | Unknown:
    """The packages that these globs of folders mean."""
    paths = tree.paths()
    if isinstance(paths, Unknown):
        return paths
    left_out = {
        path
        for glob in globs
        if glob.startswith("!")
        for path in matching(f"{glob[1:].rstrip('/')}/{MANIFEST}", paths)
    }
    wanted = [f"{glob.rstrip('/')}/{MANIFEST}" for glob in globs if not glob.startswith("!")]
    found = dict.fromkeys(path for glob in wanted for path in matching(glob, paths) if path not in left_out)
    return [
        Member(path.removesuffix(f"/{MANIFEST}"), _target(path, named_by))
        for path in found
        if "node_modules/" not in path
    ]


def _target(path: str, named_by: Text) -> BumpTarget:
    return BumpTarget(path, "version", partial(named_by.whole), "key", may_lack_version=True, is_implied=True)


def workspaces(tree: Tree) -> Sequence[str]:
    """The globs of npm, yarn or pnpm; none where there is no workspace."""
    document = _document(tree, _PNPM)
    pnpm = strings_of(document.get("packages")) if document else ()
    manifest = None if pnpm else _document(tree, MANIFEST)
    if manifest is None:
        return pnpm
    return strings_of(manifest.get("workspaces")) or strings_of(manifest.get("workspaces", "packages"))


def _document(tree: Tree, path: str) -> Document | None:
    text = tree.read(path)
    document = parsed(text) if isinstance(text, Text) else None
    return document if isinstance(document, Document) else None


def packages(tree: Tree, every: Iterable[Member]) -> Iterator[BumpPackage]:
    """The packages that are published, each tagged `name@version`, with a changelog of its own."""
    for member in every:
        document = _document(tree, member.target.path)
        name = document.string("name") if document else None
        if document and name and document.get("private") is not True:
            tag, log = f"{name}@{{version}}", f"{member.folder}/CHANGELOG.md"
            yield BumpPackage(name, member.folder, None, tag, log, member.target)
