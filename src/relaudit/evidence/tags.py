"""Release tags: the tags whose names carry a version."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.occasion import HistorySince
from relaudit.core.record import record, replace
from relaudit.evidence.git import Git, GitObject, Ref
from relaudit.evidence.project import Project
from relaudit.evidence.schemes import identity, is_valid, order
from relaudit.process import TagFormat, VersionFormat

_PREFIX = "refs/tags/"
_COMMITTER = re.compile(rb"^committer .*> (\d{1,11}) [+-]\d{4}$", re.MULTILINE)
_FULL = 2  # dots in MAJOR.MINOR.PATCH
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_USUAL = ("v{version}", "{version}")


@record
class ReleaseTag:
    """A tag of a release; `oid` is the tag object's or, for a lightweight tag, the commit's.

    `day` is that of the commit, in UTC; tags before `history-since` are not judged.
    """

    name: str
    version: str
    oid: str
    commit: str
    day: date
    is_judged: bool = True


class ReleaseTags:
    """Every release tag, newest version first; `astray` are tags with a version that point at no
    commit, `unknowns` those whose commit could not be read: nothing can be said of versions without a tag then.

    Tags that move with every release, as those of GitHub Actions do, are no release tags.
    """

    def __init__(
        self,
        newest_first: tuple[ReleaseTag, ...] = (),
        astray: tuple[str, ...] = (),
        unknowns: tuple[Unknown, ...] = (),
    ) -> None:
        self.newest_first = newest_first
        self.astray = astray
        self.unknowns = unknowns
        self._by_identity = {identity(tag.version): tag for tag in reversed(newest_first)}

    def __len__(self) -> int:
        return len(self.newest_first) + len(self.unknowns)

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
    if git.is_shallow:
        return Unknown(
            "ReleaseTags",
            Reason.SHALLOW,
            needs="fetch-depth: 0",
            detail="a shallow clone lacks tags and history",
        )
    refs = git.refs()
    if isinstance(refs, Unknown):
        return refs
    patterns = _patterns(format, project)
    scheme = form if isinstance(form, VersionFormat) else VersionFormat()
    found = [
        (ref, version)
        for ref in refs
        if ref.name.startswith(_PREFIX)
        and (version := version_in_tag(ref.name[len(_PREFIX) :], patterns, scheme))
    ]
    return _peeled(git, found, since)


def version_in_tag(name: str, patterns: Sequence[str], scheme: VersionFormat) -> str:
    """The version that a tag's name carries, empty when it carries none."""
    for pattern in patterns:
        before, _, after = pattern.partition("{version}")
        if len(name) > len(before) + len(after) and name.startswith(before) and name.endswith(after):
            version = name[len(before) : len(name) - len(after)]
            if version[0].isdigit() and is_valid(version, scheme):
                return version
    return ""


def _patterns(format: TagFormat | Unknown, project: Project | Unknown) -> Sequence[str]:  # noqa: A002
    if isinstance(format, TagFormat) and format.states("pattern"):
        return (format.pattern,)
    derived = (format.pattern,) if isinstance(format, TagFormat) else ()
    name = project.name if isinstance(project, Project) else ""
    named = (f"{name}-{{version}}", f"{name}-v{{version}}", f"{name}@{{version}}") if name else ()
    return tuple(dict.fromkeys((*derived, *_USUAL, *named)))


def _peeled(git: Git, found: Sequence[tuple[Ref, str]], since: HistorySince) -> ReleaseTags:
    tags: list[ReleaseTag] = []
    astray: list[str] = []
    unknowns: list[Unknown] = []
    asked = iter(git.stream([f"{ref.oid}^{{commit}}" for ref, _ in found if not ref.commit]))
    for ref, version in found:
        name = ref.name[len(_PREFIX) :]
        commit = (ref.commit, _day(ref.committed)) if ref.commit else _read(next(asked))
        if isinstance(commit, Unknown):
            unknowns.append(replace(commit, evidence=name, detail=f"tag {name}: {commit.detail}"))
        elif commit is None:
            astray.append(name)
        else:
            oid, day = commit
            tags.append(ReleaseTag(name, version, ref.oid, oid, day, not since.excludes(day)))
    tags.sort(key=lambda tag: (order(tag.version), re.sub(r"\D", "", tag.name)), reverse=True)
    floating = floating_among([tag.version for tag in tags])
    return ReleaseTags(
        tuple(tag for tag in tags if tag.version not in floating), tuple(astray), tuple(unknowns)
    )


def floating_among(versions: Sequence[str]) -> frozenset[str]:
    """Versions of tags that move with every release: `1` beside any `2.0.3`, and `1.4` beside `1.4.0`."""
    every = frozenset(versions)
    in_three = any(version.count(".") >= _FULL for version in every)
    return frozenset(
        version
        for version in every
        if (version.isdigit() and in_three) or (version.count(".") == 1 and f"{version}.0" in every)
    )


def _read(commit: GitObject | Unknown | None) -> tuple[str, date] | Unknown | None:
    """A commit's name and day; the epoch when it does not say."""
    if not isinstance(commit, GitObject):
        return commit
    found = _COMMITTER.search(commit.content)
    return commit.oid, _day(int(found[1]) if found else 0)


def _day(seconds: int) -> date:
    """The day in UTC; the last there is for what no calendar reaches."""
    try:
        return (_EPOCH + timedelta(seconds=seconds)).date()
    except OverflowError:
        return date.max
