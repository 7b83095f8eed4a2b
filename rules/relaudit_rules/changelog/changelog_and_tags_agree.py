"""What was released and what the changelog says was released are the same."""

from collections.abc import Iterator

from relaudit.api import HistorySince, InRef, Moment, Occasion, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.changelogs.changelog import Changelog
from relaudit.evidence.changelogs.entry import Entry
from relaudit.evidence.past.logged import LoggedElsewhere
from relaudit.evidence.schemes import base_of, final_of, is_development, order, same
from relaudit.evidence.tags import ReleaseTag, ReleaseTags
from relaudit.evidence.versions import VersionFiles


@rule(severity=Severity.WARNING, added="0.1", over=("changelog", "release_tags"))
def changelog_and_tags_agree(
    changelog: Changelog,
    release_tags: ReleaseTags,
    versions: VersionFiles | Unknown,
    occasion: Occasion,
    since: HistorySince,
    elsewhere: LoggedElsewhere,
) -> Iterator[Problem | Unknown]:
    """Every release tag has a changelog entry, and every released entry has a tag.

    Why:
        An entry without a tag is a release whose source nobody can find; a tag without an entry is a release
        that nobody was told about. Tags older than the oldest entry are left alone, as are pre-releases
        older than the first that the changelog lists; a post-release is covered by the entry of what it corrects, and a
        release of a maintenance branch by the changelog of that branch.

    How to fix:
        Tag the commit that was released, or take the entry out. For a tag, write the entry; for releases
        that cannot be mended, waive them by `refs` or `subjects`.
    """
    if changelog.text is None:
        detail = "there are release tags, and no changelog to compare them with"
        yield Unknown("Changelog", Reason.UNDECIDABLE, needs="process.changelog.path", detail=detail)
        return
    yield from release_tags.unknowns
    entries = [
        entry
        for entry in changelog.entries
        if not any(map(release_tags.of, entry.versions)) and changelog.of(entry.version) is entry
    ]
    for entry in entries if not release_tags.unknowns else ():
        if not since.excludes(entry.day) and not _is_pending(entry, versions, occasion):
            message = f"{changelog.path} has an entry for {entry.version}, no tag has that version"
            yield Problem(message, changelog.place(entry), kind="untagged", subject=entry.version)
    for tag in release_tags.newest_first:
        if tag.is_judged and changelog.expects(tag.version) and not _is_logged(changelog, tag, elsewhere):
            yield elsewhere.unread.get(tag.name) or _unlogged(changelog, tag)


def _unlogged(changelog: Changelog, tag: ReleaseTag) -> Problem:
    message = f"tag {tag.name} has no entry in {changelog.path}"
    return Problem(message, InRef(name=tag.name), (changelog.place(),), kind="unlogged", subject=tag.name)


def _is_pending(entry: Entry, versions: VersionFiles | Unknown, occasion: Occasion) -> bool:
    """The version that is about to be released: its tag comes after the change that writes its entry."""
    if entry.is_pending:
        return True
    source = versions.source if isinstance(versions, VersionFiles) else None
    if source is not None and is_development(source.version):
        return same(entry.version, final_of(source.version)) or order(entry.version) > order(source.version)
    is_current = source is not None and same(entry.version, source.version)
    return is_current and (entry.day is None or occasion.moment in (Moment.CHANGE, Moment.BEFORE_TAG))


def _is_logged(changelog: Changelog, tag: ReleaseTag, elsewhere: LoggedElsewhere) -> bool:
    """By its own entry, by that of the release it corrects, or on the branch it was released from."""
    return (
        any(changelog.of(version) for version in (tag.version, base_of(tag.version))) or tag.name in elsewhere
    )
