"""What release-please rewrites in a package: the files that its release type knows, and those it is told of."""

from collections.abc import Iterator, Mapping
from functools import partial

from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.evidence.bumping.documents import parsed
from relaudit.evidence.bumping.model import BumpTarget, Search, Tables, string_of
from relaudit.evidence.document import Document
from relaudit.evidence.files import Text, Tree, normal

_PYTHON = ("pyproject.toml", "project.version|tool.poetry.version")
_SOURCES = {
    "node": ("package.json", "version"), "expo": ("package.json", "version"), "python": _PYTHON,
    "rust": ("Cargo.toml", "package.version|workspace.package.version"), "php": ("composer.json", "version"),
    "dart": ("pubspec.yaml", "version"), "helm": ("Chart.yaml", "version"),
}  # fmt: skip
WITHOUT = ("go", "terraform-module")  # nothing has to hold the version
_NAMED = ("node", "expo", "rust", "dart", "helm")  # types that look the name up for the tag
_WITH_FILE = ("go", "php", "ruby")
_SCOPED = ("node", "expo")
_NAMES = (("name",), ("package", "name"), ("project", "name"), ("tool", "poetry", "name"))
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
        return normal(name.lstrip("/") if top else f"{self.folder}/{name}") or name

    def place(self, *keys: str) -> InFile:
        """Where a setting stands."""
        above = ("packages", self.folder) if keys[0] in self.own else ()
        return self.document.place(*above, *keys)


def source_of(one: Settings) -> BumpTarget | None:
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


def targets_of(one: Settings, tree: Tree) -> Iterator[BumpTarget]:
    """Every file of a package that is rewritten."""
    source = source_of(one)
    if source:
        yield source
    if one.kind == "python":
        yield from (_implied(one, path) for path in _python_files(one, tree))
    own = string_of(one.get("version-file"))
    if one.kind in _WITH_FILE and (own or one.kind == "php"):
        yield _implied(one, own or "VERSION")
    extra = one.get("extra-files")
    for index, item in enumerate(extra if isinstance(extra, list) else ()):
        yield from _extra(one, index, item)


def _python_files(one: Settings, tree: Tree) -> Iterator[str]:
    """What release type `python` rewrites without being told."""
    name = _name(one, tree) or component_of(one, tree)
    for form in dict.fromkeys((name, name.replace("-", "_"))) if name else ():
        yield from (f"{form}/__init__.py", f"src/{form}/__init__.py")
    yield from ("setup.py", "setup.cfg", "**/version.py")


def _implied(one: Settings, path: str) -> BumpTarget:
    return BumpTarget(
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


def component_of(one: Settings, tree: Tree) -> str:
    """What stands in front of the version in a tag: the component, or the package's name where its type looks it up."""
    said = string_of(one.get("component"))
    if said:
        return said
    name = string_of(one.get("package-name")) or (_name(one, tree) if one.kind in _NAMED else "")
    is_scoped = one.kind in _SCOPED and name.startswith("@") and "/" in name
    return name.split("/")[1] if is_scoped else name


def _name(one: Settings, tree: Tree) -> str:
    """The name in the file that holds the package's version."""
    text = tree.read(one.path(_SOURCES[one.kind][0]))
    document = parsed(text) if isinstance(text, Text) else None
    if not isinstance(document, Document):
        return ""
    return next(filter(None, (document.string(*key) for key in _NAMES)), "")
