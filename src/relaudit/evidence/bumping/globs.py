"""Globs of bump tools, over the paths of a tree."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from relaudit.core.regex import regex
from relaudit.evidence.files import normal

_ODD = regex(r"[\[\]{}()|!]")


def is_plain(glob: str) -> bool:
    """Whether the glob has nothing but stars and question marks, which every tool reads alike."""
    return _ODD.search(glob) is None


def matching(glob: str, paths: Iterable[str]) -> Sequence[str]:
    """The paths that match: `*` and `?` within a folder, `**` through any number; none hidden, unless named so."""
    expression = _compiled(normal(glob))
    return tuple(path for path in paths if expression.fullmatch(path))


@lru_cache(maxsize=64)
def _compiled(glob: str) -> re.Pattern[str]:
    parts = glob.split("/")
    written = ["(?:(?!\\.)[^/]+/)*" if part == "**" else _part(part) + "/" for part in parts[:-1]]
    last = "(?:(?!\\.)[^/]+/)*(?!\\.)[^/]+" if parts[-1] == "**" else _part(parts[-1])
    return re.compile("".join(written) + last)


def _part(part: str) -> str:
    """One name of a path; runs of stars become one, so that the expression stays cheap."""
    hidden = "" if part.startswith(".") else r"(?!\.)"
    plain = re.sub(r"\*+", "*", part)
    if plain.count("*") > 3:  # noqa: PLR2004 - more would make the search slow, and nobody writes it
        plain = plain[: plain.index("*") + 1] + plain[plain.rindex("*") + 1 :]
    return hidden + re.escape(plain).replace(r"\*", "[^/]*").replace(r"\?", "[^/]")
