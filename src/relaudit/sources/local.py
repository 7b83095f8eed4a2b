"""Opening a repository on this machine: a working tree, a bare git directory, or one revision of either."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from relaudit.core.errors import UsageError
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import record
from relaudit.evidence.files import Tree
from relaudit.evidence.git import Git, Head
from relaudit.evidence.github.service import GitHub
from relaudit.sources.find import branch_of, git_dir_of, is_bare
from relaudit.sources.git import EMPTY_TREE, GitDirectory
from relaudit.sources.worktree import WorkingTree

Place = str | os.PathLike[str]
_PLAIN_NAMES = ("repo", "repo.git")


@record
class Opened:
    """A repository that can be read; `revision` is the commit that is judged, None where there is none.

    `is_past` tells that the revision was asked for: its tree is then judged as it was, the tags are today's. What is not on this machine
    has `github` to ask, a `head` that is told by it, and a reason for being `without_git`.
    """

    name: str
    revision: str | None
    tree: Tree
    git: GitDirectory | None
    is_past: bool = False
    github: GitHub | None = None
    head: Head | None = None
    without_git: Unknown | None = None

    @property
    def given(self) -> Mapping[type[object], object]:
        """The facts that the dossier is given."""
        detail = f"{self.name} is not under git"
        no_git = self.without_git or Unknown("Git", Reason.NO_GIT, needs="a git repository", detail=detail)
        head = self.head or Head(self.revision or "", *(_branch(self.git) if self.git else ("", False)))
        return {Tree: self.tree, Git: self.git or no_git, Head: head}


@contextmanager
def opened(path: Place, revision: str = "", name: str = "") -> Iterator[Opened]:
    """The repository in a folder, at a revision when one is given; its git process ends with the context.

    Raises:
        UsageError: no such folder, no such revision.
    """
    folder = os.fspath(path)
    if not os.path.isdir(folder):
        raise UsageError(f"{folder} is no folder; a target is a checkout or a bare git directory")
    root = _top(folder)
    directory = git_dir_of(root)
    git = GitDirectory(directory) if directory else None
    try:
        found = _opened(root, git, revision, name or folder)
        if git and found.revision:
            git.begin(found.revision)
        yield found
    finally:
        if git:
            git.close()


def repositories(folder: Place) -> Iterator[tuple[str, str]]:
    """`(name, path)` of every repository directly in a folder, or one level below, sorted.

    Raises:
        UsageError: no such folder.
    """
    if not os.path.isdir(folder):
        raise UsageError(f"{os.fspath(folder)} is no folder")
    for name, path in _folders(os.fspath(folder)):
        if git_dir_of(path):
            yield name, path
        else:
            below = [(inner, inside) for inner, inside in _folders(path) if git_dir_of(inside)]
            alone = len(below) == 1 and below[0][0] in _PLAIN_NAMES
            yield from ((name if alone else f"{name}/{inner}", inside) for inner, inside in below)


def _branch(git: GitDirectory) -> tuple[str, bool]:
    """The branch that HEAD names, and whether the directory stands for itself."""
    return branch_of(git.git_dir), not git.git_dir.endswith("/.git") and git.git_dir == git.common_dir


def _folders(folder: str) -> list[tuple[str, str]]:
    """The folders in a folder that are not hidden, sorted."""
    with os.scandir(folder) as entries:
        return sorted(
            (entry.name, entry.path) for entry in entries if entry.is_dir() and not entry.name.startswith(".")
        )


def _opened(root: str, git: GitDirectory | None, revision: str, name: str) -> Opened:
    bare = git is not None and is_bare(root) and git.git_dir == root
    if git is None and revision:
        raise UsageError(f"{root} is not under git: there is no revision '{revision}'")
    if git is None or not (revision or bare):
        return Opened(name, git.head if git else None, WorkingTree(root), git)
    oid = git.resolve(revision or "HEAD")
    if oid is None and revision:
        raise UsageError(f"there is no revision '{revision}' in {name}")
    return Opened(name, oid, git.tree(oid or EMPTY_TREE), git, bool(revision))


def _top(folder: str) -> str:
    """The root of the checkout that a folder lies in; the folder itself when it is in none."""
    above = os.path.realpath(folder)
    while not git_dir_of(folder):
        parent = os.path.dirname(above)
        if parent == above:
            return folder
        if os.path.exists(f"{parent}/.git") and git_dir_of(parent):
            return parent
        above = parent
    return folder
