"""Which references the conditions of a ruleset are for, by the rules of Ruby's `File.fnmatch` with `FNM_PATHNAME`, which GitHub documents."""

import re
from collections.abc import Sequence
from functools import lru_cache

from relaudit.core.regex import regex

_TOKEN = regex(r"\*+|\?|\[[!^]?(?:\\.|[^\]\\])+\]|\\.|[\s\S]")
_IN_CLASS = regex(r"(\\.|[^\\])(?:-(\\.|[^\\]))?")
_DEEP = "**"


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
            return _matches(ref.split("/"), _folders(pattern))


def _folders(pattern: str) -> Sequence[str]:
    """A slash within a class parts nothing."""
    parts = [""]
    for one in _TOKEN.finditer(pattern):
        if one[0] == "/":
            parts.append("")
        else:
            parts[-1] += one[0]
    return parts


def _matches(names: Sequence[str], patterns: Sequence[str]) -> bool:
    """Folder by folder; `**` stands for any number of them. Each pair of places is looked at once."""
    reached = {0}
    for place, pattern in enumerate(patterns):
        if pattern == _DEEP and place + 1 < len(patterns):
            reached = set(range(min(reached), len(names))) if reached else reached
        else:
            part = _compiled(pattern)
            reached = {at + 1 for at in reached if at < len(names) and part.fullmatch(names[at])}
    return len(names) in reached


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> "re.Pattern[str]":
    """What stands between two stars is looked for once: a group that was found is not given up."""
    first, *rest = _between_stars(pattern)
    if not rest:
        return re.compile(first)
    *middle, last = rest
    return re.compile("".join((first, *(f"(?>.*?{one})" for one in middle), f".*{last}")))


def _between_stars(pattern: str) -> Sequence[str]:
    parts = [""]
    for one in _TOKEN.finditer(pattern):
        if one[0].startswith("*"):
            parts.append("")
        else:
            parts[-1] += _part(one[0])
    return parts


def _part(piece: str) -> str:
    """A class that is not closed takes nothing."""
    fixed = {"?": ".", "[": "(?!)"}
    if piece.startswith("[") and len(piece) > 1:
        return _class(piece[1:-1])
    return fixed.get(piece) or re.escape(piece[1:] if len(piece) > 1 else piece)


def _class(said: str) -> str:
    """One character of a class; a range that runs backwards has none."""
    is_other = said[0] in "!^"
    ends = [(one[1][-1], (one[2] or one[1])[-1]) for one in _IN_CLASS.finditer(said[is_other:])]
    ranges = "".join(f"{re.escape(low)}-{re.escape(high)}" for low, high in ends if low <= high)
    if not ranges:
        return "." if is_other else "(?!)"
    return f"[{'^' if is_other else ''}{ranges}]"
