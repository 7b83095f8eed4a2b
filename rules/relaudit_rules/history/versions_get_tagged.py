"""A version that was declared is released."""

from collections.abc import Iterator

from relaudit.api import Options, Problem, Reason, Severity, Today, Unknown, record, rule
from relaudit.evidence.changelogs.changelog import Changelog
from relaudit.evidence.declared import VersionFile
from relaudit.evidence.git import Head
from relaudit.evidence.past.bumps import Bump, Bumps
from relaudit.evidence.past.graph import History
from relaudit.evidence.schemes import is_development, same
from relaudit.evidence.tags import Tagging
from relaudit.evidence.versions import VersionFiles


@record
class Patience(Options):
    """How long a version may wait.

    Attributes:
        days: from the commit that declared it to its tag
    """

    days: int = 14


@rule(severity=Severity.WARNING, added="0.1", over="release_tags")
def versions_get_tagged(
    release_tags: Tagging,
    versions: VersionFiles,
    bumps: Bumps,
    changelog: Changelog | Unknown,
    history: History,
    head: Head,
    today: Today,
    patience: Patience,
) -> Iterator[Problem | Unknown]:
    """The declared version has a tag, soon after it was declared.

    Why:
        A version that is declared and not tagged is a release that stopped halfway, or one that was published from a commit
        nobody can find again. Meanwhile everything built from the branch calls itself by a version that means something
        else.

    How to fix:
        Tag the commit that was released, or release. Between releases declare a development version, such as `1.3.0.dev0`,
        or keep the entry of the changelog marked as unreleased. `rules.versions-get-tagged.days` is how long a version may
        wait.
    """
    source = versions.source
    if source is None:
        yield from versions.unknowns
        detail = "no file declares the version" if not versions.is_computed else "the version is computed"
        yield Unknown("VersionFiles", Reason.INAPPLICABLE, detail=detail)
        return
    yield from release_tags.tags.unknowns
    if release_tags.tags.of(source.version) is None and not _is_to_come(source.version, changelog):
        since = next((bump for bump in bumps.on(head.oid) if same(bump.after, source.version)), None)
        if since is not None and (today.day - since.day).days > patience.days:
            yield _untagged(source, since, history, head, today)


def _is_to_come(version: str, changelog: Changelog | Unknown) -> bool:
    """A development version, or one that the changelog calls unreleased."""
    entry = changelog.of(version) if isinstance(changelog, Changelog) else None
    waits = isinstance(changelog, Changelog) and entry is None and changelog.unreleased is not None
    return is_development(version) or waits or (entry is not None and entry.is_pending)


def _untagged(source: VersionFile, since: Bump, history: History, head: Head, today: Today) -> Problem:
    later = 0
    for commit in history.first_parents(head.oid):
        if commit.oid == since.oid:
            break
        later += 1
    age = f"{(today.day - since.day).days} days and {later} commits"
    message = f"{source.path} says {source.version} since {since.day}, {age} ago, and no tag has that version"
    return Problem(message, source.place(), (since.place(),), subject=source.version)
