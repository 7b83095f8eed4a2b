"""Commits, trees and blobs of a real repository, as GitHub tells them."""

import subprocess
from base64 import encodebytes
from collections.abc import Sequence
from pathlib import Path

from world import DAY, Body, Repository, link


class MissingError(Exception):
    """There is no such object."""


def commit(oid: str, tree: str, day: str = DAY, parents: Sequence[str] = (), message: str = "m") -> Body:
    """A commit by its name, and that of its tree."""
    person = {"name": "Maria", "email": "maria@example.com", "date": day}
    inner = {
        "url": link("c"),
        "author": person,
        "committer": person,
        "comment_count": 0,
        "message": message,
        "tree": {"sha": tree, "url": link("t")},
    }
    addresses = {"url": link("c"), "html_url": link("c"), "comments_url": link("c")}
    return {
        **addresses,
        "sha": oid,
        "node_id": "C1",
        "commit": inner,
        "author": None,
        "committer": None,
        "parents": [{"sha": parent, "url": link("p")} for parent in parents],
    }


def commit_of(one: Repository, ref: str) -> Body:
    """The commit of a branch, a tag or a name."""
    oid = _git(one, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}").decode().strip()
    return commit(oid, _git(one, "rev-parse", f"{oid}^{{tree}}").decode().strip())


def compared(one: Repository, base: str, head: str) -> Body:
    """What the head has and the base has not, the oldest first."""
    shared = _git(one, "merge-base", base, head).decode().strip()
    behind, ahead = (
        int(count) for count in _git(one, "rev-list", "--left-right", "--count", f"{base}...{head}").split()
    )
    form = "--format=%H%x00%T%x00%cI%x00%P%x00%B%x00%x00"
    told = _git(one, "log", "--reverse", form, f"{base}..{head}").decode().split("\0\0\n")
    fields = [entry.strip("\n").split("\0") for entry in told if entry.strip("\n")]
    commits = [commit(oid, tree, day, parents.split(), text) for oid, tree, day, parents, text in fields]
    status = "diverged" if ahead and behind else "ahead" if ahead else "behind" if behind else "identical"
    return {
        **{name: link(name) for name in ("url", "html_url", "permalink_url", "diff_url", "patch_url")},
        "base_commit": commit_of(one, base), "merge_base_commit": commit_of(one, shared), "status": status,
        "ahead_by": ahead, "behind_by": behind, "total_commits": ahead, "commits": commits,
    }  # fmt: skip


def branches_of(one: Repository) -> Sequence[str]:
    """The branches of the folder, if there is one."""
    return (
        _git(one, "for-each-ref", "--format=%(refname:short)", "refs/heads").decode().split()
        if one.folder
        else ()
    )


def tree_of(one: Repository, oid: str, recursive: str | None) -> Body:
    """The entries of a tree; all below it as well where that is asked for."""
    options = ["-r", "-t"] if recursive else []
    lines = _git(one, "ls-tree", "-z", "--long", *options, oid).decode("utf-8", "surrogateescape").split("\0")
    return {
        "sha": oid,
        "url": link("t"),
        "truncated": False,
        "tree": [_entry(line) for line in lines if line],
    }


def blob_of(one: Repository, oid: str) -> Body:
    """A blob, in base64 with line breaks."""
    content = _git(one, "cat-file", "blob", oid)
    return {
        "sha": oid,
        "url": link("b"),
        "node_id": "B1",
        "size": len(content),
        "content": encodebytes(content).decode(),
        "encoding": "base64",
    }


def content_of(one: Repository, path: str, ref: str) -> Body:
    """A file at a revision, in base64 with line breaks."""
    oid = _git(one, "rev-parse", "--verify", "--quiet", f"{ref}:{path}").decode().strip()
    links = {"git": link("git"), "html": link("html"), "self": link("self")}
    addresses = {name: link(name) for name in ("url", "git_url", "html_url", "download_url")}
    return {
        **blob_of(one, oid),
        **addresses,
        "type": "file",
        "name": path.rpartition("/")[2],
        "path": path,
        "_links": links,
    }


def _entry(line: str) -> Body:
    fields, _, path = line.partition("\t")
    mode, kind, oid, size = fields.split()
    said: Body = {"path": path, "mode": mode, "type": kind, "sha": oid, "url": link("o")}
    return said | ({"size": int(size)} if size != "-" else {})


def _git(one: Repository, *arguments: str) -> bytes:
    folder: Path | None = one.folder
    done = subprocess.run(["git", "-C", folder or "/nowhere", *arguments], capture_output=True, check=False)
    if done.returncode != 0:
        raise MissingError
    return done.stdout
