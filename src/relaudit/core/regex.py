"""Regular expressions that are compiled when they are first used.

A run uses a few of the many there are, and compiling them all takes a tenth of its time.
"""

import re
from typing import AnyStr, Generic, cast


def regex(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`, later: an expression that is wrong is told when it is used."""
    return cast("re.Pattern[AnyStr]", _Late(expression, flags))  # it answers as the pattern does


class _Late(Generic[AnyStr]):
    """Has nothing of its own but what it is made of: the first question for anything else makes it."""

    def __init__(self, expression: AnyStr, flags: int) -> None:
        self._made_of: tuple[AnyStr, int] = (expression, flags)

    def __getattr__(self, name: str) -> object:
        """An attribute of the compiled pattern, kept for the next time."""
        found: object = getattr(re.compile(*self._made_of), name)
        setattr(self, name, found)
        return found
