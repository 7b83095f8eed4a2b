"""The changelog tells what happened in the order in which it happened."""

from collections.abc import Iterator, Mapping, Sequence

from relaudit.api import HistorySince, Options, Problem, Severity, Today, Unknown, record, rule
from relaudit.evidence.changelogs.changelog import Changelog
from relaudit.evidence.changelogs.chronology import around, breaks, meant, numbers_of
from relaudit.evidence.changelogs.days import Day
from relaudit.evidence.changelogs.entry import Entry
from relaudit.evidence.schemes import identity, order
from relaudit.evidence.tags import ReleaseTag, ReleaseTags

_NEAR = 2  # days: a date mended of a slip is the day of the tag, or nearly
Days = Mapping[Entry, Day]


@record
class Order(Options):
    """How exact a date has to be.

    Attributes:
        days_from_tag: how far the date of an entry may be from the day of the tagged commit
    """

    days_from_tag: int = 7


@rule(severity=Severity.WARNING, added="0.1", over="changelog")
def changelog_is_ordered(
    changelog: Changelog, tags: ReleaseTags | Unknown, today: Today, since: HistorySince, options: Order
) -> Iterator[Problem | Unknown]:
    """Changelog entries are in order, and dated with the day of the release.

    Why:
        The date of a release is what an incident is traced back with, and the first entry is the one that is read. A wrong year
        or a section in the wrong place misleads both people and the tools that cut release notes.

    How to fix:
        Put the newest entry on top, and give each the day on which its version was released, as YYYY-MM-DD. Entries may be
        ordered by version or by date: only what is out of order in both is reported. `days-from-tag` says how far
        an entry's date and the commit of its tag may be apart.
    """
    tagged = {entry: tag for entry in changelog.entries if (tag := _tag_of(entry, tags))}
    days = {
        entry: entry.day or tagged[entry].day for entry in changelog.entries if entry.day or entry in tagged
    }
    judged = [entry for entry in changelog.entries if not since.excludes(days.get(entry))]
    last = min(today.day, since.end or today.day)
    wrong: set[Entry] = set()
    for entry in judged:
        problem = _of_day(changelog, entry, tagged.get(entry), last, options.days_from_tag)
        if problem:
            wrong.add(entry)
            yield problem
    yield from _contradictions(
        changelog,
        [one for one in judged if one.day and one not in wrong and changelog.of(one.version) is one],
        today.day,
        last,
    )
    for path in changelog.texts:
        yield from _misplaced(changelog, [entry for entry in judged if entry.path == path], days)


def _tag_of(entry: Entry, tags: ReleaseTags | Unknown) -> ReleaseTag | None:
    found = map(tags.of, entry.versions) if isinstance(tags, ReleaseTags) else ()
    return next(filter(None, found), None)


def _of_day(
    changelog: Changelog, entry: Entry, tag: ReleaseTag | None, today: Day, days: int
) -> Problem | None:
    """What is wrong with the date of one entry by itself."""
    name = f"{changelog.path} dates {entry.version} {entry.written}"
    if entry.written and entry.day is None:
        return Problem(
            f"{name}, which is no day", changelog.place(entry), kind="no-such-day", subject=entry.version
        )
    if entry.day is None or entry.is_pending:
        return None
    if tag and all(abs((entry.day - day).days) > days for day in filter(None, (tag.day, tag.made))):
        message = f"{name}, the commit of its tag {tag.name} is of {tag.day}"
        hint = _hint(meant(entry.day, *around(tag.day, _NEAR), tag.day))
        return Problem(message + hint, changelog.place(entry), kind="far-from-tag", subject=entry.version)
    if entry.day > around(today, 1)[1]:  # it may be tomorrow already where the entry was written
        hint = _hint(meant(entry.day, Day.min, today, today))
        return Problem(
            f"{name}, which is yet to come{hint}",
            changelog.place(entry),
            kind="future",
            subject=entry.version,
        )
    return None


def _contradictions(
    changelog: Changelog, entries: Sequence[Entry], today: Day, last: Day
) -> Iterator[Problem]:
    """Days that do not go with their versions; none is proposed that the revision cannot know."""
    dated = [(entry, entry.day) for entry in entries if entry.day]
    for found in breaks(dated, today):
        entry, other = found.entry, found.other
        side = "after" if found.is_late else "before"
        meant_day = found.meant if found.meant and found.meant <= last else None
        message = f"{changelog.path} dates {entry.version} {entry.written}, {side} {other.version} of {other.day}{_hint(meant_day)}"
        related = changelog.place(other, "the other date")
        yield Problem(message, changelog.place(entry), (related,), kind="date", subject=entry.version)


def _misplaced(changelog: Changelog, entries: Sequence[Entry], days: Days) -> Iterator[Problem]:
    """Entries of one file that stand in the wrong place, or twice."""
    pairs = [(entries[at], entries[at + 1]) for at in range(len(entries) - 1)]
    rising = sum(order(above.version) < order(below.version) for above, below in pairs)
    if len(pairs) > 1 and rising == len(pairs):
        message = f"{changelog.path} has its oldest entry first, where the newest is looked for"
        yield Problem(message, changelog.place(entries[0]), kind="oldest-first")
        return
    seen: dict[object, Entry] = {}
    for entry in entries:
        first = seen.setdefault(identity(entry.version), entry)
        if first is not entry:
            message = f"{changelog.path} has a second entry for {entry.version}"
            yield Problem(
                message,
                changelog.place(entry),
                (changelog.place(first, "the first"),),
                kind="twice",
                subject=entry.version,
            )
    for above, below in pairs:
        if order(above.version) < order(below.version) and not _is_by_date(above, below, days):
            message = f"{changelog.path} has {above.version} above {below.version}, which is newer"
            yield Problem(
                message,
                changelog.place(above),
                (changelog.place(below, "the newer"),),
                kind="order",
                subject=above.version,
            )


def _is_by_date(above: Entry, below: Entry, days: Days) -> bool:
    """Whether two entries stand in the order of their days; of two lines of development where a day is not known."""
    first, second = days.get(above), days.get(below)
    if first is None or second is None:
        return numbers_of(above.version)[:2] != numbers_of(below.version)[:2]
    return first >= second


def _hint(day: Day | None) -> str:
    return f": {day} is probably meant" if day else ""
