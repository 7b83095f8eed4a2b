"""The names of tox environments, written out: braces, ranges, and the factors that choose a line."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby, product
from math import prod
from re import Match

from relaudit.core.regex import regex

_LIMIT = 5000
_PLATFORMS = ("linux", "darwin", "win32")
_RANGE = regex(r"(?<![\w.-])(\d{1,4})-(\d{1,4})(?=[,}])")
_OPEN_RANGE = regex(r"[{,](?:\d+-|-\d+)[,}]")
_PARTS = regex(r"((?:\{[^{}]+\})+)|,")
_BRACES = regex(r"\{([^{}]+)\}")
_FACTOR = regex(r"(?:!?(?:\[!?|[\w.*?\]])(?:\[!?|[\w.*?\]-])*)?")
_MARKER = regex(r":(?=\s|$)")
_PYTHON = regex(
    r"(?:(?:pypy|py|cpython|jython|graalpy|rustpython|ironpython)?(?:(?:\d\.\d+(?:\.\d+)?|\d+)t?d?)?)|alpha|beta|rc\.\d+"
)


@lru_cache(maxsize=4096)
def expanded(value: str) -> Sequence[str] | None:
    """The names that one line of names stands for: `py3{11,12}-{a,b}, lint`; None when it is no such line.

    What an open range such as `{10-}` stands for is the version of tox's to say: it is None as well.
    """
    if "{" not in value and "," not in value:
        return (value.strip(),) if _is_name(value.strip()) else None
    if _OPEN_RANGE.search(value):
        return None
    pieces = _PARTS.split(_RANGE.sub(_counted, value))
    found: list[str] = []
    for is_name, group in groupby(pieces, key=bool):
        names = _combined("".join(group).strip()) if is_name else ()
        if names is None or len(found) + len(names) > _LIMIT:
            return None
        found += names
    return tuple(found) if all(map(_is_name, found)) else None


def lines_for(lines: Sequence[str], env: str) -> Iterator[tuple[str, str]]:
    """The lines that are an environment's, each as it is written and without its factors.

    A line for one platform alone is one that may run: it is there.
    """
    is_skipping = is_continued = False
    for line in lines:
        is_open = line.endswith("\\")
        condition, text = _conditional(line)
        if condition is None and is_skipping and not is_continued:
            is_skipping = is_open
        elif condition is None or _holds(condition, env):
            yield line, text
            is_skipping, is_continued = False, is_open if text else is_continued
        else:
            is_skipping = is_open


def conditions(lines: Sequence[str]) -> Iterator[str]:
    """The names that stand as conditions before lines."""
    for line in lines:
        for name in _conditional(line)[0] or ():
            yield "-".join(factor.removeprefix("!") for factor in name.split("-"))


def is_python(factor: str) -> bool:
    """Whether a factor names an interpreter, which tox knows without being told of it."""
    return _PYTHON.fullmatch(factor) is not None


def without_dots(env: str) -> str:
    """A name with its interpreters as tox would rather have them: `py3.11` is `py311`."""
    return "-".join(part.replace(".", "") if is_python(part) else part for part in env.split("-"))


def _counted(match: Match[str]) -> str:
    first, last = int(match[1]), int(match[2])
    step = 1 if first < last else -1
    return ",".join(map(str, range(first, last + step, step)))


def _combined(piece: str) -> list[str] | None:
    elements = [[item.strip() for item in part.split(",")] for part in _BRACES.split(piece)]
    if prod(map(len, elements)) > _LIMIT:
        return None
    return ["".join(variant) for variant in product(*elements)]


def _is_name(name: str) -> bool:
    return all(_FACTOR.fullmatch(factor) for factor in name.split("-"))


@lru_cache(maxsize=4096)
def _conditional(line: str) -> tuple[Sequence[str] | None, str]:
    """The names before the colon of a line, and what follows it."""
    marker = _MARKER.search(line)
    names = expanded(line[: marker.start()].strip()) if marker else None
    return (names, line[marker.end() :].strip()) if marker and names is not None else (None, line)


def _holds(condition: Sequence[str], env: str) -> bool:
    own = set(env.split("-"))
    return any(
        all(
            (factor.removeprefix("!") in own | {platform}) != factor.startswith("!")
            for factor in name.split("-")
        )
        for name in condition
        for platform in _PLATFORMS
    )
