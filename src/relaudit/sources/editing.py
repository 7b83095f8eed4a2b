"""Writing changed files back into a checkout: all of them or none, and nothing that changed in the meantime."""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

from relaudit.core.errors import UsageError
from relaudit.evidence.files import Tree, normal
from relaudit.evidence.overlay import Change
from relaudit.sources.local import Opened
from relaudit.sources.revision import Revision
from relaudit.sources.worktree import WorkingTree


def obstacle(tree: Tree, path: str) -> str:
    """Why a file is not edited by this name, empty when it may be."""
    plain = normal(path)
    if not plain or ".git" in plain.lower().split("/"):
        return f"{path} is no file of the repository's"
    if "\\" in path:
        return f"{path} has a backslash in its name, which means a folder elsewhere"
    if isinstance(tree, WorkingTree | Revision) and tree.is_link(plain):
        return f"{path} is a link; what it leads to has to be edited by its own name"
    return ""


def checkout(opened: Opened) -> WorkingTree:
    """The tree of a checkout that can be written to.

    Raises:
        UsageError: this is a bare git directory, or a revision.
    """
    if isinstance(opened.tree, WorkingTree):
        return opened.tree
    what = "a revision" if opened.is_past else "a bare git directory"
    raise UsageError(
        f"--fix: {opened.name} is {what}, and only the files of a checkout are written; --patch prints the change"
    )


def write(tree: WorkingTree, changes: Iterable[Change]) -> None:
    """Write every changed file; modes are kept, and each file is exchanged at once.

    Raises:
        UsageError: a file is not what it was, or cannot be written; then none is.
    """
    with _removed_at_the_end() as scratch:
        ready: list[tuple[str, Change]] = []
        written: list[str] = []
        for change in changes:
            with _told(change, written):
                _check(tree, change)
                scratch.append(_written_beside(_place(tree, change), change.after))
            ready.append((scratch[-1], change))
        for _, change in ready:
            with _told(change, written):
                _check(tree, change)
        for temporary, change in ready:
            with _told(change, written):
                os.replace(temporary, _place(tree, change))
            written.append(change.path)


@contextmanager
def _told(change: Change, written: Sequence[str]) -> Iterator[None]:
    """What the system refuses is told with what was done before."""
    try:
        yield
    except OSError as error:
        done = f"only {', '.join(written)} was written" if written else "nothing was written"
        raise UsageError(f"{change.path} cannot be written: {error.strerror}; {done}") from error


def _place(tree: WorkingTree, change: Change) -> str:
    return f"{tree.root}/{normal(change.path)}"


def _check(tree: WorkingTree, change: Change) -> None:
    why = obstacle(tree, change.path)
    if why:
        raise UsageError(f"{why}; nothing was written")
    with open(_place(tree, change), "rb") as file:
        if file.read() != change.before:
            raise UsageError(f"{change.path} has changed since it was read; nothing was written, run again")
    if not os.access(_place(tree, change), os.W_OK):
        raise UsageError(f"{change.path} is read-only; nothing was written")


def _written_beside(name: str, content: bytes) -> str:
    """A new file in the same folder, with the content, and the mode and owner of the file it will replace."""
    status = os.stat(name)
    temporary = f"{name}.relaudit-{os.urandom(6).hex()}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        with suppress(OSError, AttributeError):  # only root gives files away
            os.chown(temporary, status.st_uid, status.st_gid)
        os.chmod(temporary, stat.S_IMODE(status.st_mode))
    except BaseException:
        os.remove(temporary)
        raise
    return temporary


@contextmanager
def _removed_at_the_end() -> Iterator[list[str]]:
    names: list[str] = []
    try:
        yield names
    finally:
        for name in names:
            with suppress(OSError):
                os.remove(name)
