"""cargo-release: `release.toml`, `[package.metadata.release]` and `[workspace.metadata.release]`."""

from collections.abc import Iterator, Mapping
from functools import partial

from relaudit.core.model import Unknown
from relaudit.evidence.bumping.model import BumpConfig, BumpTarget, string_of, table_of, tag_of
from relaudit.evidence.document import Document
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.toml import parse_toml

_TOOL = "cargo-release"
_MANIFEST = "Cargo.toml"
_TABLES = (("package", "metadata", "release"), ("workspace", "metadata", "release"))
_REPLACEMENTS = "pre-release-replacements"


def read(tree: Tree, text: Text) -> Iterator[BumpConfig | Unknown]:
    """The configuration; the current version is the manifest's own."""
    document = parse_toml(text)
    if isinstance(document, Unknown):
        yield document
        return
    for keys in _TABLES if text.path == _MANIFEST else ((),):
        value = document.get(*keys)
        if isinstance(value, Mapping) and (keys or isinstance(tree.read(_MANIFEST), Text)):
            yield _config(document, keys)


def _config(document: Document, keys: tuple[str, ...]) -> BumpConfig:
    whole = document.text.whole
    own = BumpTarget(
        _MANIFEST, "package.version|workspace.package.version", whole, "key",
        may_lack_version=True, is_implied=True,
    )  # fmt: skip
    lock = BumpTarget("Cargo.lock", "its package", whole, "other", may_be_missing=True, is_implied=True)
    name = document.get(*keys, "tag-name")
    makes = document.get(*keys, "tag") is not False
    return BumpConfig(
        _TOOL,
        document.text.path,
        lambda _: whole(),
        tag=_tag(string_of(name)) if makes else "",
        targets=(own, lock, *_replacements(document, keys)),
        files=(_MANIFEST,),
    )


def _tag(name: str) -> str:
    """The tag where it is written out; the default depends on which package of a workspace is released."""
    written = name.replace("{{prefix}}", "") if name else "v{{version}}"
    return tag_of(written, "{{version}}")


def _replacements(document: Document, keys: tuple[str, ...]) -> Iterator[BumpTarget]:
    listed = document.get(*keys, _REPLACEMENTS)
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        table = table_of(item)
        path, search = string_of(table.get("file")), string_of(table.get("search"))
        place = partial(document.place, *keys, _REPLACEMENTS, str(index), "file")
        if path:
            yield BumpTarget(path, _templated(search), place, "regex", may_lack_version=table.get("min") == 0)


def _templated(search: str) -> str:
    """The expression with its braces kept from being taken for our template's, its one placeholder as ours."""
    doubled = search.replace("{{version}}", "\0").replace("{{prev_version}}", "\0")
    return doubled.replace("{", "{{").replace("}", "}}").replace("\0", "{current_version}")
