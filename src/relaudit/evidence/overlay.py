"""A tree with some texts exchanged, nothing written."""

from collections.abc import Iterator, Mapping, Sequence

from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.files import Text, Tree, normal


@record
class Change:
    """A file before and after, in bytes."""

    path: str
    before: bytes
    after: bytes


class Overlay:
    """Another tree, but for some of its files; `texts` are by path as git writes it."""

    def __init__(self, below: Tree, texts: Mapping[str, Text]) -> None:
        self.below = below
        self.texts = texts

    def paths(self) -> Sequence[str] | Unknown:
        """Every file of the tree below: texts are exchanged, none is added."""
        return self.below.paths()

    def folder(self, path: str) -> Sequence[str] | Unknown:
        """The names of the entries directly in a folder."""
        return self.below.folder(path)

    def read(self, path: str) -> Text | Unknown | None:
        """The exchanged text of a file, or that of the tree below."""
        text = self.texts.get(normal(path))
        if text is None or text.path == path:
            return text or self.below.read(path)
        return Text(path, text.text, text.encoding, text.ref, mark=text.mark)

    def changes(self) -> Iterator[Change]:
        """Every file that is no longer what it was, sorted."""
        for path, text in sorted(self.texts.items()):
            old = self.below.read(path)
            before, after = encoded(old) if isinstance(old, Text) else None, encoded(text)
            if before is not None and after is not None and before != after:
                yield Change(path, before, after)


def encoded(text: Text) -> bytes | None:
    """The bytes of a file with this text, None where its encoding cannot say it, or did not when it was read."""
    if "\ufffd" in text.text and text.encoding not in ("utf-8", "latin-1"):
        return None
    try:
        return text.mark + text.text.encode(text.encoding)
    except UnicodeEncodeError:
        return None
