"""One `git cat-file --batch`: names go in, objects come out, in order."""

import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from threading import Thread
from typing import IO

from relaudit.core.errors import UsageError
from relaudit.core.model import Reason, Unknown
from relaudit.evidence.files import SIZE_LIMIT, too_large
from relaudit.evidence.git import GitObject
from relaudit.sources.isolation import environment

_LINK_ANSWERS = (b"symlink ", b"dangling ", b"loop ", b"notdir ")
_NO_SUCH_NAME = "0" * 40
_PIECE = 1 << 20


class Batch:
    """A running `cat-file`; a bulk one answers faster, and only once all names are in."""

    def __init__(self, own: str, *, bulk: bool = False) -> None:
        command = ["git", "--no-pager", "cat-file", "--batch", "--follow-symlinks"]
        pipe, variables = subprocess.PIPE, environment(own)
        try:
            self._process = subprocess.Popen(
                [*command, "--buffer"] if bulk else command,
                stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=variables, cwd=own,
            )  # fmt: skip
        except FileNotFoundError:
            way_out = "install it, history cannot be read without it"
            raise UsageError(f"git was not found on the PATH; {way_out}") from None
        self._bulk = bulk

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError, ValueError):  # what was not yet written is not needed any more
                pipe.close() if pipe else None
        self._process.wait()

    def answers(self, names: Iterable[str]) -> Iterator[GitObject | Unknown | None]:
        """What each name stands for; None when nothing has that name. A bulk batch is asked once."""
        process = self._process
        assert process.stdin is not None  # noqa: S101 - both are pipes
        assert process.stdout is not None  # noqa: S101 - both are pipes
        asked = list(names)
        writer = Thread(target=_write, args=(process.stdin, asked, self._bulk), daemon=True)
        writer.start()
        for name in asked:
            yield _answer(process.stdout, name)
        writer.join()


def _answer(output: IO[bytes], name: str) -> GitObject | Unknown | None:
    header = output.readline()
    if not header:
        return Unknown(name, Reason.UNREADABLE, detail="git stopped: it cannot read this repository")
    if header.endswith((b" missing\n", b" ambiguous\n")):
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


def _write(pipe: IO[bytes], names: Iterable[str], close: bool) -> None:  # noqa: FBT001 - a thread's argument
    try:
        for name in names:
            safe = name if "\n" not in name else _NO_SUCH_NAME
            pipe.write(safe.encode("utf-8", "surrogateescape") + b"\n")
        pipe.close() if close else pipe.flush()
    except (BrokenPipeError, ValueError):
        pass  # the reader has gone: the run is over


def _skip(output: IO[bytes], length: int) -> None:
    while length > 0:
        length -= len(output.read(min(length, _PIECE))) or length
