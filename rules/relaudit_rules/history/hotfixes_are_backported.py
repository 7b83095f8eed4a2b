"""A fix that was released is not lost by the next release."""

from collections.abc import Iterator

from relaudit.api import InRef, Options, Problem, Reason, Severity, Today, Unknown, record, rule
from relaudit.evidence.git import Git
from relaudit.evidence.past.branches import LiveBranches
from relaudit.evidence.past.commits import messages
from relaudit.evidence.past.graph import History
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
    branches: LiveBranches, stated: Branches, git: Git, history: History, today: Today, patience: Patience
) -> Iterator[Problem | Unknown]:
    """What was fixed on one branch is on every branch that has to contain it.

    Why:
        A fix that went to the release branch alone is gone when the next release is made from the integration branch: users meet
        the same defect again, one version later.

    How to fix:
        Merge the branch back, or cherry-pick the commits: a commit counts as arrived when the other branch has an equal patch, whatever its
        name. Which branch has to contain which is stated as `process.branches.NAME.contains`.
    """
    wanted = [(name, held) for name, branch in stated.by_name.items() for held in branch.contains]
    if not wanted:
        yield Unknown("Branches", Reason.UNSTATED, needs="process.branches.NAME.contains")
    for name, held in wanted:
        here, there = branches.by_name.get(name, ()), branches.by_name.get(held, ())
        for missing in (branch for branch, oids in ((name, here), (held, there)) if not oids):
            message = f"{name} has to contain {held}, and there is no branch {missing}"
            yield Problem(message, InRef(name=missing), kind="no-branch", subject=missing)
        if here and there:
            yield from _lacking(git, history, (name, here[0]), (held, there[0]), today, patience)


def _lacking(
    git: Git,
    history: History,
    here: tuple[str, str],
    there: tuple[str, str],
    today: Today,
    patience: Patience,
) -> Iterator[Problem | Unknown]:
    lacking = git.unpicked(there[1], here[1])
    if isinstance(lacking, Unknown):
        yield lacking
        return
    for message in messages(git, lacking):
        if isinstance(message, Unknown):
            yield message
            continue
        commit = history.commit(message.oid)
        age = (today.day - commit.day).days if commit else 0
        if age > patience.days:
            text = f"commit {message.name} has been on {there[0]} for {age} days and is not on {here[0]}"
            yield Problem(text, message.place(), kind="lacking", subject=message.oid)
