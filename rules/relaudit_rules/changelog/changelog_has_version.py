"""The version about to be released is in the changelog."""

from collections.abc import Iterator

from relaudit.api import Edit, Fix, Moment, Occasion, Problem, Severity, Today, Unknown, rule
from relaudit.evidence.changelogs.changelog import Changelog
from relaudit.evidence.changelogs.fragments import Fragments
from relaudit.evidence.declared import VersionFile
from relaudit.evidence.schemes import is_development, is_final
from relaudit.evidence.tags import ReleaseTags
from relaudit.evidence.versions import VersionFiles, undeclared
from relaudit.process import ChangelogFormat, VersionFormat


@rule(severity=Severity.ERROR, added="0.1", over="changelog")
def changelog_has_version(
    changelog: Changelog,
    version_files: VersionFiles,
    tags: ReleaseTags | Unknown,
    fragments: Fragments | Unknown,
    occasion: Occasion,
    today: Today,
    form: ChangelogFormat,
    numbering: VersionFormat | Unknown,
) -> Iterator[Problem | Unknown]:
    """The changelog has a section for the current version.

    Why:
        People read the changelog to decide whether to upgrade, and release notes are cut from it. A release
        without a section is one that nobody can look up.

    How to fix:
        Rename the Unreleased section to the version and its date, or add a section. Between releases an
        Unreleased section, or a news fragment, is enough, as long as the version has no tag; a development version
        needs none.
    """
    source = version_files.source
    if form.required_for == "nothing":
        return
    if source is None:
        if not _is_tagged_and_logged(changelog, tags, numbering):
            yield from version_files.unknowns or [undeclared()]
    elif changelog.text is None:
        message = f"{changelog.path} is stated to be the changelog and does not exist"
        yield Problem(message, changelog.place(), kind="missing")
    elif changelog.of(source.version) is None and not is_development(source.version):
        is_pending = changelog.unreleased is not None or (
            isinstance(fragments, Fragments) and fragments.pending
        )
        yield from _without_section(changelog, source, tags, occasion, today, is_pending=bool(is_pending))


def _without_section(
    changelog: Changelog,
    source: VersionFile,
    tags: ReleaseTags | Unknown,
    occasion: Occasion,
    today: Today,
    *,
    is_pending: bool,
) -> Iterator[Problem | Unknown]:
    """Between releases an Unreleased section will do for a version that has no tag."""
    if is_pending and occasion.moment in (Moment.AT_REST, Moment.CHANGE):
        if isinstance(tags, Unknown):
            yield tags
            return
        if tags.of(source.version) is None:
            return
    if is_final(source.version) or changelog.oldest_prerelease:
        message = f"{changelog.path} has no section for {source.version}, which {source.path} declares"
        related = source.place("the current version")
        fix = _stub(changelog, source.version, today)
        yield Problem(message, changelog.place(), (related,), subject=source.version, fix=fix)


def _stub(changelog: Changelog, version: str, today: Today) -> Fix | None:
    """A section in the style of the newest, above it."""
    from relaudit.evidence.changelogs.stubs import stub

    newest = next(iter(changelog.entries), None)
    text = changelog.texts.get(newest.path) if newest else None
    if newest is None or text is None or newest.others or len(changelog.texts) > 1:
        return None
    start = text.start_of(newest.first)
    edit = Edit(text.path, start, start, stub(text, newest, version, today.day))
    return Fix(f"adds a section for {version}", (edit,))


def _is_tagged_and_logged(
    changelog: Changelog, tags: ReleaseTags | Unknown, numbering: VersionFormat | Unknown
) -> bool:
    """Where the version comes from the tag, the current one is that of the newest tag."""
    from_tag = isinstance(numbering, VersionFormat) and numbering.source == "tag"
    newest = next(iter(tags.newest_first), None) if isinstance(tags, ReleaseTags) else None
    return from_tag and newest is not None and changelog.of(newest.version) is not None
