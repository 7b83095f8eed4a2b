"""Schedules: five fields of POSIX cron, with names for months and days of the week."""

import re
from collections.abc import Mapping
from math import isnan

from relaudit.core.record import NOTHING, record
from relaudit.evidence.workflows.expressions.numbers import number_of

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_DAYS = "sun mon tue wed thu fri sat"


@record
class Field:
    """What one field takes."""

    least: int
    most: int
    names: Mapping[str, int] = NOTHING

    def takes(self, text: str) -> bool:
        """Whether a list of numbers, ranges and steps is one of this field."""
        if text == "*" or text.lower() in self.names:
            return True
        if "," in text:
            return all(part and self.takes(part) for part in text.split(","))
        if "/" in text:
            start, _, step = text.partition("/")
            return self._is_step(step) and bool(start) and self.takes(start)
        if "-" in text:
            return self._is_range(*text.split("-"))
        return self._is_single(text)

    def _is_step(self, text: str) -> bool:
        return self._is_single(text) and bool(text) and number_of(text) > 0

    def _is_range(self, start: str, *rest: str) -> bool:
        if len(rest) != 1 or not start or not rest[0]:
            return False
        ends = (start, rest[0])
        return all(map(self._is_single, ends)) and self._number(rest[0]) >= self._number(start)

    def _is_single(self, text: str) -> bool:
        if text == "*" or text.lower() in self.names:
            return True
        number = number_of(text)
        return not set(text) & set(",/-") and not isnan(number) and self.least <= number <= self.most

    def _number(self, text: str) -> float:
        return self.names.get(text.lower(), number_of(text))


_FIELDS = (
    Field(0, 59), Field(0, 23), Field(1, 31), Field(1, 12, {name: number for number, name in enumerate(_MONTHS.split(), 1)}),
    Field(0, 6, {name: number for number, name in enumerate(_DAYS.split())}),
)  # fmt: skip


def is_schedule(cron: str) -> bool:
    """Whether GitHub takes it."""
    parts = re.split(" +", cron)
    return len(parts) == len(_FIELDS) and all(
        field.takes(part) for field, part in zip(_FIELDS, parts, strict=True)
    )
