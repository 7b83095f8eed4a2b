"""Finding git directories, by looking at files alone."""

import os
import re

from relaudit.core.regex import regex
from relaudit.sources.isolation import read_small

_FETCHED = regex(r"^\s*fetch\s*=\s*(\S+)", re.MULTILINE)
_EVERY = regex(r"\+?refs/(?:heads/)?\*:.*")


def git_dir_of(folder: str) -> str | None:
    """The git directory of a working tree, or the folder itself when it is a bare one; None when it is neither."""
    marker = f"{folder}/.git"
    if os.path.isdir(marker):
        return marker
    stated = read_small(marker)
    if stated and stated.startswith(b"gitdir:"):
        found = os.path.realpath(os.path.join(folder, os.fsdecode(stated[7:].strip())))
        return (
            found
            if os.path.isfile(f"{found}/HEAD") and os.path.isdir(f"{common_dir_of(found)}/objects")
            else None
        )
    return folder if is_bare(folder) else None


def is_bare(folder: str) -> bool:
    """Whether the folder itself looks like a git directory."""
    present = os.path.isfile(f"{folder}/HEAD")
    return present and all(os.path.isdir(f"{folder}/{name}") for name in ("objects", "refs"))


def common_dir_of(git_dir: str) -> str:
    """Where the refs and objects of a git directory are: elsewhere in a linked worktree."""
    stated = read_small(f"{git_dir}/commondir")
    return os.path.realpath(os.path.join(git_dir, os.fsdecode(stated.strip()))) if stated else git_dir


def branch_of(git_dir: str) -> str:
    """The branch that HEAD names; empty when it names a commit."""
    stated = (read_small(f"{git_dir}/HEAD") or b"").strip()
    return (
        os.fsdecode(stated.removeprefix(b"ref: refs/heads/"))
        if stated.startswith(b"ref: refs/heads/")
        else ""
    )


def fetches_every_branch(configuration: str) -> bool:
    """Nothing in a configuration, which is read as text, tells that only some of a remote's branches are fetched."""
    fetched = _FETCHED.findall(configuration)
    return not fetched or any(_EVERY.fullmatch(one) for one in fetched)
