"""release-please: `release-please-config.json`, and the versions in `.release-please-manifest.json`."""

from collections.abc import Iterator, Mapping
from functools import partial

from relaudit.core.model import Reason, Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.evidence.bumping.model import (
    BumpConfig,
    BumpPackage,
    BumpTarget,
    Search,
    Tables,
    string_of,
    table_of,
)
from relaudit.evidence.document import Document
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.json import parse_json

_TOOL = "release-please"
_MANIFEST = ".release-please-manifest.json"
_PYTHON = ("pyproject.toml", "project.version|tool.poetry.version")
_SOURCES = {
    "node": ("package.json", "version"), "expo": ("package.json", "version"), "python": _PYTHON,
    "rust": ("Cargo.toml", "package.version|workspace.package.version"), "php": ("composer.json", "version"),
    "dart": ("pubspec.yaml", "version"), "helm": ("Chart.yaml", "version"),
}  # fmt: skip
_WITHOUT = ("go", "terraform-module")  # nothing has to hold the version
_MARKED_TOO = {".json", ".yaml", ".yml", ".toml", ".xml"}


@record
class Settings:
    """The settings of one package, those of the whole configuration beneath."""

    document: Document
    folder: str
    own: Tables
    common: Tables

    def get(self, key: str) -> object:
        """A setting; what is null counts as unsaid."""
        found = self.own.get(key)
        return self.common.get(key) if found is None else found

    @property
    def kind(self) -> str:
        """The release type."""
        return string_of(self.get("release-type"), "node")

    def path(self, name: str) -> str:
        """A file of the package; one that begins with a slash is counted from the top."""
        top = self.folder == "." or name.startswith("/")
        return name.lstrip("/") if top else f"{self.folder.rstrip('/')}/{name}"

    def place(self, *keys: str) -> InFile:
        """Where a setting stands."""
        above = ("packages", self.folder) if keys[0] in self.own else ()
        return self.document.place(*above, *keys)


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
    targets = tuple(target for one in every for target in _targets(one, tree))
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
    source = _source(one)
    name = _component(one, tree)
    unread = (
        "" if source or one.kind in _WITHOUT else f"what release-type '{one.kind}' rewrites is not known here"
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


def _component(one: Settings, tree: Tree) -> str:
    """What stands in front of the version in a tag: the component, or the package's name as its files say it."""
    said = string_of(one.get("component")) or string_of(one.own.get("package-name"))
    if said or one.kind not in ("node", "expo", "python", "rust"):
        return _unscoped(one, said)
    path = _SOURCES[one.kind][0]
    text = tree.read(one.path(path))
    if not isinstance(text, Text):
        return ""
    from relaudit.evidence.bumping.documents import parsed

    document = parsed(text)
    if isinstance(document, Unknown):
        return ""
    keys = (("name",), ("project", "name"), ("tool", "poetry", "name"), ("package", "name"))
    return _unscoped(one, next(filter(None, (document.string(*key) for key in keys)), ""))


def _unscoped(one: Settings, name: str) -> str:
    is_scoped = one.kind in ("node", "expo") and name.startswith("@") and "/" in name
    return name.partition("/")[2] if is_scoped else name


def _tag(one: Settings, name: str) -> str:
    """`component-v1.2.3`, with each of its parts as it is set."""
    prefix = "" if one.get("include-v-in-tag") is False else "v"
    if one.get("include-component-in-tag") is False:
        return f"{prefix}{{version}}"
    if not name and one.folder != ".":
        return ""
    return (
        f"{name}{string_of(one.get('tag-separator'), '-')}{prefix}{{version}}"
        if name
        else f"{prefix}{{version}}"
    )


def _source(one: Settings) -> BumpTarget | None:
    """The file that holds a package's version, which its release type knows."""
    place = partial(one.place, "release-type") if one.get("release-type") else one.document.text.whole
    if one.kind == "simple":
        path = string_of(one.get("version-file"), "version.txt")
        return BumpTarget(one.path(path), "", place, "whole", is_implied=True)
    if one.kind not in _SOURCES:
        return None
    path, key = _SOURCES[one.kind]
    return BumpTarget(
        one.path(path), key, place, "key", may_be_missing=True, may_lack_version=True, is_implied=True
    )


def _targets(one: Settings, tree: Tree) -> Iterator[BumpTarget]:
    source = _source(one)
    if source:
        yield source
    if one.kind == "python":
        yield from _python_files(one, tree)
    extra = one.get("extra-files")
    for index, item in enumerate(extra if isinstance(extra, list) else ()):
        yield from _extra(one, index, item)


def _python_files(one: Settings, tree: Tree) -> Iterator[BumpTarget]:
    """What release type `python` rewrites without being told."""
    name = _component(one, tree)
    modules = [
        f"{top}{form}/__init__.py"
        for form in dict.fromkeys((name, name.replace("-", "_")))
        for top in ("", "src/")
    ]
    for path in ("setup.py", "setup.cfg", *(modules if name else ()), "**/version.py"):
        yield BumpTarget(
            one.path(path), "", one.document.text.whole, "other", is_glob="*" in path,
            may_be_missing=True, may_lack_version=True, is_implied=True,
        )  # fmt: skip


def _extra(one: Settings, index: int, item: object) -> Iterator[BumpTarget]:
    """One of `extra-files`: a path, or a table with the place of the version in it."""
    table = item if isinstance(item, Mapping) else {}
    path = string_of(item) or string_of(table.get("path"))
    if not path:
        return
    how, search = _searched(path, table)
    yield BumpTarget(
        one.path(path),
        search,
        partial(one.place, "extra-files", str(index)),
        how,
        is_glob=table.get("glob") is True,
    )


def _searched(path: str, table: Tables) -> tuple[Search, str]:
    if not table or string_of(table.get("type")) == "generic":
        is_data = not table and any(path.endswith(suffix) for suffix in _MARKED_TOO)
        return ("marks", "version" if is_data else "")
    keys = string_of(table.get("jsonpath")).removeprefix("$.")
    is_plain = bool(keys) and all(letter.isalnum() or letter in "._-" for letter in keys)
    return (
        ("key", keys) if is_plain else ("other", string_of(table.get("type"), "by an expression of its own"))
    )
