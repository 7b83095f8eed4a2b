"""Git objects, read in bulk from one `git cat-file`."""

import os
import subprocess
from collections.abc import Sequence
from functools import cached_property
from threading import Thread
from typing import IO

from relaudit.core.errors import UsageError
from relaudit.core.model import Reason, Unknown
from relaudit.evidence.files import SIZE_LIMIT, Tree, too_large
from relaudit.evidence.git import GitObject, Ref
from relaudit.sources.find import common_dir_of
from relaudit.sources.isolation import environment, isolated, read_small, remove
from relaudit.sources.revision import Revision

EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"  # known to every git, stored or not
_LINK_ANSWERS = (b"symlink ", b"dangling ", b"loop ", b"notdir ")


class GitDirectory:
    """A git directory, read through an isolated one; close it to end its process.

    `git_dir` is what `.git` names, `common_dir` where objects and refs are (they differ in a linked worktree).
    """

    def __init__(self, git_dir: str) -> None:
        self.git_dir = git_dir
        self.common_dir = common_dir_of(git_dir)
        self._process: subprocess.Popen[bytes] | None = None
        self._revisions: dict[str, Revision] = {}
        self.processes = 0

    def close(self) -> None:
        """End the process and remove the temporary directory."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
        if "_own" in self.__dict__:
            remove(self._own)
            del self._own

    @cached_property
    def head(self) -> str | None:
        """The commit that HEAD names; None before the first commit."""
        found = self.objects(["HEAD^{commit}"])[0]
        return found.oid if isinstance(found, GitObject) else None

    @cached_property
    def is_shallow(self) -> bool:
        """History was cut off, and with it most tags."""
        return bool(read_small(f"{self.common_dir}/shallow"))

    @cached_property
    def is_partial(self) -> bool:
        """Objects may be missing by intent: a clone with a filter."""
        try:
            return any(name.endswith(".promisor") for name in os.listdir(f"{self.common_dir}/objects/pack"))
        except OSError:
            return False

    @cached_property
    def _own(self) -> str:
        return isolated(self.git_dir, self.common_dir)

    def refs(self) -> tuple[Ref, ...] | Unknown:
        """Every reference, sorted by name."""
        done = self._run("for-each-ref", "--format=%(objectname) %(refname)")
        if done.returncode != 0:
            return Unknown("refs", Reason.UNREADABLE, detail=done.stderr.decode("utf-8", "replace").strip())
        lines = done.stdout.decode("utf-8", "surrogateescape").splitlines()
        return tuple(Ref(name, oid) for oid, _, name in (line.partition(" ") for line in lines))

    def resolve(self, revision: str) -> str | None:
        """The commit a revision names, None when it names none."""
        if "\n" in revision or revision.startswith("-"):
            return None
        found = self.objects([f"{revision}^{{commit}}"])[0]
        return found.oid if isinstance(found, GitObject) else None

    def tree(self, revision: str) -> Tree:
        """The files as they are at a revision."""
        return self._revision(revision)

    def objects(self, names: Sequence[str]) -> list[GitObject | Unknown | None]:
        """What each name stands for, in order; None when nothing has that name."""
        process = self._process = self._process or self._start()
        assert process.stdin is not None  # noqa: S101 - both are pipes
        assert process.stdout is not None  # noqa: S101
        writer = Thread(target=_write, args=(process.stdin, names), daemon=True)
        writer.start()
        answers = [self._answer(process.stdout, name) for name in names]
        writer.join()
        if self.is_partial:
            return [
                self._left_out(name) if found is None else found
                for name, found in zip(names, answers, strict=True)
            ]
        return answers

    def _answer(self, output: IO[bytes], name: str) -> GitObject | Unknown | None:
        header = output.readline().rstrip(b"\n")
        if header.endswith((b" missing", b" ambiguous")):
            return None
        if header.startswith(_LINK_ANSWERS):
            kind, _, size = header.partition(b" ")
            target = output.read(int(size) + 1)[:-1].decode("utf-8", "replace")
            return Unknown(name, Reason.UNREADABLE, detail=f"{kind.decode()}: {target}")
        oid, kind, size = header.split(b" ")
        length = int(size)
        if length > SIZE_LIMIT:
            _skip(output, length + 1)
            return too_large(name, length)
        return GitObject(oid.decode(), kind.decode(), output.read(length + 1)[:-1])

    def _left_out(self, name: str) -> Unknown | None:
        """What is missing from a partial clone may have been left out; the trees tell whether it exists."""
        revision, _, path = name.partition(":")
        if path and self._revision(revision).lists(path) is False:
            return None
        if path or is_object_name(name):
            return Unknown(
                name,
                Reason.MISSING_OBJECTS,
                needs="a full clone",
                detail=f"{name} is not in this partial clone",
            )
        return None

    def _revision(self, revision: str) -> Revision:
        if revision not in self._revisions:
            self._revisions[revision] = Revision(self, revision)
        return self._revisions[revision]

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        self.processes += 1
        command = ["git", "--no-pager", *arguments]
        return subprocess.run(
            command, env=environment(self._own), capture_output=True, check=False, cwd=self._own
        )

    def _start(self) -> subprocess.Popen[bytes]:
        self.processes += 1
        command = ["git", "--no-pager", "cat-file", "--batch", "--follow-symlinks"]
        pipe = subprocess.PIPE
        try:
            return subprocess.Popen(
                command,
                stdin=pipe,
                stdout=pipe,
                stderr=subprocess.DEVNULL,
                env=environment(self._own),
                cwd=self._own,
            )
        except FileNotFoundError:
            raise UsageError(
                "git was not found on the PATH; install it, history cannot be read without it"
            ) from None


def is_object_name(name: str) -> bool:
    """Whether a name is a full object name, in either of git's hashes."""
    return len(name) in (40, 64) and all(character in "0123456789abcdef" for character in name)


def _write(pipe: IO[bytes], names: Sequence[str]) -> None:
    try:
        for name in names:
            safe = name if "\n" not in name else "0" * 40
            pipe.write(safe.encode("utf-8", "surrogateescape") + b"\n")
        pipe.flush()
    except (BrokenPipeError, ValueError):
        pass  # the reader has gone: the run is over


def _skip(output: IO[bytes], length: int) -> None:
    while length > 0:
        length -= len(output.read(min(length, 1 << 20))) or length
