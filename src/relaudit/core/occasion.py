"""When a repository is judged: facts given to the run, never read from a clock by a rule."""

from datetime import date
from enum import StrEnum

from relaudit.core.record import record


class Moment(StrEnum):
    """What the audit stands before or after."""

    AT_REST = "at rest"
    CHANGE = "a change"
    BEFORE_TAG = "before a tag"
    AFTER_TAG = "after a tag"


@record
class Occasion:
    """The moment, and the base revision or the version it is about."""

    moment: Moment = Moment.AT_REST
    subject: str = ""


AT_REST = Occasion()


@record
class Today:
    """The day of the audit."""

    day: date


@record
class HistorySince:
    """History before `start` is not judged, nor what came after `end`, the day of the revision under audit."""

    start: date | None = None
    end: date | None = None

    def excludes(self, day: date | None) -> bool:
        """Whether something of that day is left alone; what has no day is judged."""
        if day is None:
            return False
        return (self.start is not None and day < self.start) or (self.end is not None and day > self.end)
