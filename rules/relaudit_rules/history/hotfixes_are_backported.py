"""A fix that was released is not lost by the next release."""

from collections.abc import Iterator

from relaudit.api import InRef, Options, Problem, Reason, Severity, Today, Unknown, record, rule
from relaudit.evidence.github.backports import Backports, Lacking
from relaudit.evidence.github.branchnames import BranchNames
from relaudit.process import Branches


@record
class Patience(Options):
    """How long a commit may take on its way back.

    Attributes:
        days: from the commit to its arrival on the other branch
    """

    days: int = 7


@rule(severity=Severity.WARNING, added="0.1", over="branches")
def hotfixes_are_backported(
    branches: BranchNames, stated: Branches, backports: Backports, today: Today, patience: Patience
) -> Iterator[Problem | Unknown]:
    """What was fixed on one branch is on every branch that has to contain it.

    Why:
        A fix that went to the release branch alone is gone when the next release is made from the integration branch: users meet
        the same defect again, one version later.

    How to fix:
        Merge the branch back, or cherry-pick the commits: a commit counts as arrived when the other branch has an equal patch, whatever its
        name. Without a clone GitHub compares them, by the names of commits alone, and whether
        an older one has arrived under another name is unknown. Which branch has to contain which is stated as `process.branches.NAME.contains`.
    """
    wanted = [(name, held) for name, branch in stated.by_name.items() for held in branch.contains]
    if not wanted:
        yield Unknown("Branches", Reason.UNSTATED, needs="process.branches.NAME.contains")
    for name, held in wanted:
        there = {branch: branches.has(branch) for branch in (name, held)}
        for missing in (branch for branch, is_there in there.items() if is_there is False):
            message = f"{name} has to contain {held}, and there is no branch {missing}"
            yield Problem(message, InRef(name=missing), kind="no-branch", subject=missing)
        yield from (one for one in there.values() if isinstance(one, Unknown))
        if all(is_there is True for is_there in there.values()):
            yield from _lacking(backports.lacking(name, held), (name, held), today, patience)


def _lacking(
    found: Iterator[Lacking | Unknown], branches: tuple[str, str], today: Today, patience: Patience
) -> Iterator[Problem | Unknown]:
    here, there = branches
    for one in found:
        if isinstance(one, Unknown):
            yield one
            continue
        age = (today.day - one.day).days
        if age > patience.days and one.doubt is not None:
            yield one.doubt
        elif age > patience.days:
            text = f"commit {one.name} has been on {there} for {age} days and is not on {here}"
            yield Problem(text, one.commit, kind="lacking", subject=one.commit.oid)
