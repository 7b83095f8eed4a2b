"""Which headings of a changelog are those of versions."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from relaudit.core.record import record
from relaudit.evidence.markdown import Heading
from relaudit.evidence.schemes import is_version

_LINK = re.compile(r"\[([^\[\]]+)\](?:\([^()]*\)|\[[^\[\]]*\])?")
_VERSION = re.compile(
    r"(?:version\s+|release\s+)?v?(?P<version>\d[0-9A-Za-z.+!_-]*)(?=[\s:,(]|$)", re.IGNORECASE
)
_PENDING = re.compile(r"\b(?:unreleased|in development|tbd|tba)\b", re.IGNORECASE)
_DRESS = str.maketrans("", "", "*`\\")
_SEPARATORS = "-–—:,([/|"
_HEADING = 300  # characters of a heading that are read
_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


@record
class Entry:
    """The section of one version; `day` is None where the heading has none.

    `is_pending` tells that the heading calls the version unreleased.
    """

    version: str
    heading: Heading
    day: date | None = None
    is_pending: bool = False


def entries_in(every: Sequence[Heading]) -> Iterator[Entry]:
    """The entries that the headings of a file begin."""
    return (entry for entry in map(_entry, every) if entry)


def _entry(heading: Heading) -> Entry | None:
    """The entry that a heading begins; None for `2 new features` and `3.12 support`, which name no release."""
    plain = _LINK.sub(r"\1", heading.text[:_HEADING]).translate(_DRESS).strip()
    found = _VERSION.match(plain)
    version = found["version"].rstrip("-.") if found else ""
    if not is_version(version):
        return None
    rest, day = plain[len(found[0]) if found else 0 :].strip(), _date(plain)
    is_dressed = "." in version or heading.text.startswith("[") or day is not None
    if not is_dressed or not (day or not rest or rest[0] in _SEPARATORS or _PENDING.match(rest)):
        return None
    return Entry(version, heading, day, bool(_PENDING.search(rest)))


def is_unreleased(heading: Heading) -> bool:
    """Whether a heading begins the section of what is not released yet."""
    return _PENDING.match(heading.text[:_HEADING].strip("[]* _")) is not None


def _date(text: str) -> date | None:
    found = _DATE.search(text)
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None
