"""The branches that are there, by name: those of a clone that has them all, else those that GitHub lists."""

from collections.abc import Callable
from functools import cache

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import named_record, record
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


@record
class BranchNames:
    """The names that are known; `doubt` is why there may be more."""

    every: Names
    doubt: Unknown | None = None

    def __len__(self) -> int:
        return len(self.every) + (self.doubt is not None)

    def has(self, name: str) -> bool | Unknown:
        """Whether there is such a branch."""
        return name in self.every or self.doubt or False


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
    """GitHub is asked where a clone lacks some."""
    if isinstance(live, LiveBranches) and live.is_complete:
        return BranchNames(frozenset(live.by_name))
    listed = there.every() if isinstance(there, BranchList) else there
    if not isinstance(listed, Unknown):
        return BranchNames(listed)
    if isinstance(live, Unknown):
        return listed if was_asked(listed) else live
    cut = Unknown("LiveBranches", Reason.SHALLOW, needs=_FETCHED, detail="only some branches were fetched")
    return BranchNames(frozenset(live.by_name), cut)
