"""One `git cat-file --batch`: names go in, objects come out, in order."""

import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from threading import Thread
from typing import IO

from relaudit.core.errors import UsageError
from relaudit.core.model import Reason, Unknown
from relaudit.evidence.files import SIZE_LIMIT, too_large
from relaudit.evidence.git import GitObject, LargeObject
from relaudit.sources.isolation import environment

_LINK_ANSWERS = (b"symlink ", b"dangling ", b"loop ", b"notdir ")
_NO_SUCH_NAME = "0" * 40
_PIECE = 1 << 20
_PIPE = 8192  # bytes that every pipe takes without a reader


class Batch:
    """A running `cat-file`."""

    def __init__(self, own: str) -> None:
        command = ["git", "--no-pager", "cat-file", "--batch", "--follow-symlinks"]
        pipe, variables = subprocess.PIPE, environment(own)
        try:
            self._process = subprocess.Popen(
                command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=variables, cwd=own
            )
        except FileNotFoundError:
            way_out = "install it, history cannot be read without it"
            raise UsageError(f"git was not found on the PATH; {way_out}") from None

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError, ValueError):  # what was not yet written is not needed any more
                pipe.close() if pipe else None
        self._process.wait()

    def answers(self, names: Iterable[str]) -> Iterator[GitObject | Unknown | None]:
        """What each name stands for; None when nothing has that name. All answers have to be taken."""
        process = self._process
        assert process.stdin is not None  # noqa: S101 - both are pipes
        assert process.stdout is not None  # noqa: S101 - both are pipes
        asked = list(names)
        lines = b"".join(_line(name) for name in asked)
        writer = Thread(target=_write, args=(process.stdin, lines), daemon=True)
        writer.start() if len(lines) > _PIPE else _write(process.stdin, lines)
        for name in asked:
            yield _answer(process.stdout, name)
        writer.join() if len(lines) > _PIPE else None


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
        large = too_large(name, length)
        return LargeObject(large.evidence, large.reason, large.needs, large.detail, oid.decode())
    return GitObject(oid.decode(), kind.decode(), output.read(length + 1)[:-1])


def _line(name: str) -> bytes:
    safe = name if "\n" not in name else _NO_SUCH_NAME
    return safe.encode("utf-8", "surrogateescape") + b"\n"


def _write(pipe: IO[bytes], lines: bytes) -> None:
    try:
        pipe.write(lines)
        pipe.flush()
    except (BrokenPipeError, ValueError):
        pass  # the reader has gone: the run is over


def _skip(output: IO[bytes], length: int) -> None:
    while length > 0:
        length -= len(output.read(min(length, _PIECE))) or length
