"""The files of a folder on disk."""

import os
import stat
from collections.abc import Sequence

from relaudit.core.model import Unknown
from relaudit.core.record import replace
from relaudit.evidence.files import SIZE_LIMIT, Text, too_large, unreadable


class WorkingTree:
    """A folder as it is now; links are followed inside it and nowhere else."""

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self.root = os.path.realpath(root)
        self._read: dict[str, Text | Unknown | None] = {}
        self._folders: dict[str, bool] = {}

    def paths(self) -> Sequence[str] | Unknown:
        """Every file, sorted; git's own folders are left out."""
        found: list[str] = []
        for folder, folders, files in os.walk(self.root):
            folders[:] = [name for name in folders if name != ".git"]
            below = os.path.relpath(folder, self.root)
            prefix = "" if below == os.curdir else below.replace(os.sep, "/") + "/"
            found += [prefix + name for name in files]
        return sorted(found)

    def folder(self, path: str) -> Sequence[str] | Unknown:
        """The names of the entries directly in a folder."""
        try:
            if not self._inside(path):
                return ()
            with os.scandir(f"{self.root}/{path}") as entries:
                return sorted(
                    entry.name + ("/" if entry.is_dir(follow_symlinks=False) else "") for entry in entries
                )
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as error:
            return unreadable(path or ".", f"{path or '.'}: {error.strerror}")

    def read(self, path: str) -> Text | Unknown | None:
        """The text of a file, read once; None when there is no such file."""
        if path not in self._read:
            self._read[path] = self._load(path)
        return self._read[path]

    def is_link(self, path: str) -> bool:
        """Whether a file, or a folder above it, is a link."""
        return os.path.realpath(f"{self.root}/{path}") != os.path.normpath(f"{self.root}/{path}")

    def _load(self, path: str) -> Text | Unknown | None:  # noqa: PLR0911 - one for each thing a path can be
        try:
            status = os.lstat(f"{self.root}/{path}")
            if not self._is_plain(path, status) and not self._inside(path):
                return unreadable(path, f"{path} is a link out of the tree")
            if stat.S_ISLNK(status.st_mode):
                status = os.stat(f"{self.root}/{path}")
            if stat.S_ISDIR(status.st_mode):
                return None
            if not stat.S_ISREG(status.st_mode):
                return unreadable(path, f"{path} is no regular file")
            if status.st_size > SIZE_LIMIT:
                large = too_large(path, status.st_size)
                return replace(large, detail=f"{path}: {large.detail}")
            with open(f"{self.root}/{path}", "rb") as file:
                return Text.decoded(path, file.read())
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError) as error:
            return unreadable(path, f"{path}: {getattr(error, 'strerror', None) or error}")

    def _is_plain(self, path: str, status: os.stat_result) -> bool:
        """Whether a path is no link, and lies in a folder that is inside; many files lie in few folders."""
        folder, _, name = path.rpartition("/")
        if folder not in self._folders:
            self._folders[folder] = self._inside(folder)
        return self._folders[folder] and name not in (".", "..") and not stat.S_ISLNK(status.st_mode)

    def _inside(self, path: str) -> bool:
        real = os.path.realpath(f"{self.root}/{path}")
        return real == self.root or real.startswith(self.root + os.sep)
