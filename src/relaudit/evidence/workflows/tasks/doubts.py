"""How a reader ends as soon as it cannot tell what a runner runs."""

from collections.abc import Sequence

_WORDS_AT_MOST = 1000


class UntoldError(Exception):
    """It cannot be told what is run; the message says why."""


def bounded(words: Sequence[str]) -> list[str]:
    """The words of a command, to be taken away one after the other.

    Raises:
        UntoldError: there are too many.
    """
    if len(words) > _WORDS_AT_MOST:
        raise UntoldError("the command is too long to be followed")
    return list(words)
