"""Days as people write them."""

import re
from datetime import date
from typing import TypeAlias

from relaudit.core.record import record
from relaudit.core.regex import regex

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]{{0,7}}\.?"
_YEAR, _DAY = r"(?P<year>\d{4})", r"(?P<day>\d{1,2})"
_FORMS = (
    regex(
        rf"(?<![\d.]){_YEAR}(?P<between>[-/.])(?P<number>\d{{1,2}})(?P=between){_DAY}(?!\d)",
        needs=("-", "/", "."),
    ),
    regex(
        rf"\b{_DAY}(?:st|nd|rd|th)?[\s.-]{{1,3}}(?:of )?{_MONTH},?[\s-]{{1,3}}{_YEAR}\b",
        re.IGNORECASE,
        needs=_MONTHS,
    ),
    regex(rf"\b{_MONTH}\s{{1,3}}{_DAY}(?:st|nd|rd|th)?,?\s{{1,3}}{_YEAR}\b", re.IGNORECASE, needs=_MONTHS),
    regex(rf"(?<![\d.]){_DAY}\.(?P<number>\d{{1,2}})\.{_YEAR}\b", needs=(".",)),
)
Day: TypeAlias = date


@record
class Written:
    """A day as it is written; `day` is None where the calendar has no such day."""

    text: str
    day: date | None


def day_in(text: str) -> Written | None:
    """The first day in a short text, None when there is none; `01/02/2025` could be two days, and is not read."""
    found = min(
        (match for form in _FORMS if (match := form.search(text))), key=lambda m: m.start(), default=None
    )
    if found is None:
        return None
    said = found.groupdict()
    month = int(said["number"]) if said.get("number") else _MONTHS.index(said["month"].lower()) + 1
    try:
        day = date(int(said["year"]), month, int(said["day"]))
    except ValueError:
        day = None
    return Written(found[0], day)


def written_like(example: str, day: date) -> str:
    """A day in the form of another that `day_in` found; as ISO 8601 has it where the form is not simple."""
    for form in (
        "%Y-%m-%d",
        "%Y/%m/%d",
        "%Y.%m.%d",
        "%d.%m.%Y",
        "%B %d, %Y",
        "%B %d %Y",
        "%d %B %Y",
        "%d %B, %Y",
        "%b %d, %Y",
        "%d %b %Y",
    ):
        if _shape(day.strftime(form)) == _shape(example):
            return day.strftime(form).replace(" 0", " ").removeprefix("0")
    return day.isoformat()


def _shape(text: str) -> str:
    short = re.sub(r"\b[A-Za-z]{3}\b", "Mon", text)
    return re.sub(r"\d{1,2}\b", "0", re.sub(r"\d{4}", "0000", re.sub(r"[A-Za-z]{4,}", "Month", short)))
