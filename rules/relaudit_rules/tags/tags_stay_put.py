"""A release is what it was."""

from collections.abc import Iterator

from relaudit.api import InRef, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.github.releases import Releases
from relaudit.evidence.tags import ReleaseTags


@rule(severity=Severity.ERROR, added="0.1", over="release_tags")
def tags_stay_put(release_tags: ReleaseTags, releases: Releases | Unknown) -> Iterator[Problem | Unknown]:
    """A release tag still points at the commit that was released.

    Why:
        Whoever moves a tag changes what everybody installs by it, after the fact and without a trace in the history: that is how
        actions were turned against their users. Caches, mirrors and lock files keep the old commit, so builds differ by where
        they run.

    How to fix:
        Release again under the next version. Forbid updates and deletions of release tags by a ruleset, and make releases immutable.
        Today's tags alone do not tell whether they were moved: that takes what an earlier audit recorded. The tag of an immutable release
        cannot have been.
    """
    for name in release_tags.astray:
        yield Problem(f"tag {name} points at no commit", InRef(name=name), kind="no-commit", subject=name)
    open_ones = [tag for tag in release_tags.newest_first if not _is_held(tag.name, releases)]
    if open_ones:
        detail = f"where {len(open_ones)} tags pointed before: no earlier audit recorded it"
        yield Unknown("RecordedTags", Reason.OFFLINE, needs="contents:read on GitHub", detail=detail)


def _is_held(tag: str, releases: Releases | Unknown) -> bool:
    """Whether the release of a tag is immutable: GitHub lets its tag neither move nor go."""
    release = releases.of(tag) if isinstance(releases, Releases) else None
    return release is not None and release.is_immutable
