"""What was committed since the last release."""

from collections.abc import Mapping

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.git import Git, Head
from relaudit.evidence.past.commits import messages
from relaudit.evidence.past.graph import History
from relaudit.evidence.past.steps import Steps
from relaudit.process import Commits


@record
class Pending:
    """The commits that wait for a release, as far as their subjects tell what they change.

    `names` has for each step that some commit calls for (0 major, 1 minor, 2 patch) the newest such commit.
    """

    names: Mapping[int, str]

    @property
    def step(self) -> int | None:
        """The largest step that a commit calls for; None when none says."""
        return min(self.names, default=None)


@evidence()
def pending(
    git: Git, head: Head, history: History, steps: Steps, convention: Commits | Unknown
) -> Pending | Unknown:
    """Nothing where the process has no convention that tells."""
    told = isinstance(convention, Commits) and convention.convention == "conventional"
    if not told or steps.current is None:
        return Pending({})
    released = history.reached([steps.current.commit])
    oids = [oid for oid in history.reached([head.oid]) if oid not in released]
    found: dict[int, str] = {}
    for message in messages(git, sorted(oids)):
        if isinstance(message, Unknown):
            return message
        if message.step is not None:
            found.setdefault(message.step, message.name)
    return Pending(found)
