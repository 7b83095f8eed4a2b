"""Regular expressions that are compiled when they are first used.

A run uses a few of the many there are, and compiling them all takes a tenth of its time.
"""

import re
from typing import AnyStr, Generic, cast


def regex(expression: AnyStr, flags: int = 0, *, needs: tuple[AnyStr, ...] = ()) -> re.Pattern[AnyStr]:
    """As `re.compile`, later: an expression that is wrong is told when it is used.

    One of the literals that it `needs` stands in everything it matches; a text without them is told apart without compiling.
    They are in lower case where the flags ignore case.
    """
    return cast("re.Pattern[AnyStr]", _Late(expression, flags, needs))  # it answers as the pattern does


class _Late(Generic[AnyStr]):
    """Has nothing of its own but what it is made of: the first question that takes more makes it."""

    def __init__(self, expression: AnyStr, flags: int, needs: tuple[AnyStr, ...]) -> None:
        self._made_of: tuple[AnyStr, int] = (expression, flags)
        self._needs: tuple[AnyStr, ...] = needs

    def __getattr__(self, name: str) -> object:
        """An attribute of the compiled pattern, kept for the next time."""
        found: object = getattr(re.compile(*self._made_of), name)
        setattr(self, name, found)
        return found

    def match(self, text: AnyStr, *bounds: int) -> re.Match[AnyStr] | None:
        return self._made().match(text, *bounds) if self._may_match(text) else None

    def fullmatch(self, text: AnyStr, *bounds: int) -> re.Match[AnyStr] | None:
        return self._made().fullmatch(text, *bounds) if self._may_match(text) else None

    def search(self, text: AnyStr, *bounds: int) -> re.Match[AnyStr] | None:
        return self._made().search(text, *bounds) if self._may_match(text) else None

    def _may_match(self, text: AnyStr) -> bool:
        if not self._needs:
            return True
        plain = text.lower() if self._made_of[1] & re.IGNORECASE else text
        return any(word in plain for word in self._needs)

    def _made(self) -> re.Pattern[AnyStr]:
        """The compiled pattern, whose own methods answer from now on."""
        made = re.compile(*self._made_of)
        for name in ("match", "fullmatch", "search"):
            setattr(self, name, getattr(made, name))
        return made
