"""The changelog as it was at past commits."""

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.evidence.changelogs.changelog import Changelog
from relaudit.evidence.changelogs.sections import has_entry
from relaudit.evidence.git import Git, GitObject


class PastLogs:
    """Reads the changelog at a commit when it is asked for."""

    def __init__(self, git: Git, changelog: Changelog) -> None:
        self._git = git
        self._changelog = changelog

    def has_entry(self, oid: str, version: str) -> bool | Unknown:
        """Whether the changelog had an entry for a version at a commit."""
        paths = list(self._changelog.paths_of(version))
        found = self._git.objects([f"{oid}:{path}" for path in paths])
        if any(
            has_entry(path, blob, version)
            for path, blob in zip(paths, found, strict=True)
            if isinstance(blob, GitObject)
        ):
            return True
        return next((blob for blob in found if isinstance(blob, Unknown)), False)


@evidence()
def past_logs(git: Git, changelog: Changelog) -> PastLogs:
    """Nothing is read before it is asked for."""
    return PastLogs(git, changelog)
