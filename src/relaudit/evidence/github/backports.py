"""What one branch has to contain of another and lacks: by a clone, which compares patches, else as far as GitHub can tell."""

from collections.abc import Callable, Iterator
from datetime import date

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.places import InCommit
from relaudit.core.record import named_record, record
from relaudit.evidence.git import Git
from relaudit.evidence.github.comparisons import Comparisons
from relaudit.evidence.past.branches import LiveBranches
from relaudit.evidence.past.commits import messages
from relaudit.evidence.past.graph import History

_SHORT = 10


@record
class Lacking:
    """A commit that has not arrived, and the day on which it was made; `doubt` is why it may have, under another name."""

    commit: InCommit
    day: date
    doubt: Unknown | None = None

    @property
    def name(self) -> str:
        """Its abbreviated name."""
        return self.commit.oid[:_SHORT]


Found = Iterator[Lacking | Unknown]


@named_record
class Backports:
    """Answers for two branches: the one that has to contain, and the one that it has to contain, both of which are there."""

    lacking: Callable[[str, str], Found]


@evidence()
def backports(
    git: Git | Unknown, live: LiveBranches | Unknown, history: History | Unknown, there: Comparisons | Unknown
) -> Backports:
    """By the clone, where it has both branches."""

    def lacking(name: str, held: str) -> Found:
        if isinstance(git, Unknown) or isinstance(live, Unknown) or isinstance(history, Unknown):
            return _by_name(there, name, held)
        here, other = live.by_name.get(name, ()), live.by_name.get(held, ())
        return _by_patch(git, history, here[0], other[0]) if here and other else _by_name(there, name, held)

    return Backports(lacking=lacking)


def _by_patch(git: Git, history: History, base: str, head: str) -> Found:
    lacking = git.unpicked(head, base)
    if isinstance(lacking, Unknown):
        yield lacking
        return
    for message in messages(git, lacking):
        if isinstance(message, Unknown):
            yield message
            continue
        commit = history.commit(message.oid)
        if commit is not None:
            yield Lacking(message.place(), commit.day)


def _by_name(there: Comparisons | Unknown, name: str, held: str) -> Found:
    """One that was cherry-picked has another name: that none was is known where the branch has nothing of its own."""
    said = there if isinstance(there, Unknown) else there.of(name, held)
    if isinstance(said, Unknown):
        yield said
        return
    doubt = _doubt(name, held, len(said.ahead)) if said.is_behind else None
    yield from (Lacking(InCommit(oid=one.oid, subject=one.subject), one.day, doubt) for one in said.ahead)


def _doubt(name: str, held: str, count: int) -> Unknown:
    detail = f"{name} has none of {count} commits of {held} by their names: whether it has them by equal patches, a clone tells"
    return Unknown("Backports", Reason.UNDECIDABLE, needs="a clone", detail=detail)
