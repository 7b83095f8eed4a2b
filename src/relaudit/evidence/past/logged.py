"""Tags whose own changelog has the entry that today's lacks."""

from collections.abc import Mapping

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import NOTHING, record
from relaudit.evidence.changelogs.changelog import Changelog
from relaudit.evidence.changelogs.sections import has_entry
from relaudit.evidence.git import Git
from relaudit.evidence.past.line import LineFiles
from relaudit.evidence.tags import ReleaseTags


@record
class LoggedElsewhere:
    """Tags without an entry today whose own changelog has one: releases of a maintenance branch.

    `unread` says why for tags whose changelog could not be read.
    """

    tags: frozenset[str] = frozenset()
    unread: Mapping[str, Unknown] = NOTHING

    def __contains__(self, tag: str) -> bool:
        return tag in self.tags


@evidence()
def logged_elsewhere(git: Git, changelog: Changelog, tags: ReleaseTags, line: LineFiles) -> LoggedElsewhere:
    """The changelog as it was at each tag that lacks an entry today."""
    lacking = [tag for tag in tags.newest_first if changelog.text and changelog.of(tag.version) is None]
    wanted = [
        (tag, path)
        for tag in lacking
        for path in changelog.paths_of(tag.version)
        if line.may_hold(tag.commit, path)
    ]
    found = git.stream([f"{tag.commit}:{path}" for tag, path in wanted])
    logged: set[str] = set()
    unread: dict[str, Unknown] = {}
    for (tag, path), blob in zip(wanted, found, strict=True):
        if isinstance(blob, Unknown):
            unread.setdefault(tag.name, blob)
        elif blob is not None and tag.name not in logged and has_entry(path, blob, tag.version):
            logged.add(tag.name)
    return LoggedElsewhere(
        frozenset(logged), {name: why for name, why in unread.items() if name not in logged}
    )
