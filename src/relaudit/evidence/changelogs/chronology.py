"""Whether versions and the days of their releases go together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from relaudit.core.record import record
from relaudit.evidence.changelogs.entry import Entry
from relaudit.evidence.schemes import final_of, order, parsed

Dated = tuple[Entry, date]
_SLIP = 20  # days by which a date is off at least when a month or a year is wrong


@record
class Break:
    """An entry whose day does not fit between those of its neighbours, by version; `other` is one that it contradicts.

    `meant` is the day that was probably meant, None where nothing suggests itself.
    """

    entry: Entry
    other: Entry
    is_late: bool
    meant: date | None


def breaks(dated: Iterable[Dated], today: date) -> Iterator[Break]:
    """Days that go back while versions go on: within a line of development, and from where one line begins to the next.

    A release of an older line may come at any time, so that nothing else is compared.
    """
    lines: dict[tuple[int, ...], list[Dated]] = {}
    majors: dict[int, list[Dated]] = {}
    for entry, day in sorted(dated, key=lambda one: order(one[0].version)):
        numbers = numbers_of(entry.version)
        if numbers:
            lines.setdefault(numbers[:2], []).append((entry, day))
    wrong = [found for chain in lines.values() for found in _chained(chain, today)]
    bad = {found.entry for found in wrong}
    for numbers, chain in sorted(lines.items()):
        majors.setdefault(numbers[0], []).extend(one for one in chain[:1] if one[0] not in bad)
    for chain in majors.values():
        wrong += _chained(chain, today, lambda entry: _begins(entry, 2))
    firsts = [chain[0] for chain in majors.values() if chain]
    wrong += _chained(firsts, today, lambda entry: _begins(entry, 1))
    first = {found.entry: found for found in reversed(wrong)}
    yield from sorted(first.values(), key=lambda found: (found.entry.path, found.entry.heading.line))


def numbers_of(version: str) -> tuple[int, ...]:
    """The numbers of a version; none where it has another form."""
    read = parsed(final_of(version))
    return (*read.release, 0)[: max(2, len(read.release))] if read else ()


def meant(written: date, low: date, high: date, near: date) -> date | None:
    """The day between two others, and the nearest to a third, that differs from the one written by a slip.

    Slips are last year's number, last month's, and day and month exchanged; none explains a few days.
    """
    if abs((near - written).days) < _SLIP:
        return None
    slips = [(written.year + years, written.month, written.day) for years in (1, -1)]
    slips += [(written.year, written.month + months, written.day) for months in (1, -1)]
    slips.append((written.year, written.day, written.month))
    fitting = [day for day in map(_day, slips) if day and low <= day <= high]
    return min(fitting, key=lambda day: abs((day - near).days), default=None)


def around(day: date, days: int) -> tuple[date, date]:
    """The days that are no further away than so many."""
    return day - timedelta(days), day + timedelta(days)


def _chained(chain: Sequence[Dated], today: date, holds: Callable[[Entry], bool] = bool) -> Iterator[Break]:
    """Where the days of a chain, lowest version first, go back from one that holds for all that follow.

    Of two that contradict each other, it is the later one, unless what follows stands against the earlier one too.
    """
    kept: list[Dated] = []
    for index, (entry, day) in enumerate(chain):
        if kept and day < kept[-1][1]:
            before, late = kept[-1]
            following = [other for _, other in chain[index + 1 :]]
            low = kept[-2][1] if len(kept) > 1 else date.min
            high = next((other for other in following if other >= late), today)
            sooner, later = meant(late, low, day, day), meant(day, late, high, late)
            is_late = bool(following and following[0] < late) or (not following and sooner and not later)
            if low <= day and is_late:
                yield Break(before, entry, is_late=True, meant=sooner)
                kept[-1] = (entry, day)
            else:
                yield Break(entry, before, is_late=False, meant=later)
        elif holds(entry):
            kept.append((entry, day))


def _begins(entry: Entry, numbers: int) -> bool:
    """Whether a version is the first of its line: nothing but zeros follows."""
    return not any(numbers_of(entry.version)[numbers:])


def _day(numbers: tuple[int, int, int]) -> date | None:
    try:
        return date(*numbers)
    except ValueError:
        return None
