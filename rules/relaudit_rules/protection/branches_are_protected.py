"""A release branch cannot be rewritten."""

from collections.abc import Iterator

from relaudit.api import InSettings, Problem, Severity, Unknown, rule
from relaudit.evidence.github.branches import BranchRules, Guards
from relaudit.evidence.github.commands import ruleset_for
from relaudit.evidence.github.guarded import GuardedBranch, GuardedBranches

_ASKED = {"non_fast_forward": "forced", "deletion": "deleted"}


@rule(severity=Severity.ERROR, added="0.1", over="branches", kinds={"unstated": Severity.WARNING})
def branches_are_protected(branches: GuardedBranches, rules: BranchRules) -> Iterator[Problem | Unknown]:
    """The branches that releases come from can neither be forced nor deleted.

    Why:
        On a branch that nothing protects, one `git push --force` takes back what was released, and the tag that names it lies beside the
        history from then on. It is done by mistake, by a script, or with a token that was stolen.

    How to fix:
        Make a ruleset for the branch, active and with "Restrict deletions" and "Block force pushes", or turn on branch
        protection. Judged are the default branch, and the branches that the process gives a role other than
        topic; what the rules of the organisation add counts as well.
    """
    if branches.doubt is not None:
        yield branches.doubt
    for branch in branches.every:
        guards = rules.of(branch.sample)
        if isinstance(guards, Unknown):
            yield guards
            continue
        allowed = [said for kind, said in _ASKED.items() if not guards.has(kind)]
        if allowed:
            yield guards.doubt or branch.doubt or _problem(branch, allowed, guards, rules)


def _problem(branch: GuardedBranch, allowed: list[str], guards: Guards, rules: BranchRules) -> Problem:
    name, sources = branch.name, " and ".join(one.source for one in guards.every)
    forbids = f"{sources} {'do' if len(guards.every) > 1 else 'does'} not forbid it"
    message = f"{name} can be {' and '.join(allowed)}: {forbids if sources else 'no rule is in force on it'}"
    command = ruleset_for(rules.repository, name, [{"type": kind} for kind in _ASKED])
    setting = InSettings(
        setting=f"rules for {name}", url=rules.page, asked_by=branch.asked_by, command=command
    )
    return Problem(message, setting, kind="" if branch.is_stated else "unstated", subject=name)
