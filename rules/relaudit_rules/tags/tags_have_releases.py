"""A release can be found where people look for it."""

from collections.abc import Iterator, Sequence

from relaudit.api import InRef, InSettings, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.github.releases import Release, Releases
from relaudit.evidence.tags import ReleaseTag, ReleaseTags


@rule(severity=Severity.WARNING, added="0.1", over="release_tags")
def tags_have_releases(
    release_tags: ReleaseTags, releases: Releases | Unknown
) -> Iterator[Problem | Unknown]:
    """Every release tag has a GitHub Release, and no draft is left behind.

    Why:
        Watchers, update bots and download pages follow releases, not tags. A tag without one was announced to nobody; a draft that
        was forgotten is a release that stopped halfway.

    How to fix:
        Publish the release of the tag, or delete the draft. Tags that are older than the first release are left alone, and so is a
        repository that has no release at all. Drafts are shown to tokens that may push, and to no other.
    """
    yield from release_tags.unknowns
    if isinstance(releases, Unknown):
        yield releases
        return
    if not releases.published and not isinstance(releases.drafts, Unknown) and not releases.drafts:
        yield Unknown("Releases", Reason.INAPPLICABLE, detail="no releases on GitHub")
        return
    for tag in _since_first(release_tags.newest_first, releases):
        if releases.of(tag.name) is None and not _is_draft(tag.name, releases):
            message = f"tag {tag.name} has no release on GitHub, and {releases.published[0].tag} has one"
            yield Problem(message, InRef(name=tag.name), subject=tag.name)
    yield from _drafts(release_tags, releases)


def _since_first(newest_first: Sequence[ReleaseTag], releases: Releases) -> Sequence[ReleaseTag]:
    """The tags down to the oldest that has a release."""
    places = [place for place, tag in enumerate(newest_first) if releases.of(tag.name) is not None]
    return newest_first[: max(places, default=-1) + 1]


def _is_draft(tag: str, releases: Releases) -> bool:
    return not isinstance(releases.drafts, Unknown) and any(one.tag == tag for one in releases.drafts)


def _drafts(release_tags: ReleaseTags, releases: Releases) -> Iterator[Problem | Unknown]:
    if isinstance(releases.drafts, Unknown):
        yield releases.drafts
        return
    tagged = {tag.name for tag in release_tags.newest_first}
    for draft in releases.drafts:
        if draft.tag in tagged:
            yield _left(draft)


def _left(draft: Release) -> Problem:
    message = f"the release of {draft.tag} is a draft: its tag is there, and nobody is told"
    setting = InSettings(setting=f"release {draft.tag}", url=draft.page)
    return Problem(message, setting, kind="draft", subject=draft.tag)
