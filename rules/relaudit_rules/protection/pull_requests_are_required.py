"""What is released was looked at."""

from collections.abc import Iterator

from relaudit.api import InSettings, Problem, Severity, Unknown, rule
from relaudit.evidence.github.branches import BranchRules, Guards
from relaudit.evidence.github.commands import pull_requests, ruleset_for
from relaudit.evidence.github.guarded import GuardedBranch, GuardedBranches
from relaudit.evidence.github.states import Asked, omitted


@rule(severity=Severity.ERROR, added="0.1", over="branches", kinds={"stale": Severity.NOTICE})
def pull_requests_are_required(
    branches: GuardedBranches, rules: BranchRules | Unknown
) -> Iterator[Problem | Unknown]:
    """A branch that takes pull requests alone, by the process, takes them alone on GitHub, with as many approvals.

    Why:
        The guide says that nothing gets to main without a review. Where no rule says so, `git push` does, and a commit that nobody has seen
        is in the next release.

    How to fix:
        Add "Require a pull request before merging" to a ruleset for the branch, with the number of approvals that the process states; or
        state that the branch may be pushed to: `process.branches.NAME.direct-pushes = true`. So that what was approved is what is merged, add "Dismiss
        stale pull request approvals when new commits are pushed", or "Require approval of the most recent reviewable push".
    """
    asking = [
        branch for branch in branches.every if branch.said.direct_pushes is False or branch.said.approvals
    ]
    if not asking:
        yield branches.unstated
    elif isinstance(rules, Unknown):
        yield rules
    else:
        yield from (said for branch in asking if (said := _judged(branch, rules)) is not None)


def _judged(branch: GuardedBranch, rules: BranchRules) -> Problem | Unknown | None:
    wanted, guards = branch.said.approvals or 0, rules.of(branch.sample)
    if isinstance(guards, Unknown):
        return guards
    if guards.has("pull_request") and guards.approvals >= wanted:
        return _stale(branch, guards, rules) if wanted else None
    doubt = guards.doubt or branch.doubt
    if doubt is not None:
        return doubt
    command = ruleset_for(rules.repository, branch.name, [pull_requests(wanted)])
    name = f"rules for {branch.name}"
    place = InSettings(setting=name, url=rules.page, asked_by=branch.asked_by, command=command)
    if not guards.has("pull_request"):
        message = f"{branch.name} takes pushes without a pull request, which the process rules out"
        return Problem(message, place, subject=branch.name)
    message = f"a pull request to {branch.name} needs {guards.approvals} of the {wanted} approvals that the process asks for"
    return Problem(message, place, kind="approvals", subject=branch.name)


def _stale(branch: GuardedBranch, guards: Guards, rules: BranchRules) -> Problem | Unknown | None:
    """Whether something may be pushed after the last approval and merged with it."""
    if guards.reapproves is True:
        return None
    doubt = guards.doubt or branch.doubt
    if doubt is None and guards.reapproves is None:
        doubt = omitted("dismiss_stale_reviews", Asked("BranchRules", "metadata:read"))
    message = f"an approval of a pull request to {branch.name} stays when something else is pushed to it"
    place = InSettings(setting=f"rules for {branch.name}", url=rules.page, asked_by=branch.asked_by)
    return doubt or Problem(message, place, kind="stale", subject=branch.name)
