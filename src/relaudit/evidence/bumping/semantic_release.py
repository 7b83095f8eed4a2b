"""semantic-release: `.releaserc` in its forms, `release` in `package.json`; a configuration that is a program is not run."""

from collections.abc import Iterator, Sequence
from functools import partial

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.bumping.documents import parsed
from relaudit.evidence.bumping.model import BumpConfig, BumpTarget, Tables, string_of, table_of, tag_of
from relaudit.evidence.document import Document
from relaudit.evidence.files import Text, Tree

_TOOL = "semantic-release"
_PROGRAMS = (".js", ".cjs", ".mjs")
_ANALYZER, _CHANGELOG, _NPM = (f"@{_TOOL}/{name}" for name in ("commit-analyzer", "changelog", "npm"))
_DEFAULT = (_ANALYZER, f"@{_TOOL}/release-notes-generator", _NPM, f"@{_TOOL}/github")
_KNOWN = (*_DEFAULT, _CHANGELOG, f"@{_TOOL}/git", f"@{_TOOL}/gitlab", f"@{_TOOL}/error")
_PRESETS = ("", "angular", "conventionalcommits")


def read(_: Tree, text: Text) -> Iterator[BumpConfig | Unknown]:
    """The configuration, which states no version: the tool takes it from the tags."""
    if text.path.endswith(_PROGRAMS):
        detail = f"{text.path} is a program, and nothing of the repository is run"
        yield Unknown("BumpConfigs", Reason.UNDECIDABLE, "the process in the policy", detail)
        return
    document = parsed(text)
    if isinstance(document, Unknown):
        yield document
        return
    keys = ("release",) if text.path == "package.json" else ()
    value = document.get(*keys)
    table = table_of(value)
    if table is value:
        yield _config(document, keys, table)


def _config(document: Document, keys: tuple[str, ...], table: Tables) -> BumpConfig:
    plugins = _plugins(table)
    names = [name for name, _ in plugins]
    unread = [name for name in names if name not in _KNOWN]
    extends = "it extends a configuration elsewhere" if "extends" in table else ""
    own = f"what {unread[0]} rewrites is not known here" if unread else ""
    analyzer = next((options for name, options in plugins if name == _ANALYZER), None)
    return BumpConfig(
        _TOOL,
        document.text.path,
        lambda _: document.place(*keys, "tagFormat"),
        tag=tag_of(string_of(table.get("tagFormat"), "v${version}"), "${version}"),
        targets=tuple(_targets(document, keys, names)),
        changelog=_changelog(plugins),
        is_conventional=analyzer is not None
        and string_of(analyzer.get("preset")) in _PRESETS
        and not extends,
        extent=extends or own,
    )


def _plugins(table: Tables) -> Sequence[tuple[str, Tables]]:
    """Name and options of each plugin; the usual ones where none are listed."""
    listed = table.get("plugins")
    if not isinstance(listed, list):
        return [(name, {}) for name in _DEFAULT]
    found = []
    for item in listed:
        parts = item if isinstance(item, list) else [item]
        if parts and isinstance(parts[0], str):
            found.append((parts[0], table_of(parts[1] if len(parts) > 1 else None)))
    return found


def _changelog(plugins: Sequence[tuple[str, Tables]]) -> str:
    options = next((options for name, options in plugins if name == _CHANGELOG), None)
    return "" if options is None else string_of(options.get("changelogFile"), "CHANGELOG.md")


def _targets(document: Document, keys: tuple[str, ...], names: Sequence[str]) -> Iterator[BumpTarget]:
    """The npm plugin writes `package.json` in the release job, whatever version it holds before."""
    if _NPM in names:
        yield BumpTarget(
            "package.json", "version", partial(document.place, *keys, "plugins"), "key",
            may_be_missing=True, may_lack_version=True, is_implied=True,
        )  # fmt: skip
