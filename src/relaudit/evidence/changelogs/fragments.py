"""News fragments: changes that are written down one to a file, and collected by a tool at the release."""

import re
from collections.abc import Iterator, Mapping, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.document import Document
from relaudit.evidence.files import Text, Tree, normal
from relaudit.evidence.project import Project
from relaudit.evidence.toml import parse_toml

_TYPES = ("feature", "bugfix", "doc", "removal", "misc")
_FOLDERS = ("newsfragments", "changelog.d", "changes.d", "news")
_NO_FRAGMENT = ("readme", "template")
_USUAL = (
    r"[\w+@#-]+\.(?:added|breaking|bug|bugfix|change|changed|deprecated|deprecation|doc|docs|feature|fix|fixed|improvement|misc"
    r"|performance|process|removal|removed|security|trivial|vendor)(?:\.\d+)?(?:\.(?:md|rst|txt))?$"
)


@record
class Fragments:
    """Where the fragments lie, by the tool that collects them; empty when no tool does.

    `pending` are the paths of those that wait for the next release, `changelog` is the file that they are collected in, where
    the tool says so.
    """

    tool: str = ""
    folders: tuple[str, ...] = ()
    changelog: str = ""
    pending: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.folders)

    def has(self, path: str) -> bool:
        """Whether a file of this path is a fragment."""
        folder, _, name = path.rpartition("/")
        return folder in self.folders and self.is_fragment(name)

    def is_fragment(self, name: str) -> bool:
        """Whether a file of this name in one of the folders is a fragment."""
        if name.endswith("/") or name[0] in "._" or name.lower().partition(".")[0] in _NO_FRAGMENT:
            return False
        match self.tool:
            case "towncrier":
                return any(part in self.types for part in name.split(".")[1:])
            case "scriv":
                return name.endswith((".md", ".rst"))
            case "changesets":
                return name.endswith(".md")
            case "reno":
                return name.endswith((".yaml", ".yml"))
            case _:
                return re.match(_USUAL, name) is not None


@evidence(
    reads=(
        "pyproject.toml",
        "towncrier.toml",
        ".changeset/*",
        "changelog.d/*",
        "newsfragments/*",
        "news/*",
        "releasenotes/notes/*",
    )
)
def fragments(tree: Tree, project: Project | Unknown) -> Fragments | Unknown:
    """The fragments of the first tool that is set up, or those in a folder of a usual name."""
    root = tree.folder("")
    if isinstance(root, Unknown):
        return root
    document = project.document if isinstance(project, Project) else None
    found = _of_towncrier(tree, root, document) or _of_scriv(tree, root, document) or _of_folders(tree, root)
    if not isinstance(found, Fragments):
        return found or Fragments()
    paths = (
        f"{folder}/{name}"
        for folder in found.folders
        for name in _names(tree, folder)
        if found.is_fragment(name)
    )
    return Fragments(found.tool, found.folders, found.changelog, tuple(paths), found.types)


def _of_towncrier(tree: Tree, root: Sequence[str], document: Document | None) -> Fragments | Unknown | None:
    if "towncrier.toml" in root:
        text = tree.read("towncrier.toml")
        own = parse_toml(text) if isinstance(text, Text) else text
        if isinstance(own, Unknown):
            return own
        document = own or document
    table = document.get("tool", "towncrier") if document else None
    if not isinstance(table, Mapping) or document is None:
        return None
    said = {
        key: document.string("tool", "towncrier", key) or ""
        for key in ("directory", "filename", "package", "package_dir")
    }
    inside = "/".join((said["package_dir"] or ".", *said["package"].split("."), "newsfragments"))
    folder = normal(said["directory"] or (inside if said["package"] else "newsfragments"))
    sections = table.get("section")
    below = (
        [
            normal(f"{folder}/{item['path']}")
            for item in sections
            if isinstance(item, Mapping) and isinstance(item.get("path"), str)
        ]
        if isinstance(sections, list)
        else []
    )
    folders = tuple(dict.fromkeys(path for path in (folder, *below) if path))
    return Fragments(
        "towncrier", folders, normal(said["filename"] or "NEWS.rst"), (), tuple(_types(table)) or _TYPES
    )


def _types(table: Mapping[str, object]) -> Iterator[str]:
    listed, named = table.get("type"), table.get("fragment")
    for item in listed if isinstance(listed, list) else ():
        name = item.get("directory", item.get("name")) if isinstance(item, Mapping) else None
        if isinstance(name, str):
            yield name.lower()
    yield from named if isinstance(named, Mapping) else ()


def _of_scriv(tree: Tree, root: Sequence[str], document: Document | None) -> Fragments | None:
    """scriv, whose settings may be in an INI file too; its folder is then the usual one."""
    table = document.get("tool", "scriv") if document else None
    has_own = "changelog.d/" in root and "scriv.ini" in _names(tree, "changelog.d")
    if not isinstance(table, Mapping) and not has_own:
        return None
    folder, log = (
        document.string("tool", "scriv", key) if document else None
        for key in ("fragment_directory", "changelog")
    )
    form = document.string("tool", "scriv", "format") if document else None
    name = (log or "CHANGELOG.${config:format}").replace("${config:format}", form or "rst")
    return Fragments("scriv", (normal(folder or "changelog.d"),), normal(name))


def _of_folders(tree: Tree, root: Sequence[str]) -> Fragments | None:
    if ".changeset/" in root and "config.json" in _names(tree, ".changeset"):
        return Fragments("changesets", (".changeset",))
    if "releasenotes/" in root and "notes/" in _names(tree, "releasenotes"):
        return Fragments("reno", ("releasenotes/notes",))
    for folder in _FOLDERS:
        if f"{folder}/" in root:
            return Fragments("", (folder,))
    return None


def _names(tree: Tree, folder: str) -> Sequence[str]:
    names = tree.folder(folder)
    return () if isinstance(names, Unknown) else names
