"""commitizen: `.cz.toml`, `cz.json`, `cz.yaml` and their like, `[tool.commitizen]`."""

import re
from collections.abc import Iterator
from functools import partial

from relaudit.core.model import Unknown
from relaudit.evidence.bumping.documents import parsed
from relaudit.evidence.bumping.model import (
    VERSION,
    BumpConfig,
    BumpTarget,
    Tables,
    string_of,
    strings_of,
    table_of,
)
from relaudit.evidence.document import Document
from relaudit.evidence.files import Text, Tree

_NAME = "commitizen"
_CONVENTIONAL = "cz_conventional_commits"
_PROVIDERS = {
    "pep621": ("pyproject.toml", "project.version"), "uv": ("pyproject.toml", "project.version"),
    "poetry": ("pyproject.toml", "tool.poetry.version"), "npm": ("package.json", "version"),
    "composer": ("composer.json", "version"), "cargo": ("Cargo.toml", "package.version|workspace.package.version"),
}  # fmt: skip
_SCHEMES = {"pep440": "pep440", "semver": "semver", "semver2": "semver"}
_PARTS = r"(?:{})\.(?:{})\.(?:{})(?:{})?(?:{})?".format(
    *(
        rf"\$\{{{name}\}}|\${name}(?![a-z])"
        for name in ("major", "minor", "patch", "prerelease", "devrelease")
    )
)
_WHOLE = r"\$\{version\}|\$version(?![A-Za-z0-9_])"


def read(_: Tree, text: Text) -> Iterator[BumpConfig | Unknown]:
    """The configuration in a file of its own."""
    document = parsed(text)
    yield from (document,) if isinstance(document, Unknown) else from_document(document)


def from_document(document: Document) -> Iterator[BumpConfig]:
    """The configuration in a table: `[tool.commitizen]`, in JSON and YAML `commitizen`."""
    keys = ("tool", _NAME) if document.text.path.endswith(".toml") else (_NAME,)
    value = document.get(*keys)
    table = table_of(value)
    if value is None or table is not value:
        return
    provider = string_of(table.get("version_provider"), _NAME)
    provided = tuple(_provided(document, keys, provider))
    unread = f"version_provider is '{provider}'" if provider not in (*_PROVIDERS, _NAME, "scm") else ""
    yield BumpConfig(
        _NAME,
        document.text.path,
        lambda label: document.place(*keys, "version", label=label),
        string_of(table.get("version")) or None if provider == _NAME else None,
        tag_pattern(string_of(table.get("tag_format"), "$version")),
        (*provided, *_targets(document, keys, table)),
        tuple(target.path for target in provided),
        string_of(table.get("changelog_file"), "CHANGELOG.md") if _writes_changelog(table) else "",
        _SCHEMES.get(string_of(table.get("version_scheme")), ""),
        string_of(table.get("name"), _CONVENTIONAL) == _CONVENTIONAL,
        extent=unread,
    )


def _writes_changelog(table: Tables) -> bool:
    return table.get("update_changelog_on_bump") is True or "changelog_file" in table


def tag_pattern(form: str) -> str:
    """`v$version`, `v${version}` or the parts one by one, as a pattern; empty when it holds more than the version."""
    written = re.sub(_WHOLE, VERSION, re.sub(_PARTS, VERSION, form, count=1), count=1)
    rest = written.replace(VERSION, "", 1)
    return written if VERSION in written and not set("{}$*") & set(rest) else ""


def _provided(document: Document, keys: tuple[str, ...], provider: str) -> Iterator[BumpTarget]:
    """The file that the provider reads the version from, and writes it to."""
    if provider in _PROVIDERS:
        path, key = _PROVIDERS[provider]
        yield BumpTarget(path, key, partial(document.place, *keys, "version_provider"), "key")


def _targets(document: Document, keys: tuple[str, ...], table: Tables) -> Iterator[BumpTarget]:
    """Each of `version_files`: a path or glob, and after a colon the expression that picks lines."""
    for index, item in enumerate(strings_of(table.get("version_files"))):
        path, _, pattern = item.partition(":")
        place = partial(document.place, *keys, "version_files", str(index))
        yield BumpTarget(path, pattern, place, "lines", is_glob=any(letter in path for letter in "*?["))
