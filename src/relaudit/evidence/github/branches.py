"""What is in force on a branch: rulesets and the older branch protection, side by side as GitHub applies them."""

from collections.abc import Callable, Mapping
from functools import cache

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import named_record, record
from relaudit.evidence.github.guards import Guard, of_protection, of_rulesets
from relaudit.evidence.github.service import GitHub, named, segment
from relaudit.evidence.github.states import Absent, Asked, found_or_absent, items, omitted

_RULES = Asked("BranchRules", "metadata:read", keys=("type",))
_CLASSIC = Asked("BranchRules", "administration:read", ("Branch not protected",))
_BRANCH = Asked("BranchRules", "contents:read", ("Branch not found",))


@record
class Guards:
    """All that is in force on a branch; `doubt` is why there may be more."""

    branch: str
    every: tuple[Guard, ...]
    doubt: Unknown | None = None

    def has(self, kind: str) -> bool:
        """Whether a rule of this type is in force: `pull_request`, `non_fast_forward`, `deletion`."""
        return any(kind in guard.kinds for guard in self.every)

    @property
    def approvals(self) -> int:
        """How many approvals a pull request needs, by the strictest."""
        return max((guard.approvals for guard in self.every), default=0)

    @property
    def reapproves(self) -> bool | None:
        """Whether what is pushed after an approval needs another; None where that is not told."""
        told = [guard.reapproves for guard in self.every]
        return True if True in told else None if None in told else False


@named_record
class BranchRules:
    """Answers for a branch by its name, which need not exist; `page` is where the rules of the repository are kept."""

    of: Callable[[str], "Guards | Unknown"]
    page: str
    repository: str


@evidence(permission="metadata:read")
def branch_rules(github: GitHub | Unknown) -> BranchRules | Unknown:
    """Two requests for each branch that is asked about, a third where the token may not read the branch protection."""
    if isinstance(github, Unknown):
        return Unknown("BranchRules", github.reason, github.needs or "metadata:read on GitHub", github.detail)

    @cache
    def of(branch: str) -> Guards | Unknown:
        return _guards(github, branch)

    return BranchRules(of=of, page=f"{github.page}/settings/rules", repository=named(github))


def _guards(github: GitHub, branch: str) -> Guards | Unknown:
    name = segment(branch)
    said = items(github.listed(f"/rules/branches/{name}"), _RULES)
    if isinstance(said, Unknown):
        return said
    classic = _classic(github, name)
    guards = tuple(of_rulesets(said))
    if isinstance(classic, Unknown):
        return Guards(branch, guards, classic)
    every = (*guards, classic) if classic is not None else guards
    is_cut = any(guard.is_cut for guard in every)
    return Guards(branch, every, omitted("some of the rules", _CLASSIC) if is_cut else None)


def _classic(github: GitHub, name: str) -> Guard | Unknown | None:
    """None where there is none. A token that may not read it is told by the branch itself whether it is on."""
    body = found_or_absent(github.ask(f"/branches/{name}/protection"), _CLASSIC)
    if isinstance(body, Absent):
        return None
    if not isinstance(body, Unknown):
        return of_protection(body)
    branch = found_or_absent(github.ask(f"/branches/{name}"), _BRANCH)
    if isinstance(branch, Absent):
        return None
    protection = branch.get("protection") if isinstance(branch, Mapping) else None
    is_off = isinstance(protection, Mapping) and protection.get("enabled") is False
    return None if is_off else body
