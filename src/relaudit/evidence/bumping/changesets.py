"""changesets: `.changeset/config.json`."""

from collections.abc import Iterator

from relaudit.core.model import Unknown
from relaudit.evidence.bumping.model import BumpConfig, BumpTarget
from relaudit.evidence.bumping.workspace import MANIFEST, members, packages, workspaces
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.json import parse_json


def read(tree: Tree, text: Text) -> Iterator[BumpConfig | Unknown]:
    """The configuration: the versions are those of the packages, of one at the top where there is no workspace."""
    document = parse_json(text)
    if isinstance(document, Unknown):
        yield document
        return
    globs = workspaces(tree)
    found = members(tree, globs, text) if globs else ()
    if isinstance(found, Unknown):
        yield found
        return
    top = BumpTarget(
        MANIFEST, "version", text.whole, "key", may_be_missing=True, may_lack_version=True, is_implied=True
    )
    yield BumpConfig(
        "changesets",
        text.path,
        lambda _: text.whole(),
        tag="" if globs else "v{version}",
        targets=tuple(member.target for member in found) or (top,),
        files=() if globs else (MANIFEST,),
        changelog="" if globs or document.get("changelog") is False else "CHANGELOG.md",
        packages=tuple(packages(tree, found)),
    )
