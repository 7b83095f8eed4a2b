"""Where the values of the documented process come from, and what that means for a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Source(StrEnum):
    """Who says so."""

    STATED = "stated"
    PRESET = "preset"
    DERIVED = "derived"
    RECOMMENDED = "recommended"


@dataclass(frozen=True, slots=True)
class Origin:
    """The source of one value; `place` is `file:line:column`, a file, or the name of a preset."""

    source: Source
    place: str = ""

    @property
    def is_stated(self) -> bool:
        """The policy says it, or a preset that the policy extends by name."""
        return self.source in (Source.STATED, Source.PRESET)


Origins = Mapping[str, Origin]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the release process; `origins` says for every key below it where the value comes from."""

    origins: Origins = field(default_factory=dict, compare=False, repr=False)

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
