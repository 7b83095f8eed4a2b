"""The branches that are there, by name: those of a clone that has them all, else those that GitHub lists."""

from collections.abc import Callable
from functools import cache

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import named_record
from relaudit.evidence.github.bodies import text
from relaudit.evidence.github.service import GitHub
from relaudit.evidence.github.states import Asked, items, waiting, was_asked
from relaudit.evidence.past.branches import LiveBranches

_ASKED = Asked("BranchList", "contents:read", keys=("name",))
_FETCHED = "every branch: fetch-depth: 0, or git fetch origin '+refs/heads/*:refs/remotes/origin/*'"

Names = frozenset[str]


@named_record
class BranchList:
    """Every branch of the repository on GitHub; nothing is asked before it is called."""

    every: Callable[[], Names | Unknown]


@named_record
class BranchNames:
    """The names that are `known` here; what else there is, is asked for only where that does not tell."""

    known: Names
    every: Callable[[], Names | Unknown]

    def __len__(self) -> int:
        if self.known:
            return len(self.known)
        every = self.every()
        return 1 if isinstance(every, Unknown) else len(every)

    def has(self, name: str) -> bool | Unknown:
        """Whether there is such a branch."""
        if name in self.known:
            return True
        every = self.every()
        return every if isinstance(every, Unknown) else name in every


@evidence(permission="contents:read")
def branch_list(github: GitHub | Unknown) -> BranchList | Unknown:
    """One list."""
    if isinstance(github, Unknown):
        return waiting(github, _ASKED)

    @cache
    def every() -> Names | Unknown:
        said = items(github.listed("/branches"), _ASKED)
        return said if isinstance(said, Unknown) else frozenset(text(one, "name") for one in said)

    return BranchList(every=every)


@evidence()
def branch_names(live: LiveBranches | Unknown, there: BranchList | Unknown) -> BranchNames | Unknown:
    """Those of a clone are known; GitHub is asked where there is none, or it lacks some."""
    if isinstance(live, Unknown):
        if isinstance(there, Unknown):
            return there if was_asked(there) else live
        return BranchNames(known=frozenset(), every=there.every)
    known = frozenset(live.by_name)
    if live.is_complete:
        return BranchNames(known=known, every=lambda: known)
    return BranchNames(known=known, every=lambda: _of_cut(there))


def _of_cut(there: BranchList | Unknown) -> Names | Unknown:
    """What GitHub lists where a clone lacks some; fetching them would tell as well."""
    listed = there if isinstance(there, Unknown) else there.every()
    detail = "only some branches were fetched"
    cut = Unknown("LiveBranches", Reason.SHALLOW, needs=_FETCHED, detail=detail)
    return cut if isinstance(listed, Unknown) else listed
