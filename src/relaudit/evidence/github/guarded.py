"""The branches that rules have to guard: the default one, and those that the process gives a role that is not topic."""

from collections.abc import Iterator

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.evidence.files import Tree
from relaudit.evidence.github.settings import RepositorySettings
from relaudit.evidence.github.states import Asked, omitted
from relaudit.evidence.stated import stated_at
from relaudit.process import Branch, Branches

_PLAIN = Branch()


@record
class GuardedBranch:
    """A branch by its name or its pattern; `sample` is a name that it takes, `said` what the process says of it."""

    name: str
    sample: str
    said: Branch
    is_stated: bool
    asked_by: InFile | None = None

    @property
    def doubt(self) -> Unknown | None:
        """Why a pattern may be guarded by more than its sample is: the older branch protection is told for branches that are there."""
        if self.name == self.sample:
            return None
        detail = f"GitHub tells what guards {self.name} only for branches that are there"
        return Unknown("BranchRules", Reason.UNDECIDABLE, detail=detail)


@record
class GuardedBranches:
    """Each once; `doubt` is why it is not known which branch is the default one."""

    every: tuple[GuardedBranch, ...] = ()
    doubt: Unknown | None = None

    def __len__(self) -> int:
        return len(self.every) + (self.doubt is not None)

    @property
    def unstated(self) -> Unknown:
        """That the process says nothing of how they are changed."""
        return Unknown("Branches", Reason.UNSTATED, needs="process.branches.NAME.direct-pushes or .approvals")


@evidence()
def guarded_branches(
    about: RepositorySettings | Unknown, branches: Branches | Unknown, tree: Tree
) -> GuardedBranches:
    """Those of the process are known whether GitHub is asked or not."""
    found = {one.name: one for one in _stated(branches if isinstance(branches, Branches) else None, tree)}
    if isinstance(about, Unknown):
        return GuardedBranches(tuple(found.values()), about)
    default = about.default_branch
    if not default:
        return GuardedBranches(
            tuple(found.values()), omitted("default_branch", Asked("Branches", "metadata:read"))
        )
    if default not in found:
        found[default] = GuardedBranch(default, default, _PLAIN, False)
    return GuardedBranches(tuple(found.values()))


def _stated(branches: Branches | None, tree: Tree) -> Iterator[GuardedBranch]:
    for name, said in branches.by_name.items() if branches is not None else ():
        if said.role != "topic":
            is_stated = branches is not None and branches.is_stated
            sample = name.replace("**", "x").replace("*", "x")
            yield GuardedBranch(name, sample, said, is_stated, _asked_by(branches, name, tree))


def _asked_by(branches: Branches | None, name: str, tree: Tree) -> InFile | None:
    """The place in the policy that says most of a branch."""
    keys = ("direct-pushes", "approvals", "role")
    places = (stated_at(branches, "branches", (name, key), tree) for key in keys if branches is not None)
    return next((place for place in places if place is not None), None)
