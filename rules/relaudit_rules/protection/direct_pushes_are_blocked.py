"""Nobody goes around the pull request."""

from collections.abc import Iterator

from relaudit.api import InSettings, Problem, Severity, Unknown, rule
from relaudit.evidence.github.branches import BranchRules
from relaudit.evidence.github.commands import pull_requests, ruleset_for
from relaudit.evidence.github.guarded import GuardedBranch, GuardedBranches
from relaudit.evidence.github.passing import blocking, may_pass
from relaudit.evidence.github.rulesets import Rulesets


@rule(severity=Severity.ERROR, added="0.1", over="branches")
def direct_pushes_are_blocked(
    branches: GuardedBranches, rules: BranchRules | Unknown, rulesets: Rulesets | Unknown
) -> Iterator[Problem | Unknown]:
    """A branch that takes pull requests alone can be pushed to by nobody, but for those whom the process names.

    Why:
        A rule that administrators may pass by is a rule for the others. The release is cut by an administrator, late in the day, and
        `git push` takes what no check has seen; with a token that may do the same, so does a script.

    How to fix:
        Take the actor off the bypass list of the ruleset, or let it pass by in pull requests only; with branch protection, turn on
        "Do not allow bypassing the above settings". Who has to pass by is stated as `process.branches.NAME.bypass`.
    """
    asking = [branch for branch in branches.every if branch.said.direct_pushes is False]
    if not asking:
        yield branches.unstated
    elif isinstance(rules, Unknown):
        yield rules
    else:
        yield from (said for branch in asking if (said := _judged(branch, rules, rulesets)) is not None)


def _judged(
    branch: GuardedBranch, rules: BranchRules, rulesets: Rulesets | Unknown
) -> Problem | Unknown | None:
    guards = rules.of(branch.sample)
    if isinstance(guards, Unknown):
        return guards
    if not blocking(guards):
        message = f"everybody who may write can push to {branch.name}: no rule in force keeps them from it"
        command = ruleset_for(rules.repository, branch.name, [pull_requests(branch.said.approvals or 0)])
        return guards.doubt or branch.doubt or _problem(branch, message, "", rules.page, command)
    passers = may_pass(guards, rulesets)
    if isinstance(passers, Unknown):
        return passers
    beyond = [name for name in passers if name not in (branch.said.bypass or ())]
    if not beyond:
        return None
    whom = " and ".join(one.source for one in blocking(guards))
    message = f"{branch.name} can be pushed to by {', '.join(beyond)}, who may pass by the {whom}"
    return guards.doubt or branch.doubt or _problem(branch, message, "bypass", rules.page, "")


def _problem(branch: GuardedBranch, message: str, kind: str, page: str, command: str) -> Problem:
    place = InSettings(
        setting=f"rules for {branch.name}", url=page, asked_by=branch.asked_by, command=command
    )
    return Problem(message, place, kind=kind, subject=branch.name)
