"""python-semantic-release, versions 7 to 10: `[tool.semantic_release]`, `releaserc.toml`, `releaserc.json`, `setup.cfg`."""

from collections.abc import Callable, Iterator
from functools import partial

from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.evidence.bumping.documents import parsed
from relaudit.evidence.bumping.model import (
    BumpConfig,
    BumpTarget,
    Search,
    Tables,
    string_of,
    strings_of,
    table_of,
    tag_of,
)
from relaudit.evidence.document import Document
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.ini import parse_ini

Place = Callable[..., InFile]
_TOOL = "python-semantic-release"
_NAME = "semantic_release"
_VARIABLES = ("version_variables", "version_variable")  # the second is version 7's
_CONVENTIONAL = ("", "conventional", "conventional-monorepo", "angular")
_OLD_PARSER = "angular_parser"


def read(_: Tree, text: Text) -> Iterator[BumpConfig | Unknown]:
    """The configuration in a file of its own, or version 7's in `setup.cfg`."""
    if text.path == "setup.cfg":
        yield from _from_ini(text)
        return
    document = parsed(text)
    yield from (document,) if isinstance(document, Unknown) else from_document(document)


def _from_ini(text: Text) -> Iterator[BumpConfig | Unknown]:
    ini = parse_ini(text)
    if isinstance(ini, Unknown):
        yield ini
    elif _NAME in ini.sections:
        names = (
            *_VARIABLES,
            "version_toml",
            "version_pattern",
            "tag_format",
            "changelog_file",
            "commit_parser",
        )
        table = {name: ini.get(_NAME, name) for name in names}
        yield _config(
            text,
            {key: value for key, value in table.items() if value},
            lambda *keys: ini.place(_NAME, keys[0]),
        )


def from_document(document: Document) -> Iterator[BumpConfig]:
    """The configuration in a table: `[tool.semantic_release]`, in a file of its own also `semantic_release`."""
    for keys in (("tool", _NAME), (_NAME,)):
        value = document.get(*keys)
        table = table_of(value)
        if value is not None and table is value:
            yield _config(document.text, table, partial(document.place, *keys))
            return


def _config(text: Text, table: Tables, place: Place) -> BumpConfig:
    targets = tuple(_targets(table, place))
    return BumpConfig(
        _TOOL,
        text.path,
        lambda _: place("tag_format"),
        tag=tag_of(string_of(table.get("tag_format"), "v{version}"), "{version}"),
        targets=targets,
        files=(targets[0].path,) if len(targets) == 1 else (),
        changelog=_changelog(table),
        is_conventional=_is_conventional(string_of(table.get("commit_parser"))),
        extent="its build_command may write the version"
        if table.get("build_command") and not targets
        else "",
    )


def _changelog(table: Tables) -> str:
    """Where version 8 and later keep it below `changelog`, version 7 beside it."""
    below = table_of(table.get("changelog"))
    newest = table_of(below.get("default_templates")).get("changelog_file")
    found = (newest, below.get("changelog_file"), table.get("changelog_file"))
    return next((path for path in found if isinstance(path, str) and path), "CHANGELOG.md")


def _is_conventional(parser: str) -> bool:
    return parser in _CONVENTIONAL or parser.endswith(_OLD_PARSER)


def _targets(table: Tables, place: Place) -> Iterator[BumpTarget]:
    for name in _VARIABLES:
        for index, item in _items(table.get(name)):
            path, searched, form = _split(item)
            how: Search = "written" if searched == "*" else "variable"
            prefix = (
                string_of(table.get("tag_format"), "v{version}").partition("{")[0] if form == "tf" else ""
            )
            yield BumpTarget(
                path,
                searched,
                partial(place, name, *index),
                how,
                may_be_missing=how == "written",
                prefix=prefix,
            )
    for index, item in _items(table.get("version_toml")):
        path, searched, _ = _split(item)
        yield BumpTarget(path, searched, partial(place, "version_toml", *index), "key")
    for index, item in _items(table.get("version_pattern")):
        path, _, _ = item.partition(":")
        yield BumpTarget(path, "by a pattern of its own", partial(place, "version_pattern", *index), "other")


def _items(value: object) -> Iterator[tuple[tuple[str, ...], str]]:
    """The items of a list with their numbers; version 7 takes a string with commas too."""
    if isinstance(value, str):
        yield from (((), item.strip()) for item in value.split(",") if item.strip())
    else:
        yield from (((str(index),), item) for index, item in enumerate(strings_of(value)))


def _split(item: str) -> tuple[str, str, str]:
    """`path:name` or `path:name:format`."""
    path, _, rest = item.partition(":")
    searched, _, form = rest.partition(":")
    return path, searched, form
