"""The tree of a repository: what it is for whoever reads it, wherever its bytes are."""

import codecs
from bisect import bisect_right
from collections.abc import Sequence
from posixpath import normpath
from typing import Protocol

from relaudit.core.model import Reason, Unknown
from relaudit.core.places import InFile

SIZE_LIMIT = 8 * 1024 * 1024
_LINE_SHOWN = 400
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class Text:
    """A file's text, decoded. Offsets count characters of `text`, which has no byte order mark.

    `encoding` is `latin-1` when the bytes are no UTF-8: every byte is then kept, though not its meaning.
    `mark` is the byte order mark that the file begins with, empty for most.
    """

    def __init__(
        self, path: str, text: str, encoding: str = "utf-8", ref: str = "", *, mark: bytes = b""
    ) -> None:
        self.path = path
        self.text = text
        self.encoding = encoding
        self.ref = ref
        self.mark = mark
        self._starts: list[int] = []

    @classmethod
    def decoded(cls, path: str, raw: bytes, ref: str = "") -> "Text":
        """The text of these bytes; nothing is lost and nothing raises."""
        for mark, encoding in _BOMS:
            if raw.startswith(mark):
                return cls(path, raw[len(mark) :].decode(encoding, "replace"), encoding, ref, mark=mark)
        try:
            return cls(path, raw.decode("utf-8"), "utf-8", ref)
        except UnicodeDecodeError:
            return cls(path, raw.decode("latin-1"), "latin-1", ref)

    def place(self, start: int, end: int, label: str = "") -> InFile:
        """The characters from `start` up to `end`."""
        line, column = self._position(start)
        end_line, end_column = self._position(end)
        return InFile(
            path=self.path, line=line, column=column, end_line=end_line, end_column=end_column,
            text=self.line(line), ref=self.ref, label=label,
        )  # fmt: skip

    def place_of_line(self, line: int, label: str = "") -> InFile:
        """The whole of one line, counted from 1, without the white space around it."""
        start, shown = self._line_starts()[line - 1], self.line(line)
        first = start + len(shown) - len(shown.lstrip())
        return self.place(first, max(first, start + len(shown.rstrip())), label)

    def whole(self, label: str = "") -> InFile:
        """The file as such."""
        return InFile(path=self.path, ref=self.ref, label=label)

    def line(self, number: int) -> str:
        """The text of one line, counted from 1, without its end."""
        starts = self._line_starts()
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")[:_LINE_SHOWN]

    def _position(self, offset: int) -> tuple[int, int]:
        starts = self._line_starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def _line_starts(self) -> list[int]:
        if not self._starts:
            self._starts.append(0)
            position = self.text.find("\n")
            while position >= 0:
                self._starts.append(position + 1)
                position = self.text.find("\n", position + 1)
        return self._starts


class Tree(Protocol):
    """The files of one revision or working tree; paths are relative, with `/`, and lazily read."""

    def paths(self) -> Sequence[str] | Unknown:
        """Every file, sorted."""
        ...

    def folder(self, path: str) -> Sequence[str] | Unknown:
        """The names of the entries directly in a folder, sorted; those of folders end in `/`."""
        ...

    def read(self, path: str) -> Text | Unknown | None:
        """The text of a file; None when there is no such file."""
        ...


def normal(path: str) -> str:
    """A path as git writes it, without `./` and `a/../`; empty when it leads out of the tree."""
    plain = normpath(path.replace("\\", "/")) if path else ""
    return "" if plain.startswith(("/", "..")) else plain


def unreadable(path: str, detail: str, reason: Reason = Reason.UNREADABLE) -> Unknown:
    """A file that is there and cannot be read."""
    return Unknown(path, reason, detail=detail)


def too_large(path: str, size: int) -> Unknown:
    """A file beyond the size that is read."""
    return unreadable(path, f"{size:,} bytes, {SIZE_LIMIT:,} are read at most", Reason.TOO_LARGE)
