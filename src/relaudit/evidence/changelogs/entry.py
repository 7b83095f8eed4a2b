"""One section of a changelog, and the versions that a heading may mean."""

from datetime import date

from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.changelogs.heading import Heading

_RANGE = regex(r"\s?(?:-|–|—|to)\s?v?(\d{1,9}(?:\.\d{1,9}){1,3})(?![\w.])")
_LONG_RANGE = 100


@record
class Entry:
    """The section of one version; the section of what is not released yet has no version.

    `day` is None where the entry has none, and where the calendar has no such day as is `written`. `is_pending` tells that it
    calls the version unreleased. `others` are further versions that the heading names. The lines of the section are `first` to
    `last` of the file at `path`, counted from 1; the heading's own anchors are among them.
    """

    version: str
    heading: Heading
    day: date | None = None
    is_pending: bool = False
    others: tuple[str, ...] = ()
    written: str = ""
    first: int = 0
    last: int = 0
    path: str = ""

    @property
    def versions(self) -> tuple[str, ...]:
        """Every version that the heading names."""
        return (self.version, *self.others) if self.version else ()


def range_from(version: str, rest: str) -> tuple[str, ...]:
    """The further versions of a heading that goes on from a version to a later one, `1.2.1 - 1.2.4`; none for any other."""
    to = _RANGE.match(rest)
    return _between(version, to[1]) if to else ()


def _between(first: str, last: str) -> tuple[str, ...]:
    """The versions from `1.2.1` on up to `1.2.4`, where nothing but the last number differs; none for anything else."""
    head, _, start = first.rpartition(".")
    other, _, end = last.rpartition(".")
    if (
        head != other
        or not (start.isdecimal() and end.isdecimal())
        or not 0 < int(end) - int(start) < _LONG_RANGE
    ):
        return ()
    return tuple(f"{head}.{number}" for number in range(int(start) + 1, int(end) + 1))
