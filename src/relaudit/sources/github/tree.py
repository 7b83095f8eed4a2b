"""The tree of a revision on GitHub: one listing, and a request for each file that is read."""

from base64 import b64decode
from collections.abc import Mapping
from posixpath import dirname

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.files import SIZE_LIMIT, too_large
from relaudit.evidence.github.service import GitHub
from relaudit.evidence.github.states import Asked, found
from relaudit.sources.entries import TREE, Entries, Entry, EntryTree

_ASKED = Asked("Tree", "contents:read")
_WHOLE = {"recursive": "1"}


class TreeOnGitHub(EntryTree):
    """The files of one commit. Where GitHub cuts the listing short, each folder is listed by itself."""

    def __init__(self, github: GitHub, oid: str) -> None:
        super().__init__(oid)
        self._github = github
        self._sizes: dict[str, int] = {}
        self._all: dict[str, dict[str, Entry]] | Unknown | None = None
        self._is_cut = False

    def _listed(self, folder: str, oid: str) -> Entries | Unknown:
        if self._all is None:
            self._all = self._asked(self._root, _WHOLE)
        if isinstance(self._all, Unknown):
            return self._all
        if not self._is_cut and folder in self._all:
            return self._all[folder]
        alone = self._asked(oid, {})
        return alone if isinstance(alone, Unknown) else alone.get("", {})

    def _asked(self, oid: str, parameters: Mapping[str, str]) -> dict[str, dict[str, Entry]] | Unknown:
        """The entries by folder."""
        body = found(self._github.ask(f"/git/trees/{oid}", parameters), _ASKED)
        if isinstance(body, Unknown):
            return body
        items, is_cut = body.get("tree"), body.get("truncated")
        if is_cut is True and not parameters:
            return Unknown(
                "Tree", Reason.TRUNCATED, needs="a clone", detail="a folder has more files than GitHub lists"
            )
        folders: dict[str, dict[str, Entry]] = {"": {}}
        listed = items if isinstance(items, list) else [None]
        is_read = isinstance(is_cut, bool) and all(self._added(item, folders) for item in listed)
        if not is_read or not (is_cut or all(_is_listed(folder, folders) for folder in folders)):
            return Unknown("Tree", Reason.UNREADABLE, detail="GitHub's listing of the files is none")
        self._is_cut |= is_cut is True
        return folders

    def _added(self, item: object, folders: dict[str, dict[str, Entry]]) -> bool:
        said = item if isinstance(item, Mapping) else {}
        path, mode, oid, size = (said.get(key) for key in ("path", "mode", "sha", "size"))
        if not (isinstance(path, str) and isinstance(mode, str) and isinstance(oid, str)):
            return False
        folders.setdefault(dirname(path), {})[path.rpartition("/")[2]] = Entry(mode.lstrip("0"), oid)
        self._sizes[oid] = size if isinstance(size, int) else 0
        return True

    def _blob(self, path: str, entry: Entry) -> bytes | Unknown:
        size = self._sizes.get(entry.oid, 0)
        if size > SIZE_LIMIT:
            return too_large(path, size)
        body = found(self._github.ask(f"/git/blobs/{entry.oid}"), Asked(path, "contents:read"))
        if isinstance(body, Unknown):
            return body
        raw = _decoded(body.get("content"), body.get("encoding"))
        if raw is None or (size and len(raw) != size):
            return Unknown(path, Reason.UNREADABLE, detail=f"GitHub does not tell what {path} holds")
        return raw


def _is_listed(folder: str, folders: Mapping[str, Entries]) -> bool:
    """Whether a folder that has files is one of those that hold it: else nothing leads to them."""
    entry = folders.get(dirname(folder), {}).get(folder.rpartition("/")[2])
    return not folder or (entry is not None and entry.mode == TREE)


def _decoded(content: object, encoding: object) -> bytes | None:
    if not isinstance(content, str) or encoding not in ("base64", "utf-8"):
        return None
    try:
        return (
            b64decode("".join(content.split()), validate=True) if encoding == "base64" else content.encode()
        )
    except ValueError:
        return None
