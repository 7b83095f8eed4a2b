"""The TOML files that runners keep their scripts in."""

from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.toml import Toml, parse_toml

_SEARCHED = 4_000_000


class Places:
    """Where values of a document stand, as long as that is found soon; the whole file from then on."""

    def __init__(self, document: Toml) -> None:
        self.document = document
        self._left = _SEARCHED

    def of(self, path: tuple[str, ...]) -> InFile:
        """The place of the value at a path, that of the file for no path."""
        self._left -= len(self.document.text.text)
        return self.document.place(*path) if path and self._left > 0 else self.document.text.whole()


def toml_at(path: str, tree: Tree) -> Toml | Unknown | None:
    """A TOML file; None where there is none."""
    text = tree.read(path)
    return parse_toml(text) if isinstance(text, Text) else text
