"""The changelog as it was at past commits."""

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.evidence.changelog import Changelog, has_entry
from relaudit.evidence.files import normal
from relaudit.evidence.git import Git, GitObject


class PastLogs:
    """Reads the changelog at a commit when it is asked for."""

    def __init__(self, git: Git, path: str) -> None:
        self._git = git
        self._path = path

    def has_entry(self, oid: str, version: str) -> bool | Unknown:
        """Whether the changelog had an entry for a version at a commit."""
        found = self._git.objects([f"{oid}:{normal(self._path)}"])[0]
        if isinstance(found, Unknown):
            return found
        return isinstance(found, GitObject) and has_entry(self._path, found, version)


@evidence()
def past_logs(git: Git, changelog: Changelog) -> PastLogs:
    """Nothing is read before it is asked for."""
    return PastLogs(git, changelog.path)
