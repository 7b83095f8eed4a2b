"""Release tags: the tags whose names carry a version."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.occasion import HistorySince
from relaudit.core.record import record, replace
from relaudit.evidence.git import Git, GitObject, Ref, day_of, day_of_commit
from relaudit.evidence.packages import TAGS
from relaudit.evidence.project import Project
from relaudit.evidence.schemes import identity, order
from relaudit.evidence.tagrefs import PLAIN, accepted, patterns_of, tag_refs, version_in_tag, versioned
from relaudit.process import TagFormat, VersionFormat

_FULL = 2  # dots in MAJOR.MINOR.PATCH


@record
class ReleaseTag:
    """A tag of a release; `oid` is the tag object's or, for a lightweight tag, the commit's.

    `day` is that of the commit, in UTC, and `made` that of an annotated tag where git said it; tags before `history-since` are not judged.
    """

    name: str
    version: str
    oid: str
    commit: str
    day: date
    is_judged: bool = True
    made: date | None = None


class ReleaseTags:
    """Every release tag, newest version first; `astray` are tags with a version that point at no
    commit, `unknowns` those whose commit could not be read: nothing can be said of versions without a tag then.

    `floating` are the names of tags that move with every release, as those of GitHub Actions do: no release tags.
    """

    def __init__(
        self,
        newest_first: tuple[ReleaseTag, ...] = (),
        astray: tuple[str, ...] = (),
        unknowns: tuple[Unknown, ...] = (),
        floating: tuple[str, ...] = (),
    ) -> None:
        self.newest_first = newest_first
        self.floating = floating
        self.astray = astray
        self.unknowns = unknowns
        self._by_identity = {identity(tag.version): tag for tag in reversed(newest_first)}

    def __len__(self) -> int:
        return len(self.newest_first) + len(self.unknowns)

    def only(self, is_wanted: Callable[[str], bool]) -> "ReleaseTags":
        """The tags whose names are wanted."""
        return ReleaseTags(
            tuple(tag for tag in self.newest_first if is_wanted(tag.name)),
            tuple(name for name in self.astray if is_wanted(name)),
            tuple(unknown for unknown in self.unknowns if is_wanted(unknown.evidence)),
            self.floating,
        )

    def of(self, version: str) -> ReleaseTag | None:
        """The tag of a version, in whatever spelling."""
        return self._by_identity.get(identity(version))


@evidence()
def release_tags(
    git: Git,
    format: TagFormat | Unknown,  # noqa: A002 - the process calls it so
    form: VersionFormat | Unknown,
    project: Project | Unknown,
    since: HistorySince,
) -> ReleaseTags | Unknown:
    """The tags that match the stated pattern; where none is stated, the usual patterns too."""
    refs = tag_refs(git)
    if isinstance(refs, Unknown):
        return refs
    wanted = patterns_of(format, project)
    every = tuple(dict.fromkeys((*wanted, *PLAIN)))
    reads = accepted(form)
    found = peeled(git, versioned(refs, every, reads), since)
    return (
        found
        if len(wanted) == len(every)
        else found.only(lambda name: bool(version_in_tag(name, wanted, reads)))
    )


@record
class Tagging:
    """The release tags of a project that tags its releases: there are some, or the process says that there should be."""

    tags: ReleaseTags
    is_stated: bool = False

    def __len__(self) -> int:
        return max(len(self.tags), int(self.is_stated))


@evidence()
def tagging(tags: ReleaseTags, format: TagFormat | Unknown) -> Tagging:  # noqa: A002 - as below
    """Whether releases are tagged here."""
    return Tagging(tags, isinstance(format, TagFormat) and format.is_stated)


def peeled(git: Git, found: Sequence[tuple[Ref, str]], since: HistorySince) -> ReleaseTags:
    """The release tags, with the commits that they peel to."""
    tags: list[ReleaseTag] = []
    astray: list[str] = []
    unknowns: list[Unknown] = []
    asked = iter(git.stream([f"{ref.oid}^{{commit}}" for ref, _ in found if not ref.commit]))
    for ref, version in found:
        name = ref.name[len(TAGS) :]
        commit = (ref.commit, day_of(ref.committed)) if ref.commit else _read(next(asked))
        if isinstance(commit, Unknown):
            unknowns.append(replace(commit, evidence=name, detail=f"tag {name}: {commit.detail}"))
        elif commit is None:
            astray.append(name)
        else:
            oid, day = commit
            made = day_of(ref.created) if ref.created else None
            tags.append(ReleaseTag(name, version, ref.oid, oid, day, not since.excludes(day), made))
    tags.sort(key=lambda tag: (order(tag.version), re.sub(r"\D", "", tag.name)), reverse=True)
    moving = floating(tags)
    kept = tuple(tag for tag in tags if tag.name not in moving)
    return ReleaseTags(kept, tuple(astray), tuple(unknowns), tuple(sorted(moving)))


def floating(tags: Sequence[ReleaseTag]) -> frozenset[str]:
    """The names of tags that move with every release: `v1` among `v1.4.2`, and `v1.4` on the commit of a `1.4.x`."""
    full = [tag for tag in tags if tag.version.count(".") >= _FULL]
    begun = {(tag.commit, start) for tag in full for start in _starts(tag.version)}
    return frozenset(
        tag.name
        for tag in tags
        if tag.version.count(".") < _FULL
        and ((tag.commit, tag.version) in begun or (tag.version.isdigit() and bool(full)))
    )


def _starts(version: str) -> Iterator[str]:
    """`1` and `1.4` for `1.4.2`."""
    major, minor, _ = version.split(".", _FULL)
    return iter((major, f"{major}.{minor}"))


def _read(commit: GitObject | Unknown | None) -> tuple[str, date] | Unknown | None:
    """A commit's name and day; the epoch when it does not say."""
    if not isinstance(commit, GitObject):
        return commit
    return commit.oid, day_of_commit(commit.content)
