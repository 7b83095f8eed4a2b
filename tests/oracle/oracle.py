"""GitHub's own parser and evaluator, asked over a pipe."""

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from threading import Thread
from typing import IO

import pytest

BUNDLE = Path(__file__).parent / "build" / "oracle.cjs"
Answer = Mapping[str, object]


class GitHub:
    """A running node that has loaded GitHub's packages."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            ["node", str(BUNDLE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def ask(self, questions: Iterable[Mapping[str, object]]) -> Sequence[Answer]:
        """The answers, in order."""
        lines = [json.dumps(question) + "\n" for question in questions]
        pipe, answers = self._process.stdin, self._process.stdout
        assert pipe is not None
        assert answers is not None
        writer = Thread(target=_write, args=(pipe, lines))
        writer.start()
        found = [json.loads(answers.readline()) for _ in lines]
        writer.join()
        return found

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()


def running() -> Iterator[GitHub]:
    """A fixture: without node the test is skipped."""
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    if not BUNDLE.exists():
        pytest.skip("npm is not installed, or the oracle was not built: make test builds it")
    found = GitHub()
    yield found
    found.close()


def _write(pipe: IO[str], lines: Sequence[str]) -> None:
    for line in lines:
        pipe.write(line)
    pipe.flush()
