"""Progress of long work, on standard error when that is a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

_PATIENCE = 1.0


@contextmanager
def progress(total: int) -> Iterator[Callable[[str], None]]:
    """A function to call with the name of each step; it shows where the work is once a second has passed."""
    began, done = monotonic(), 0
    stream = sys.stderr if sys.stderr.isatty() else None

    def step(name: str) -> None:
        nonlocal done
        done += 1
        if stream and (total > 1 or monotonic() - began > _PATIENCE):
            plain = "".join(character if character.isprintable() else "?" for character in name)
            stream.write(f"\r\x1b[K{done}/{total} {plain}")
            stream.flush()

    try:
        yield step
    finally:
        if stream and done:
            stream.write("\r\x1b[K")
