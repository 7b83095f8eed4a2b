"""release-please: `release-please-config.json`, and the versions in `.release-please-manifest.json`."""

from collections.abc import Iterator
from functools import partial

from relaudit.core.model import Reason, Unknown
from relaudit.core.places import InFile
from relaudit.evidence.bumping.model import BumpConfig, BumpPackage, string_of, table_of
from relaudit.evidence.bumping.release_please_files import (
    WITHOUT,
    Settings,
    component_of,
    source_of,
    targets_of,
)
from relaudit.evidence.document import Document
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.json import parse_json

_TOOL = "release-please"
_MANIFEST = ".release-please-manifest.json"


def read(tree: Tree, text: Text) -> Iterator[BumpConfig | Unknown]:
    """The configuration with the manifest beside it."""
    document, manifest = parse_json(text), _manifest(tree)
    for unread in (document, manifest or _no_manifest()):
        if isinstance(unread, Unknown):
            yield unread
    if isinstance(document, Unknown):
        return
    versions = None if isinstance(manifest, Unknown) else manifest
    every = [
        Settings(document, folder, table_of(own), document.data)
        for folder, own in table_of(document.get("packages")).items()
    ]
    packages = tuple(_package(one, tree, versions) for one in every)
    targets = tuple(target for one in every for target in targets_of(one, tree))
    only = packages[0] if len(packages) == 1 else None
    yield BumpConfig(
        _TOOL,
        text.path,
        only.locate if only and only.locate else lambda _: text.whole(),
        tag=only.tag if only else "",
        targets=targets,
        files=(only.source.path,) if only and only.source else (),
        changelog=only.changelog if only else "",
        is_conventional=True,
        packages=packages,
        extent="; ".join(dict.fromkeys(one.unread for one in packages if one.unread)),
    )


def _manifest(tree: Tree) -> Document | Unknown | None:
    text = tree.read(_MANIFEST)
    return parse_json(text) if isinstance(text, Text) else text


def _no_manifest() -> Unknown:
    return Unknown(
        "BumpConfigs", Reason.UNDECIDABLE, detail=f"{_MANIFEST} is not there, and a workflow may name another"
    )


def _package(one: Settings, tree: Tree, manifest: Document | None) -> BumpPackage:
    source = source_of(one)
    name = component_of(one, tree)
    unread = (
        "" if source or one.kind in WITHOUT else f"what release-type '{one.kind}' rewrites is not known here"
    )
    changelog = (
        "" if one.get("skip-changelog") is True else string_of(one.get("changelog-path"), "CHANGELOG.md")
    )
    return BumpPackage(
        name or one.folder,
        one.folder,
        manifest.string(one.folder) if manifest else None,
        _tag(one, name),
        one.path(changelog) if changelog else "",
        source,
        unread,
        partial(_in_manifest, manifest, one.folder) if manifest else None,
    )


def _in_manifest(manifest: Document, folder: str, label: str) -> InFile:
    return manifest.place(folder, label=label)


def _tag(one: Settings, name: str) -> str:
    """`component-v1.2.3`, with each of its parts as it is set."""
    prefix = "" if one.get("include-v-in-tag") is False else "v"
    if one.get("include-component-in-tag") is False:
        return f"{prefix}{{version}}"
    return (
        f"{name}{string_of(one.get('tag-separator'), '-')}{prefix}{{version}}"
        if name
        else f"{prefix}{{version}}"
    )
