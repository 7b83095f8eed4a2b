"""Which references the conditions of a ruleset are for, by the rules of Ruby's `File.fnmatch` with `FNM_PATHNAME`, which GitHub documents."""

import re
from collections.abc import Sequence
from functools import lru_cache

from relaudit.core.regex import regex

_TOKEN = regex(r"(?:(?<![^/])\*\*/)+|\*+|\?|\[[!^]?(?:\\.|[^\]\\])+\]|\\.|[\s\S]")
_IN_CLASS = regex(r"(\\.|[^\\])(?:-(\\.|[^\\]))?")


def covers(include: Sequence[str], exclude: Sequence[str], ref: str, default: str) -> bool:
    """Whether conditions take a reference, `refs/tags/v1`; `default` is the branch by default. None that is included takes all but the excluded."""
    is_included = _any(include, ref, default) if include else bool(exclude)
    return is_included and not _any(exclude, ref, default)


def _any(patterns: Sequence[str], ref: str, default: str) -> bool:
    return any(_takes(pattern, ref, default) for pattern in patterns)


def _takes(pattern: str, ref: str, default: str) -> bool:
    match pattern:
        case "~ALL":
            return True
        case "~DEFAULT_BRANCH":
            return ref == f"refs/heads/{default}"
        case _:
            return _compiled(pattern).fullmatch(ref) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> "re.Pattern[str]":
    return re.compile("".join(_part(one[0]) for one in _TOKEN.finditer(pattern)))


def _part(piece: str) -> str:
    """A star takes no slash, nor does what stands for one character; a class that is not closed takes nothing."""
    fixed = {"?": "[^/]", "[": "(?!)"}
    if piece.startswith("*"):
        return "(?:[^/]+/)*" if piece.endswith("/") else "[^/]*"
    if piece.startswith("[") and len(piece) > 1:
        return _class(piece[1:-1])
    return fixed.get(piece) or re.escape(piece[1:] if len(piece) > 1 else piece)


def _class(said: str) -> str:
    """One character of a class, which is no slash; a range that runs backwards has none."""
    is_other = said[0] in "!^"
    ends = [(one[1][-1], (one[2] or one[1])[-1]) for one in _IN_CLASS.finditer(said[is_other:])]
    ranges = "".join(f"{re.escape(low)}-{re.escape(high)}" for low, high in ends if low <= high)
    if not ranges:
        return "[^/]" if is_other else "(?!)"
    return f"(?!/)[{'^' if is_other else ''}{ranges}]"
