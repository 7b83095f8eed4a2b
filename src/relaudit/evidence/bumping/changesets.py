"""changesets: `.changeset/config.json`."""

from collections.abc import Iterator

from relaudit.core.model import Unknown
from relaudit.evidence.bumping.model import BumpConfig, BumpTarget
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.json import parse_json


def read(_: Tree, text: Text) -> Iterator[BumpConfig | Unknown]:
    """The configuration; the versions are those of the packages, each of which keeps its own changelog."""
    document = parse_json(text)
    if isinstance(document, Unknown):
        yield document
        return
    target = BumpTarget(
        "**/package.json", "version", text.whole, "key", is_glob=True,
        may_be_missing=True, may_lack_version=True, is_implied=True,
    )  # fmt: skip
    yield BumpConfig("changesets", text.path, lambda _: text.whole(), targets=(target,))
