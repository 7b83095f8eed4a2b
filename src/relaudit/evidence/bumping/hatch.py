"""hatch: the file that `[tool.hatch.version]` names, where `hatch version` writes the version."""

from collections.abc import Iterator
from functools import partial

from relaudit.evidence.bumping.model import BumpConfig, BumpTarget, Search
from relaudit.evidence.document import Document

_KEY = ("tool", "hatch", "version")


def from_document(document: Document) -> Iterator[BumpConfig]:
    """The configuration, where the source is a file that is searched."""
    path, pattern = document.string(*_KEY, "path"), document.get(*_KEY, "pattern")
    if path is None or document.string(*_KEY, "source") not in (None, "regex"):
        return
    place = partial(document.place, *_KEY, "path")
    own = pattern.replace("{", "{{").replace("}", "}}") if isinstance(pattern, str) else ""
    how: Search = "regex" if own else "hatch"
    target = BumpTarget(path, own, place, how)
    yield BumpConfig("hatch", document.text.path, lambda _: place(), targets=(target,), files=(path,))
