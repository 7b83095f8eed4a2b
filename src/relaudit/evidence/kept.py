"""A tree that keeps what was read of it, for those who come by the same file again and again."""

from collections.abc import Sequence

from relaudit.core.model import Unknown
from relaudit.evidence.files import Text, Tree


class Kept:
    """As the tree below; each file is read once, and is the same text every time."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._texts: dict[str, Text | Unknown | None] = {}

    def paths(self) -> Sequence[str] | Unknown:
        """Every file, sorted."""
        return self._tree.paths()

    def folder(self, path: str) -> Sequence[str] | Unknown:
        """The names of the entries directly in a folder."""
        return self._tree.folder(path)

    def read(self, path: str) -> Text | Unknown | None:
        """The text of a file; None when there is no such file."""
        if path not in self._texts:
            self._texts[path] = self._tree.read(path)
        return self._texts[path]
