"""The changelog: Keep a Changelog 1.1.0 and its dialects, in one file or in several."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from relaudit.core.places import InFile
from relaudit.core.record import NOTHING
from relaudit.evidence.changelogs.entry import Entry
from relaudit.evidence.files import Text, normal
from relaudit.evidence.schemes import identity, is_final, order

_EARLIER = (
    "CHANGELOG.md",
    "CHANGELOG.rst",
    "CHANGES.md",
    "CHANGES.rst",
    "HISTORY.md",
    "HISTORY.rst",
    "NEWS.rst",
)


class Changelog:
    """The sections in the order of the file, or of the files from the newest on. `is_stated` tells that the process says where it is.

    `path` is the file, or the folder of several; `text` is None when it is not there.
    """

    def __init__(
        self,
        path: str = "",
        texts: Mapping[str, Text] = NOTHING,
        sections: tuple[Entry, ...] = (),
        *,
        is_stated: bool = False,
    ) -> None:
        self.path = path
        self.texts = texts
        self.is_stated = is_stated
        self.sections = sections
        self.entries = tuple(section for section in sections if section.version)
        self.pending = tuple(section for section in sections if not section.version)
        self._by_identity = {
            identity(version): entry
            for entry in reversed(self.entries)
            for version in reversed(entry.versions)
        }

    def __len__(self) -> int:
        return 1 if self.texts or self.is_stated else 0

    @property
    def text(self) -> Text | None:
        """The file, or the newest of several."""
        return next(iter(self.texts.values()), None)

    @property
    def unreleased(self) -> Entry | None:
        """The first section of what is not released yet."""
        return next(iter(self.pending), None)

    def of(self, version: str) -> Entry | None:
        """The entry of a version, in whatever spelling."""
        return self._by_identity.get(identity(version))

    @cached_property
    def oldest(self) -> Entry | None:
        """The lowest version that has an entry: the changelog does not speak of what came before it."""
        return min(self.entries, key=lambda entry: order(entry.version), default=None)

    @cached_property
    def oldest_prerelease(self) -> Entry | None:
        """The lowest pre-release that has an entry: from there on, pre-releases are expected to have one."""
        listed = [entry for entry in self.entries if not is_final(entry.version)]
        return min(listed, key=lambda entry: order(entry.version), default=None)

    def expects(self, version: str) -> bool:
        """Whether a version of this kind and age has an entry here."""
        oldest = self.oldest if is_final(version) else self.oldest_prerelease
        if oldest is None:
            return is_final(version)
        return order(version) > order(oldest.version)

    def place(self, entry: Entry | None = None, label: str = "") -> InFile:
        """The heading of a section, or of the newest part of the changelog."""
        shown = entry or self.unreleased or next(iter(self.entries), None)
        text = self.texts.get(shown.path) if shown else None
        if shown is None or text is None:
            return InFile(path=self.path, label=label)
        return text.place_of_line(shown.heading.line, label)

    def body(self, entry: Entry) -> Sequence[str]:
        """The lines of a section below its heading."""
        return self._lines[entry.path][entry.heading.last : entry.last]

    @cached_property
    def _lines(self) -> Mapping[str, Sequence[str]]:
        return {path: text.text.split("\n") for path, text in self.texts.items()}

    @property
    def past_paths(self) -> tuple[str, ...]:
        """Where it is, or its folder, and the names under which one file may have been kept before."""
        path = normal(self.path)
        is_one_file = path in self.texts or not self.texts
        return tuple(dict.fromkeys((path, *_EARLIER) if is_one_file else (path,))) if path else ()

    def paths_of(self, version: str) -> Iterator[str]:
        """The files that may have had the entry of a version, at another commit."""
        path = normal(self.path)
        if path in self.texts or not self.texts:
            yield from self.past_paths
        else:
            suffixes = dict.fromkeys(name[name.rindex(".") :] for name in self.texts)
            yield from (f"{path}/{version}{suffix}" for suffix in suffixes)
            yield from self.texts
