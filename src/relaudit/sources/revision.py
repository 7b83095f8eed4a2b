"""The tree of a revision, read from git objects."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from relaudit.core.model import Reason, Unknown
from relaudit.core.record import replace
from relaudit.evidence.git import GitObject
from relaudit.sources.entries import Entries, Entry, EntryTree


class Objects(Protocol):
    """Whoever can look objects up."""

    def objects(self, names: Sequence[str]) -> list[GitObject | Unknown | None]:
        """What each name stands for, in order."""
        ...


class Revision(EntryTree):
    """The files at one revision."""

    def __init__(self, git: Objects, revision: str) -> None:
        super().__init__(f"{revision}^{{tree}}")
        self._git = git

    def _listed(self, folder: str, oid: str) -> Entries | Unknown:
        found = self._git.objects([oid])[0]
        if isinstance(found, GitObject):
            return dict(_parsed(found.content, len(found.oid) // 2))
        return found or Unknown(
            folder or "tree", Reason.MISSING_OBJECTS, needs="a full clone", detail=f"{oid} is missing"
        )

    def _blob(self, path: str, entry: Entry) -> bytes | Unknown:
        found = self._git.objects([entry.oid])[0]
        if isinstance(found, GitObject):
            return found.content
        if found is not None and found.reason is not Reason.MISSING_OBJECTS:
            return replace(found, evidence=path, detail=f"{path}: {found.detail}")
        detail = f"{path} is not in this partial clone"
        return Unknown(path, Reason.MISSING_OBJECTS, needs="a full clone", detail=detail)


def _parsed(content: bytes, oid_length: int) -> Iterator[tuple[str, Entry]]:
    """The entries of a tree object: `mode SP name NUL oid`, over and over."""
    position = 0
    while position < len(content):
        end = content.index(b"\0", position)
        mode, _, name = content[position:end].partition(b" ")
        position = end + 1 + oid_length
        yield name.decode("utf-8", "surrogateescape"), Entry(mode.decode(), content[end + 1 : position].hex())
