"""A release can be found where people look for it."""

from collections.abc import Iterator

from relaudit.api import Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.tags import ReleaseTags


@rule(severity=Severity.WARNING, added="0.1", over="release_tags")
def tags_have_releases(release_tags: ReleaseTags) -> Iterator[Problem | Unknown]:
    """Every release tag has a GitHub Release, and no draft is left behind.

    Why:
        Watchers, update bots and download pages follow releases, not tags. A tag without one was announced to nobody; a draft that
        was forgotten is a release that stopped halfway.

    How to fix:
        Publish the release of the tag, or delete the draft. Releases are kept by GitHub and not by git, so this is judged with its
        API only.
    """
    yield from release_tags.unknowns
    detail = f"whether {len(release_tags.newest_first)} release tags have a release"
    yield Unknown("Releases", Reason.OFFLINE, needs="contents:read on GitHub", detail=detail)
