"""Where the values of the documented process come from, and what that means for a verdict."""

from collections.abc import Mapping
from enum import StrEnum

from relaudit.core.record import NOTHING, named_record, record


class Source(StrEnum):
    """Who says so."""

    STATED = "stated"
    PRESET = "preset"
    DERIVED = "derived"
    RECOMMENDED = "recommended"


@record
class Origin:
    """The source of one value; `place` is `file:line:column`, a file, or the name of a preset."""

    source: Source
    place: str = ""

    @property
    def is_stated(self) -> bool:
        """The policy says it, or a preset that the policy extends by name."""
        return self.source in (Source.STATED, Source.PRESET)


Origins = Mapping[str, Origin]


@named_record
class Part:
    """One part of the release process; `origins` says for every key below it where the value comes from."""

    origins: Origins = NOTHING

    @property
    def is_stated(self) -> bool:
        """Whether anything in this part was stated, rather than derived or merely recommended."""
        return any(origin.is_stated for origin in self.origins.values())

    def states(self, key: str) -> bool:
        """Whether this key, or anything below it, was stated."""
        return any(
            origin.is_stated
            for name, origin in self.origins.items()
            if name == key or name.startswith(f"{key}.")
        )
