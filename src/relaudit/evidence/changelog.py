"""The changelog: Keep a Changelog 1.1.0, and what is close enough to it."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.places import InFile
from relaudit.core.record import NOTHING, record
from relaudit.evidence.entries import Entry, entries_in, is_unreleased
from relaudit.evidence.files import Text, Tree, normal
from relaudit.evidence.git import Git, GitObject
from relaudit.evidence.markdown import Heading, headings
from relaudit.evidence.schemes import identity, is_final, order, same
from relaudit.evidence.tags import ReleaseTags
from relaudit.process import ChangelogFormat

_STEMS = ("changelog", "changes", "history", "news", "release_notes", "release-notes")
_MARKDOWN = (".md", ".markdown", "")


class Changelog:
    """The entries in the order of the file. `is_stated` tells that the process says where it is.

    `text` is None when the file is not there.
    """

    def __init__(
        self,
        path: str = "",
        text: Text | None = None,
        entries: tuple[Entry, ...] = (),
        unreleased: Heading | None = None,
        *,
        is_stated: bool = False,
    ) -> None:
        self.path = path
        self.text = text
        self.entries = entries
        self.unreleased = unreleased
        self.is_stated = is_stated
        self._by_identity = {identity(entry.version): entry for entry in reversed(entries)}

    def __len__(self) -> int:
        return 1 if self.text or self.is_stated else 0

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
        """The heading of an entry, or of the newest part of the file."""
        heading = (
            entry.heading if entry else self.unreleased or (self.entries[0].heading if self.entries else None)
        )
        if self.text is None or heading is None:
            return InFile(path=self.path, label=label)
        return self.text.place_of_line(heading.line, label)


@record
class LoggedElsewhere:
    """Tags without an entry today whose own changelog has one: releases of a maintenance branch.

    `unread` says why for tags whose changelog could not be read.
    """

    tags: frozenset[str] = frozenset()
    unread: Mapping[str, Unknown] = NOTHING

    def __contains__(self, tag: str) -> bool:
        return tag in self.tags


@evidence()
def logged_elsewhere(git: Git, changelog: Changelog, tags: ReleaseTags) -> LoggedElsewhere:
    """The changelog as it was at each tag that lacks an entry today."""
    lacking = [tag for tag in tags.newest_first if changelog.text and changelog.of(tag.version) is None]
    found = list(git.stream([f"{tag.commit}:{normal(changelog.path)}" for tag in lacking]))
    both = list(zip(lacking, found, strict=True))
    logged = [
        tag
        for tag, blob in both
        if isinstance(blob, GitObject) and has_entry(changelog.path, blob, tag.version)
    ]
    unread = {tag.name: blob for tag, blob in both if isinstance(blob, Unknown)}
    return LoggedElsewhere(frozenset(tag.name for tag in logged), unread)


@evidence(reads=("CHANGELOG*", "CHANGES*", "HISTORY*", "NEWS*", "docs/*"))
def changelog(tree: Tree, form: ChangelogFormat | Unknown) -> Changelog | Unknown:
    """The stated file, or the first with a usual name."""
    stated = form.path if isinstance(form, ChangelogFormat) and form.states("path") else ""
    path = stated or _found(tree)
    text = tree.read(path) if path else None
    if isinstance(text, Unknown):
        return text
    if text is None:
        return Changelog(path, is_stated=bool(stated))
    return _parsed(text, is_stated=bool(stated))


def is_changelog(path: str) -> bool:
    """Whether a file's name is a usual one for a changelog."""
    return _rank(path.rpartition("/")[2]) < len(_STEMS)


def _parsed(text: Text, *, is_stated: bool) -> Changelog | Unknown:
    suffix = text.path[len(text.path.rpartition(".")[0]) :] if "." in text.path.rpartition("/")[2] else ""
    if suffix.lower() not in _MARKDOWN:
        return Unknown(
            "Changelog", Reason.UNDECIDABLE, detail=f"{text.path}: only Markdown changelogs are read"
        )
    every = list(headings(text.text))
    entries = tuple(entries_in(every))
    unreleased = next((heading for heading in every if is_unreleased(heading)), None)
    if not entries and unreleased is None and not is_stated:
        return Unknown("Changelog", Reason.UNDECIDABLE, detail=f"{text.path}: no heading names a version")
    return Changelog(text.path, text, entries, unreleased, is_stated=is_stated)


def has_entry(path: str, blob: GitObject, version: str) -> bool:
    """Whether a changelog of this content has an entry for a version."""
    text = Text.decoded(path, blob.content)
    return any(same(entry.version, version) for entry in entries_in(list(headings(text.text))))


def _found(tree: Tree) -> str:
    for folder in ("", "docs"):
        entries = tree.folder(folder)
        names = () if isinstance(entries, Unknown) else entries
        best = sorted((_rank(name), name) for name in names if _rank(name) < len(_STEMS))
        if best:
            return f"{folder}/{best[0][1]}".lstrip("/")
    return ""


def _rank(name: str) -> int:
    """How usual a name is for a changelog, 0 for the most; as many as there are stems for none."""
    stem, _, suffix = name.lower().partition(".")
    known: Sequence[str] = ("md", "markdown", "rst", "txt", "")
    return _STEMS.index(stem) if stem in _STEMS and suffix in known else len(_STEMS)
