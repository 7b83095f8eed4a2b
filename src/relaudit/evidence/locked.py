"""Lock files: what they hold of the project itself, beside the manifest that they lock."""

import re
from collections.abc import Iterator
from functools import partial

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.declared import Computed, VersionFile, follow, version_in, version_of
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.project import Project
from relaudit.evidence.versions import VersionFiles

_MANIFESTS = {
    "uv.lock": "pyproject.toml",
    "Cargo.lock": "Cargo.toml",
    "package-lock.json": "package.json",
    "npm-shrinkwrap.json": "package.json",
}


@record
class LockFile:
    """A lock file with its entries for the project, and the manifest's version.

    Where it has none, `stranger` is the entry of the project that it was made for, if it tells.
    """

    path: str
    name: str
    entries: tuple[VersionFile, ...]
    manifest: VersionFile
    stranger: VersionFile | None = None


@record
class LockFiles:
    """Every lock file that holds a version of the project; one whose project has no version of its own is left out."""

    files: tuple[LockFile, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.files) + len(self.unknowns)


@evidence(reads=(*_MANIFESTS, *_MANIFESTS.values()))
def lock_files(tree: Tree, project: Project | Unknown, versions: VersionFiles | Unknown) -> LockFiles:
    """Those at the top, and those beside a version file."""
    declared = versions.files if isinstance(versions, VersionFiles) else ()
    folders = dict.fromkeys(["", *(re.sub(r"[^/]+$", "", file.path) for file in declared)])
    stated = {file.path for file in declared}
    found = [
        reading
        for folder in folders
        for lock, manifest in _MANIFESTS.items()
        if folder + lock not in stated
        for reading in _read(tree, project, folder + lock, folder + manifest)
    ]
    return LockFiles(
        tuple(item for item in found if isinstance(item, LockFile)),
        tuple(item for item in found if isinstance(item, Unknown)),
    )


def _read(tree: Tree, project: Project | Unknown, lock: str, manifest: str) -> Iterator[LockFile | Unknown]:
    text = tree.read(lock)
    if isinstance(text, Unknown):
        yield text
    above = tree.read(manifest) if isinstance(text, Text) else None
    if not isinstance(text, Text) or not isinstance(above, Text):
        return
    name = _name(above, project)
    declared = _declared(tree, above, project)
    if isinstance(declared, Unknown):
        yield declared
    elif declared and (name or lock.endswith(".json")):
        yield from _entries(text, name, declared)


def _declared(tree: Tree, manifest: Text, project: Project | Unknown) -> VersionFile | Unknown | None:
    is_project = manifest.path == "pyproject.toml" and isinstance(project, Project) and project.document
    found = version_of(project.document) if is_project else version_in(manifest)  # type: ignore[union-attr,arg-type]  # is_project
    found = follow(found, tree.read) if isinstance(found, Computed) else found
    return None if isinstance(found, Computed) else found


def _name(manifest: Text, project: Project | Unknown) -> str:
    """The name under which the lock file knows the project; uv asks `[project]` alone."""
    if manifest.path.endswith(".json"):
        return ""
    from relaudit.evidence.toml import parse_toml

    is_known = manifest.path == "pyproject.toml" and isinstance(project, Project) and project.document
    document = project.document if is_known else parse_toml(manifest)  # type: ignore[union-attr]  # is_known
    table = "package" if manifest.path.endswith("Cargo.toml") else "project"
    return document.string(table, "name") or "" if document and not isinstance(document, Unknown) else ""


def _entries(text: Text, name: str, manifest: VersionFile) -> Iterator[LockFile | Unknown]:
    if text.path.endswith(".json"):
        found = _of_npm(text)
        if isinstance(found, Unknown) or not found:
            yield from [found] if isinstance(found, Unknown) else []
            return
        yield LockFile(text.path, name, found, manifest)
        return
    from relaudit.evidence.declared.locks import version_in_lock

    match version_in_lock(text, name):
        case Unknown() as unknown:
            yield unknown
        case VersionFile() as entry:
            yield LockFile(text.path, name, (entry,), manifest)
        case None:
            other = version_in_lock(text)
            yield LockFile(text.path, name, (), manifest, other if isinstance(other, VersionFile) else None)
        case _:
            pass  # the lock file leaves out a version that is worked out


def _of_npm(text: Text) -> tuple[VersionFile, ...] | Unknown:
    """The two places in which npm writes the version."""
    from relaudit.evidence.json import parse_json

    document = parse_json(text)
    if isinstance(document, Unknown):
        return document
    return tuple(
        VersionFile(text.path, version, text, partial(document.span, *keys), text.ref, ".".join(keys))
        for keys in (("version",), ("packages", "", "version"))
        if (version := document.string(*keys))
    )
