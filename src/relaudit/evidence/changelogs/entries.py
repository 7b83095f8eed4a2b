"""Which headings of a changelog are those of versions, and what belongs to each."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from relaudit.core.record import replace
from relaudit.core.regex import regex
from relaudit.evidence.changelogs.days import Written, day_in
from relaudit.evidence.changelogs.entry import Entry, range_from
from relaudit.evidence.changelogs.heading import Heading
from relaudit.evidence.schemes import is_version, same

_NUMBER = r"\d[0-9A-Za-z.+!_-]*"
_OTHER = r"(?:\s?[/,&]|\s+and\b)\s{0,2}(?:and\s)?v?(\d{1,9}\.\d[0-9A-Za-z.+!_-]*)"
_LINK = regex(r"\[([^\[\]]+)\](?:\([^()]*\)|\[[^\[\]]*\])?|`([^`<]+)<[^<>`]*>`_{1,2}", needs=("[", "`"))
_VERSION = regex(
    rf"(?:version\s+|release\s+)?v?(?P<version>{_NUMBER})(?P<others>(?:{_OTHER}){{0,6}})(?=[\s:,(\[]|$)",
    re.IGNORECASE,
)
_NAMED = regex(r"(?P<name>[A-Za-z][\w.-]*)\s+(?=(?:version\s+|release\s+)?v?\d)", re.IGNORECASE)
_PENDING = regex(
    r"\b(?:unreleased|not (?:yet )?released|to be released|in development|in progress|tbd|tba|tbc|release date to be \w+)\b",
    re.IGNORECASE,
    needs=("release", "in development", "in progress", "tb"),
)
_NEXT = regex(r"(?:dev|development|next|upcoming|future)(?: (?:version|release|changes))?$", re.IGNORECASE)
_BELOW = regex(
    r"(?P<word>release[- ]date|release[ds]?|date|published)?(?:\s+on)?[\s:*_]*(?P<rest>.*)$", re.IGNORECASE
)
_ANCHOR = regex(
    r"\s*(?:\.\. _[^:]+:|\([\w.-]+\)=|<a (?:name|id)=[^<>]*>(?:</a>)?)\s*$", needs=(".. _", ")=", "<a ")
)
_DRESS = str.maketrans("", "", "*`\\")
_SEPARATORS = "-–—:,([/|"
_READ = 300  # characters of a line that are read
_LOOKED_AT = 3  # lines below a heading that may hold its date


def sections_in(every: Sequence[Heading], lines: Sequence[str], project: str = "") -> Sequence[Entry]:
    """The sections of versions and those of what is not released yet, in the order of the file."""
    found = [_entry(heading, lines) for heading in every]
    for name in _names(every, found, project):
        found = [
            entry or _entry(_unnamed(heading, name), lines)
            for entry, heading in zip(found, every, strict=True)
        ]
    found = list(_distinct(found))
    begun = next((entry.heading for entry in found if entry), None)
    found = [entry or _unreleased(heading, begun) for entry, heading in zip(found, every, strict=True)]
    return tuple(_bounded(every, found, lines))


def entries_in(every: Sequence[Heading], lines: Sequence[str] = (), project: str = "") -> Iterator[Entry]:
    """The entries that the headings of a file begin."""
    return (entry for entry in sections_in(every, lines, project) if entry.version)


def is_unreleased(heading: Heading) -> bool:
    """Whether a heading begins the section of what is not released yet."""
    return _PENDING.match(_plain(heading.text).strip("[]* _")) is not None


def _plain(text: str) -> str:
    """A heading without links and emphasis."""
    plain = text[:_READ]
    shown = _LINK.sub(lambda found: found[1] or found[2], plain) if _LINK.search(plain) else plain
    return shown.translate(_DRESS).strip(" \t_")


def _entry(heading: Heading | None, lines: Sequence[str]) -> Entry | None:
    """The entry that a heading begins; None for `2 new features` and `3.12 support`, which name no release."""
    plain = _plain(heading.text) if heading else ""
    found = _VERSION.match(plain)
    version = found["version"].rstrip("-.") if found else ""
    if heading is None or found is None or not is_version(version):
        return None
    others = "" if day_in(found["others"]) else found["others"]
    rest = plain[found.end() if others else found.end("version") :].strip()
    said = day_in(rest)
    is_dressed = "." in version or heading.text.startswith("[") or said is not None
    is_free = not any(character.isalnum() for character in rest) or rest[0] in _SEPARATORS
    if not is_dressed or not (said or is_free or _PENDING.match(rest)):
        return None
    below, is_pending = _below(heading, lines)
    said = said or below
    listed = tuple(filter(is_version, re.findall(_OTHER, others, re.IGNORECASE))) if others else ()
    further = listed or range_from(version, plain[found.end("version") :])
    day, text = (said.day, said.text) if said else (None, "")
    return Entry(version, heading, day, bool(_PENDING.search(rest)) or is_pending, further, text)


def _below(heading: Heading, lines: Sequence[str]) -> tuple[Written | None, bool]:
    """The date that stands below a heading, and whether `Unreleased` does."""
    for line in lines[heading.last : heading.last + _LOOKED_AT]:
        plain = line[:_READ].strip().strip("*_:()[]<>").strip()
        if plain:
            found = _BELOW.match(plain) if _tells(plain) else None
            rest = found["rest"].rstrip(".*_ ") if found else ""
            said = day_in(rest)
            is_whole = said is not None and (
                said.text == rest or bool(found and found["word"] and rest.startswith(said.text))
            )
            pending = _PENDING.search(rest)
            is_pending = pending is not None and (pending[0] == rest or " to be " in pending[0])
            return said if is_whole else None, is_pending
    return None, False


def _tells(line: str) -> bool:
    """Whether a line can have a date, or say that there is none yet."""
    return any(map(str.isdecimal, line)) or _PENDING.search(line) is not None


def _distinct(found: Sequence[Entry | None]) -> Iterator[Entry | None]:
    """Without titles of series, and without headings below that of an entry which name its version again."""
    above: Entry | None = None
    for index, entry in enumerate(found):
        if entry and _is_series(entry, found[index + 1 :]):
            yield None
            continue
        repeats = (
            above and entry and entry.heading.level > above.heading.level and entry.version == above.version
        )
        yield None if repeats else entry
        above = above if repeats or not entry else entry


def _is_series(title: Entry, following: Iterable[Entry | None]) -> bool:
    """Whether a heading, `1.2`, stands over several entries of which one is that version's own, `1.2.0`."""
    below = takewhile(lambda entry: entry.heading.level > title.heading.level, filter(None, following))
    return any(entry.version != title.version and same(entry.version, title.version) for entry in below)


