"""The same file with another version in its place, which needs no parser: most commits to a version file change nothing else."""

from collections.abc import Sequence

from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.declared.model import Span, VersionFile
from relaudit.evidence.files import Text

_VERSION = regex(r"\d+\.\d[0-9A-Za-z.+-]*")
_KEPT = 4


@record
class Alike:
    """A file that was read, as what stands before its version and after it."""

    file: VersionFile
    span: Span
    before: str
    after: str

    def read(self, text: Text) -> VersionFile | None:
        """The version of a text that differs in nothing else; None for any other text."""
        said, file = text.text, self.file
        version = said[len(self.before) : len(said) - len(self.after)]
        is_alike = said.startswith(self.before) and said.endswith(self.after) and _VERSION.fullmatch(version)
        if not is_alike:
            return None
        start, end = self.span
        moved = (start, end + len(version) - len(file.version))
        return VersionFile(file.path, version, text, lambda: moved, text.ref, file.key)


def alike(file: VersionFile) -> Alike | None:
    """None where the version is not written letter by letter, or so that another one could mean something else."""
    span = file.locate() if file.spell is None and _VERSION.fullmatch(file.version) else None
    text = file.text.text
    if span is None or text[slice(*span)].strip("\"'") != file.version:
        return None
    start = text.index(file.version, span[0])
    return Alike(file, span, text[:start], text[start + len(file.version) :])


class Known:
    """The last few different files of each path."""

    def __init__(self) -> None:
        self._by_path: dict[str, Sequence[Alike]] = {}

    def read(self, text: Text) -> VersionFile | None:
        """What a text says that is like one of them."""
        for one in self._by_path.get(text.path, ()):
            found = one.read(text)
            if found is not None:
                return found
        return None

    def add(self, file: VersionFile) -> None:
        """Remember a file that a parser has read."""
        found = alike(file)
        if found is not None:
            self._by_path[file.path] = (found, *self._by_path.get(file.path, ()))[:_KEPT]
