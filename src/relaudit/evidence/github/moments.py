"""Moments as a server writes them, and lists that go back from the newest."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise

from relaudit.evidence.github.bodies import text
from relaudit.evidence.github.service import Until

_SPARE = 1  # of days: a commit is dated by the clock of whoever made it, and the parts of an answer may be seconds apart


def moment_of(said: str) -> datetime | None:
    """In UTC, which one without a time zone is taken for; None where it cannot be read."""
    try:
        told = datetime.fromisoformat(said)
        return told.astimezone(UTC) if told.tzinfo is not None else told.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def gone_past(start: date | None, key: str, *, own: str = "") -> Until:
    """Whether a list that was asked for by this moment, the newest first, has come to what was before a day, and before the day before it.

    It is held to that order, as a server may know no other than its `own`, which is by another moment: what is in that one as well, or in none,
    is read to its end.
    """

    def is_past(items: Sequence[object]) -> bool:
        last = _moment(items[-1], key) if items else None
        if start is None or last is None or last.toordinal() + _SPARE >= start.toordinal():
            return False
        return _goes_back(items, key) is True and (not own or _goes_back(items, own) is False)

    return is_past


def _goes_back(items: Sequence[object], key: str) -> bool | None:
    """None where that cannot be told."""
    moments = [_moment(one, key) for one in items]
    known = [one for one in moments if one is not None]
    return all(one >= other for one, other in pairwise(known)) if len(known) == len(moments) else None


def _moment(item: object, key: str) -> datetime | None:
    return moment_of(text(item, key)) if isinstance(item, Mapping) else None
