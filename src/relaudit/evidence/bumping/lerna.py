"""lerna: `lerna.json`, with the packages of the workspace."""

from collections.abc import Iterator

from relaudit.core.model import Unknown
from relaudit.evidence.bumping.model import BumpConfig, string_of, strings_of
from relaudit.evidence.bumping.workspace import members, packages, workspaces
from relaudit.evidence.document import Document
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.json import parse_json

_INDEPENDENT = "independent"


def read(tree: Tree, text: Text) -> Iterator[BumpConfig | Unknown]:
    """The configuration; packages with versions of their own are told apart from those that share one."""
    document = parse_json(text)
    if isinstance(document, Unknown):
        yield document
        return
    globs = strings_of(document.get("packages")) or workspaces(tree) or ("packages/*",)
    found = members(tree, globs, text)
    if isinstance(found, Unknown):
        yield found
        return
    is_independent = document.string("version") == _INDEPENDENT
    yield BumpConfig(
        "lerna",
        text.path,
        lambda label: document.place("version", label=label),
        tag="" if is_independent else f"{_prefix(document)}{{version}}",
        targets=tuple(member.target for member in found),
        files=() if is_independent else (text.path,),
        is_conventional=_option(document, "conventionalCommits") is True,
        packages=tuple(packages(tree, found)) if is_independent else (),
    )


def _option(document: Document, name: str) -> object:
    """An option of `lerna version`, which may stand at three levels."""
    levels = (("command", "version"), ("command", "publish"), ())
    return next((found for keys in levels if (found := document.get(*keys, name)) is not None), None)


def _prefix(document: Document) -> str:
    return string_of(_option(document, "tagVersionPrefix"), "v")
