"""A document of keys and values: what the readers of TOML and JSON have in common."""

from abc import ABC, abstractmethod
from collections.abc import Mapping

from relaudit.core.places import InFile
from relaudit.evidence.files import Text

Span = tuple[int, int]


class Document(ABC):
    """Parsed data, with the text that it was parsed from."""

    def __init__(self, text: Text, data: Mapping[str, object]) -> None:
        self.text = text
        self.data = data

    def get(self, *path: str) -> object:
        """The value at a key path, None when there is none; elements of lists go by their number."""
        value: object = self.data
        for key in path:
            if isinstance(value, list):
                value = value[int(key)] if key.isdigit() and int(key) < len(value) else None
            else:
                value = value.get(key) if isinstance(value, Mapping) else None
        return value

    def string(self, *path: str) -> str | None:
        """The string at a key path, None when there is none or it is something else."""
        value = self.get(*path)
        return value if isinstance(value, str) else None

    def strings(self, *path: str) -> tuple[str, ...]:
        """The strings of the list at a key path; none when there is no list."""
        value = self.get(*path)
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    @abstractmethod
    def span(self, *path: str) -> Span | None:
        """The characters that the value at a key path takes, quotes included; None when that cannot be told."""

    def place(self, *path: str, label: str = "") -> InFile:
        """Where the value at a key path stands; the whole file when that cannot be told."""
        span = self.span(*path)
        return self.text.place(*span, label) if span else self.text.whole(label)
