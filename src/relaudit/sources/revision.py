"""The tree of a revision, read from git objects."""

from collections.abc import Iterator, Mapping, Sequence
from posixpath import dirname, join
from typing import Protocol

from relaudit.core.model import Reason, Unknown
from relaudit.core.record import record, replace
from relaudit.evidence.files import Text, normal, unreadable
from relaudit.evidence.git import GitObject

_LINK, _TREE, _SUBMODULE = "120000", "40000", "160000"
_LINKS_FOLLOWED = 8


class Objects(Protocol):
    """Whoever can look objects up."""

    def objects(self, names: Sequence[str]) -> list[GitObject | Unknown | None]:
        """What each name stands for, in order."""
        ...


@record
class Entry:
    """One line of a tree object."""

    mode: str
    oid: str


Entries = Mapping[str, Entry]


class Revision:
    """The files at one revision; folders are read when something in them is asked for."""

    def __init__(self, git: Objects, revision: str) -> None:
        self._git = git
        self._root = f"{revision}^{{tree}}"
        self._folders: dict[str, Entries | Unknown] = {}

    def paths(self) -> Sequence[str] | Unknown:
        """Every file, sorted."""
        found: list[str] = []
        pending = [""]
        while pending:
            folder = pending.pop()
            entries = self._entries(folder)
            if isinstance(entries, Unknown):
                return entries
            for name, entry in entries.items():
                path = join(folder, name)
                pending.append(path) if entry.mode == _TREE else found.append(path)
        return sorted(found)

    def folder(self, path: str) -> Sequence[str] | Unknown:
        """The names of the entries directly in a folder."""
        entries = self._entries(normal(path) if path else "")
        if isinstance(entries, Unknown):
            return entries
        return sorted(name + ("/" if entry.mode == _TREE else "") for name, entry in entries.items())

    def read(self, path: str) -> Text | Unknown | None:
        """The text of a file; None when there is no such file."""
        seen = normal(path)
        for _ in range(_LINKS_FOLLOWED):
            found = self._find(seen)
            if found is None or isinstance(found, Unknown):
                return found
            raw = self._blob(path, found)
            if isinstance(raw, Unknown):
                return raw
            if found.mode != _LINK:
                return Text.decoded(path, raw)
            seen = normal(join(dirname(seen), raw.decode("utf-8", "surrogateescape")))
            if not seen:
                return unreadable(path, f"{path} is a link out of the tree")
        return unreadable(path, f"{path}: too many links")

    def lists(self, path: str) -> bool | Unknown:
        """Whether there is a file of this path, by the trees alone."""
        found = self._find(path)
        return found if isinstance(found, Unknown) else found is not None

    def is_link(self, path: str) -> bool:
        """Whether a file, or a folder above it, is a link."""
        steps = path.split("/")
        for depth, name in enumerate(steps):
            entries = self._entries("/".join(steps[:depth]))
            entry = None if isinstance(entries, Unknown) else entries.get(name)
            if entry is not None and entry.mode == _LINK:
                return True
        return False

    def _find(self, path: str) -> Entry | Unknown | None:
        if not path or path == ".":
            return None
        entries = self._entries(dirname(path))
        if isinstance(entries, Unknown):
            return entries
        entry = entries.get(path.rpartition("/")[2])
        return None if entry is None or entry.mode in (_TREE, _SUBMODULE) else entry

    def _blob(self, path: str, entry: Entry) -> bytes | Unknown:
        found = self._git.objects([entry.oid])[0]
        if isinstance(found, GitObject):
            return found.content
        if found is not None and found.reason is not Reason.MISSING_OBJECTS:
            return replace(found, evidence=path, detail=f"{path}: {found.detail}")
        detail = f"{path} is not in this partial clone"
        return Unknown(path, Reason.MISSING_OBJECTS, needs="a full clone", detail=detail)

    def _entries(self, folder: str) -> Entries | Unknown:
        """The entries of a folder; none when it does not exist."""
        if folder not in self._folders:
            self._folders[folder] = self._read_folder(folder)
        return self._folders[folder]

    def _linked(self, folder: str, entry: Entry) -> Entries | Unknown:
        """The entries of the folder that a link in a folder's place leads to."""
        self._folders[folder] = {}  # while it is looked up: a link to itself leads nowhere
        raw = self._blob(folder, entry)
        if isinstance(raw, Unknown):
            return raw
        target = normal(join(dirname(folder), raw.decode("utf-8", "surrogateescape")))
        return self._entries(target) if target and target != "." else {}

    def _read_folder(self, folder: str) -> Entries | Unknown:
        name = self._root
        if folder:
            above = self._entries(dirname(folder))
            if isinstance(above, Unknown):
                return above
            entry = above.get(folder.rpartition("/")[2])
            if entry is not None and entry.mode == _LINK:
                return self._linked(folder, entry)
            if entry is None or entry.mode != _TREE:
                return {}
            name = entry.oid
        found = self._git.objects([name])[0]
        if isinstance(found, GitObject):
            return dict(_parsed(found.content, len(found.oid) // 2))
        return found or Unknown(
            folder or "tree", Reason.MISSING_OBJECTS, needs="a full clone", detail=f"{name} is missing"
        )


def _parsed(content: bytes, oid_length: int) -> Iterator[tuple[str, Entry]]:
    """The entries of a tree object: `mode SP name NUL oid`, over and over."""
    position = 0
    while position < len(content):
        end = content.index(b"\0", position)
        mode, _, name = content[position:end].partition(b" ")
        position = end + 1 + oid_length
        yield name.decode("utf-8", "surrogateescape"), Entry(mode.decode(), content[end + 1 : position].hex())
