"""A tree told by the entries of its folders, wherever they come from: links are followed, and never out of the tree."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from posixpath import dirname, join

from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.files import Text, normal, unreadable

LINK, TREE, SUBMODULE = "120000", "40000", "160000"
_LINKS_FOLLOWED = 8
_DEEPEST = 200  # folders


@record
class Entry:
    """One line of a tree object; `mode` as git writes it there."""

    mode: str
    oid: str


Entries = Mapping[str, Entry]


class EntryTree(ABC):
    """The files of one revision; folders are listed when something in them is asked for."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._folders: dict[str, Entries | Unknown] = {}

    @abstractmethod
    def _listed(self, folder: str, oid: str) -> Entries | Unknown:
        """The entries of a folder, whose tree object is named."""

    @abstractmethod
    def _blob(self, path: str, entry: Entry) -> bytes | Unknown:
        """What a file or a link holds."""

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
                pending.append(path) if entry.mode == TREE else found.append(path)
        return sorted(found)

    def folder(self, path: str) -> Sequence[str] | Unknown:
        """The names of the entries directly in a folder."""
        entries = self._entries(normal(path) if path else "")
        if isinstance(entries, Unknown):
            return entries
        return sorted(name + ("/" if entry.mode == TREE else "") for name, entry in entries.items())

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
            if found.mode != LINK:
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
            if entry is not None and entry.mode == LINK:
                return True
        return False

    def _find(self, path: str) -> Entry | Unknown | None:
        if not path or path == "." or path.count("/") > _DEEPEST:
            return None
        entries = self._entries(dirname(path))
        if isinstance(entries, Unknown):
            return entries
        entry = entries.get(path.rpartition("/")[2])
        return None if entry is None or entry.mode in (TREE, SUBMODULE) else entry

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
        if not folder:
            return self._listed("", self._root)
        above = self._entries(dirname(folder))
        if isinstance(above, Unknown):
            return above
        entry = above.get(folder.rpartition("/")[2])
        if entry is not None and entry.mode == LINK:
            return self._linked(folder, entry)
        return self._listed(folder, entry.oid) if entry is not None and entry.mode == TREE else {}