def _names(every: Sequence[Heading], found: Sequence[Entry | None], project: str) -> Iterator[str]:
    """The names that stand before versions: the project's, and one that does so on the level of versions more than once."""
    level = min((entry.heading.level for entry in found if entry), default=9)
    named = [
        (match["name"].casefold(), heading.level)
        for heading, entry in zip(every, found, strict=True)
        if entry is None and (match := _NAMED.match(_plain(heading.text)))
    ]
    counted = Counter(name for name, at in named if at <= level)
    yield from (name for name in {name for name, _ in named} if name == project.casefold())
    yield from (name for name, number in counted.most_common(1) if number > 1)


def _unnamed(heading: Heading, name: str) -> Heading | None:
    """The heading without the name that it begins with; None when it begins with none."""
    plain = _plain(heading.text)
    found = _NAMED.match(plain)
    return replace(heading, text=plain[found.end() :]) if found and found["name"].casefold() == name else None


def _unreleased(heading: Heading, begun: Heading | None) -> Entry | None:
    """`Next` and `dev` are what is not released yet above the first entry, and on its level."""
    is_next = begun is not None and heading.line < begun.line and heading.level == begun.level
    if is_unreleased(heading) or (is_next and _NEXT.match(_plain(heading.text).strip("[]* _"))):
        return Entry("", heading)
    return None


def _bounded(
    every: Sequence[Heading], found: Sequence[Entry | None], lines: Sequence[str]
) -> Iterator[Entry]:
    """Each section ends where the next begins, or a heading that is not below its own."""
    for index, entry in enumerate(found):
        if entry is None:
            continue
        following = index + 1
        while (
            following < len(every)
            and found[following] is None
            and every[following].level > entry.heading.level
        ):
            following += 1
        last = _above(every[following], lines) if following < len(every) else len(lines)
        yield replace(entry, first=_above(entry.heading, lines) + 1, last=last)


def _above(heading: Heading, lines: Sequence[str]) -> int:
    """The last line above a heading that does not belong to it: its anchors do."""
    above = heading.first - 1
    at = min(above, len(lines))
    while at > 0 and (not lines[at - 1].strip() or _ANCHOR.match(lines[at - 1])):
        at -= 1
        above = at if lines[at].strip() else above
    return above
