"""What the newest releases on GitHub say, beside what the changelog says of their versions."""

from collections.abc import Iterator

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.changelogs.changelog import Changelog
from relaudit.evidence.changelogs.entry import Entry
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.github.releases import Release, Releases
from relaudit.evidence.github.states import Asked, omitted
from relaudit.evidence.tags import ReleaseTags

_ASKED = Asked("Releases", "contents:read")
_WORD = regex(r"[^\W\d_]{4,}")
_MOST = 3


@record
class Announced:
    """A release with a section in the changelog, at `place`; `share` is how many of the section's words, from 0 to 1, its text has as well."""

    release: Release
    place: InFile
    share: float


@record
class Announcements:
    """The newest of them; `unknowns` are why a release is left out."""

    every: tuple[Announced, ...] = ()
    unknowns: tuple[Unknown, ...] = ()


@evidence()
def announcements(releases: Releases, changelog: Changelog, tags: ReleaseTags, tree: Tree) -> Announcements:
    """Releases of versions of which the changelog says something."""
    found: list[Announced] = []
    unknowns: list[Unknown] = []
    for release, entry in _with_entries(releases, changelog, tags):
        words = _words_of(entry, tree)
        if release.notes is None:
            unknowns.append(omitted("body", _ASKED))
        elif words:
            said = _in(release.notes)
            found.append(Announced(release, changelog.place(entry), len(words & said) / len(words)))
    return Announcements(tuple(found), tuple(dict.fromkeys(unknowns)))


def _with_entries(
    releases: Releases, changelog: Changelog, tags: ReleaseTags
) -> Iterator[tuple[Release, Entry]]:
    for tag in [tag for tag in tags.newest_first if tag.is_judged][:_MOST]:
        release, entry = releases.of(tag.name), changelog.of(tag.version)
        if release is not None and entry is not None:
            yield release, entry


def _words_of(entry: Entry, tree: Tree) -> frozenset[str]:
    """The words of a section, its heading left aside."""
    text = tree.read(entry.path) if entry.path else None
    lines = text.text.splitlines() if isinstance(text, Text) else []
    return _in("\n".join(lines[entry.first : entry.last]))


def _in(text: str) -> frozenset[str]:
    return frozenset(word[0].lower() for word in _WORD.finditer(text))
