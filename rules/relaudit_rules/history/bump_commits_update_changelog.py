"""Whoever bumps the version says what is in it."""

from collections.abc import Iterator

from relaudit.api import HistorySince, Problem, Severity, Unknown, rule
from relaudit.evidence.changelogs.changelog import Changelog
from relaudit.evidence.changelogs.pastlogs import PastLogs
from relaudit.evidence.past.bumps import Bump, Bumps, unread
from relaudit.evidence.schemes import is_development
from relaudit.process import ChangelogFormat


@rule(severity=Severity.ERROR, unstated=Severity.NOTICE, added="0.1", over=("bumps", "changelog"))
def bump_commits_update_changelog(
    bumps: Bumps, changelog: Changelog, past: PastLogs, form: ChangelogFormat, since: HistorySince
) -> Iterator[Problem | Unknown]:
    """A commit that changes the version changes the changelog too, or finds the entry there.

    Why:
        The bump is the last moment at which anybody knows what goes into the release. An entry that is written afterwards is written
        from memory, if it is written at all.

    How to fix:
        Write the entry in the same commit or pull request; bump tools can do it. Development versions need none, and the
        past is left alone by `history-since`.
    """
    yield from unread(bumps, since)
    if form.required_for == "nothing":
        return
    for bump in bumps.judged(since):
        if bump.before and bump.had_changelog and not bump.is_logged:
            yield from _unlogged(bump, changelog, past)


def _unlogged(bump: Bump, changelog: Changelog, past: PastLogs) -> Iterator[Problem | Unknown]:
    said = next(file for file in bump.files if file.path in bump.changed)
    has_entry = is_development(said.version) or past.has_entry(bump.oid, said.version)
    if isinstance(has_entry, Unknown):
        yield has_entry
    elif not has_entry:
        message = (
            f"commit {bump.name} sets {said.path} to {said.version} and leaves {changelog.path} as it was"
        )
        yield Problem(message, bump.place(), (said.place(),), subject=bump.oid)
