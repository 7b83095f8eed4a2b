"""A tree of texts, for readers that need no file system."""

from collections.abc import Mapping, Sequence

from relaudit.core.model import Unknown
from relaudit.evidence.files import Text


class Files:
    """A tree of these texts."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files

    def paths(self) -> Sequence[str]:
        return sorted(self.files)

    def folder(self, path: str) -> Sequence[str] | Unknown:
        start = f"{path}/" if path else ""
        inside = {name[len(start) :].partition("/") for name in self.files if name.startswith(start)}
        return sorted(f"{name}{slash}" for name, slash, _ in inside)

    def read(self, path: str) -> Text | Unknown | None:
        text = self.files.get(path)
        return None if text is None else Text(path, text)
