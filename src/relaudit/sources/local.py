"""Opening a repository on this machine: a working tree, a bare git directory, or one revision of either."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from relaudit.core.errors import UsageError
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import record
from relaudit.evidence.files import Tree
from relaudit.evidence.git import Git
from relaudit.sources.git import EMPTY_TREE, GitDirectory, git_dir_of, is_bare
from relaudit.sources.worktree import WorkingTree


@record
class Opened:
    """A repository that can be read; `revision` is the commit that is judged, None where there is none."""

    name: str
    revision: str | None
    tree: Tree
    git: GitDirectory | None

    @property
    def given(self) -> Mapping[type[object], object]:
        """The facts that the dossier is given."""
        no_git = Unknown(
            "Git", Reason.NO_GIT, needs="a git repository", detail=f"{self.name} is not under git"
        )
        return {Tree: self.tree, Git: self.git or no_git}


@contextmanager
def opened(path: Path, revision: str = "", name: str = "") -> Iterator[Opened]:
    """The repository in a folder, at a revision when one is given; its git process ends with the context.

    Raises:
        UsageError: no such folder, no such revision.
    """
    if not path.is_dir():
        raise UsageError(f"{path} is no folder; a target is a checkout or a bare git directory")
    root = _top(path)
    directory = git_dir_of(root)
    git = GitDirectory(directory) if directory else None
    try:
        yield _opened(root, git, revision, name or str(path))
    finally:
        if git:
            git.close()


def repositories(folder: Path) -> Iterator[tuple[str, Path]]:
    """`(name, path)` of every repository directly in a folder, or one level below, sorted.

    Raises:
        UsageError: no such folder.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder")
    for entry in sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")):
        if git_dir_of(entry):
            yield entry.name, entry
        else:
            below = sorted(path for path in entry.iterdir() if path.is_dir() and git_dir_of(path))
            alone = len(below) == 1 and below[0].name in ("repo", "repo.git", ".git")
            yield from ((entry.name if alone else f"{entry.name}/{path.name}", path) for path in below)


def _opened(root: Path, git: GitDirectory | None, revision: str, name: str) -> Opened:
    bare = git is not None and is_bare(root) and git.git_dir == root
    if git is None and revision:
        raise UsageError(f"{root} is not under git: there is no revision '{revision}'")
    if git is None or not (revision or bare):
        return Opened(name, git.head if git else None, WorkingTree(root), git)
    oid = git.resolve(revision or "HEAD")
    if oid is None and revision:
        raise UsageError(f"there is no revision '{revision}' in {name}")
    return Opened(name, oid, git.tree(oid or EMPTY_TREE), git)


def _top(path: Path) -> Path:
    """The root of the checkout that a folder lies in; the folder itself when it is in none."""
    if git_dir_of(path):
        return path
    resolved = path.resolve()
    return next(
        (folder for folder in resolved.parents if (folder / ".git").exists() and git_dir_of(folder)), path
    )
