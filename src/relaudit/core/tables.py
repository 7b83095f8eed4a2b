"""The tables of data that packs extend."""

from collections.abc import Mapping
from typing import TypeVar

from relaudit.core.record import NOTHING, record

T = TypeVar("T")


@record
class Tables:
    """The parts of each table by its name: relaudit's own first, then those of packs."""

    by_name: Mapping[str, tuple[object, ...]] = NOTHING

    def parts(self, name: str, kind: type[T]) -> tuple[T, ...]:
        """The parts of a table, which are of one kind: loading a pack sees to that."""
        return tuple(part for part in self.by_name.get(name, ()) if isinstance(part, kind))
