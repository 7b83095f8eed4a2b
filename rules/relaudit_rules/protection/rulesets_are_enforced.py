"""A ruleset that does something."""

from collections.abc import Iterator

from relaudit.api import InSettings, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.github.branches import BranchRules
from relaudit.evidence.github.commands import enforcing
from relaudit.evidence.github.guarded import GuardedBranch, GuardedBranches
from relaudit.evidence.github.rulesets import Ruleset, Rulesets

_SAID = {"disabled": "is turned off", "evaluate": "is only tried out"}


@rule(severity=Severity.WARNING, added="0.1", over="rulesets", kinds={"twice": Severity.NOTICE})
def rulesets_are_enforced(
    rulesets: Rulesets, branches: GuardedBranches, rules: BranchRules | Unknown
) -> Iterator[Problem | Unknown]:
    """Every ruleset is in force, and the older branch protection does not say otherwise.

    Why:
        A ruleset was turned off to get one release through, or tried out and forgotten. In the list of the settings it stands beside the
        others, and everybody takes the branch for protected. Branch protection that was left behind when rulesets came is the same the other way
        round: GitHub goes by the stricter of the two, and who changes one wonders why nothing changes.

    How to fix:
        Make it active, or delete it. Where two guard a branch, have one say all, and delete the other. What an organisation has for its repositories is changed in the settings of the organisation.
    """
    if not rulesets.every:
        yield Unknown("Rulesets", Reason.INAPPLICABLE, detail="there are no rulesets")
    for one in rulesets.every:
        if one.enforcement in _SAID:
            yield _problem(one, rulesets)
    if rulesets.every and isinstance(rules, BranchRules):
        for branch in branches.every:
            yield from _twice(branch, rules)


def _twice(branch: GuardedBranch, rules: BranchRules) -> Iterator[Problem | Unknown]:
    """Whether a ruleset and the branch protection ask for different numbers of approvals."""
    guards = rules.of(branch.sample)
    if isinstance(guards, Unknown):
        yield guards
        return
    asking = [one for one in guards.every if "pull_request" in one.kinds]
    most = max((one for one in asking if one.ruleset), key=lambda one: one.approvals, default=None)
    classic = next((one for one in asking if not one.ruleset), None)
    if most is not None and classic is None and guards.doubt is not None:
        yield guards.doubt
    elif most is not None and classic is not None and most.approvals != classic.approvals:
        told = f"{most.source} asks for {most.approvals} approvals, the branch protection for {classic.approvals}"
        place = InSettings(setting=f"rules for {branch.name}", url=rules.page, asked_by=branch.asked_by)
        message = f"{branch.name} is guarded twice: {told}, and the higher number counts"
        yield Problem(message, place, kind="twice", subject=branch.name)


def _problem(one: Ruleset, rulesets: Rulesets) -> Problem:
    message = f"the ruleset {one.name} {_SAID[one.enforcement]}: its rules keep nobody from anything"
    command = enforcing(rulesets.repository, one.number) if one.is_own else ""
    url = f"{rulesets.page}/{one.number}"
    return Problem(
        message, InSettings(setting=f"ruleset {one.name}", url=url, command=command), subject=one.name
    )
