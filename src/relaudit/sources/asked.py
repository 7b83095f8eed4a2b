"""One question to git: a process that is started now and answered when somebody waits for it."""

import subprocess
from collections.abc import Sequence

from relaudit.sources.isolation import environment

_PATIENCE = 30  # seconds: a pipe among the refs never ends
_ROOM = 1 << 20  # bytes that git may print before somebody listens


class Asked:
    """A running git; what it prints is not read before `answer`."""

    def __init__(self, own: str, arguments: Sequence[str]) -> None:
        self._command = ["git", "--no-pager", *arguments]
        try:
            self._process = self._started(own, _ROOM)
        except PermissionError:  # too much room was asked for, by all processes together
            self._process = self._started(own, -1)

    def answer(self) -> "subprocess.CompletedProcess[bytes]":
        """What it printed, and how it ended; a failure when it takes too long."""
        try:
            output, complaint = self._process.communicate(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            self.close()
            return subprocess.CompletedProcess(self._command, 1, b"", b"git did not answer in time")
        return subprocess.CompletedProcess(self._command, self._process.returncode, output, complaint)

    def _started(self, own: str, room: int) -> "subprocess.Popen[bytes]":
        pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
        return subprocess.Popen(
            self._command,
            env=environment(own),
            cwd=own,
            stdin=nothing,
            stdout=pipe,
            stderr=pipe,
            pipesize=room,
        )

    def close(self) -> None:
        """End the process, answered or not."""
        self._process.kill()
        self._process.communicate()
