"""The settings are those of the guide."""

from collections.abc import Iterator

from relaudit.api import InSettings, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.files import Tree
from relaudit.evidence.github.actionsettings import ActionsSettings
from relaudit.evidence.github.branches import BranchRules, Guards
from relaudit.evidence.github.commands import default_token
from relaudit.evidence.github.guarded import GuardedBranch, GuardedBranches
from relaudit.evidence.stated import stated_at
from relaudit.process import Actions, Branches


@rule(severity=Severity.WARNING, added="0.1")
def documented_protection_matches(
    branches: GuardedBranches,
    rules: BranchRules | Unknown,
    actions: Actions | Unknown,
    settings: ActionsSettings | Unknown,
    policy: Branches | Unknown,
    tree: Tree,
) -> Iterator[Problem | Unknown]:
    """What the process says of branches and tokens is what the settings on GitHub say, neither less nor more.

    Why:
        Whoever reads that main needs two approvals, and is stopped by three, or by a check that no document names, stops believing the
        document; the next thing it says, that nobody pushes to main, is read as decoration as well.

    How to fix:
        Change the one that is out of date: the setting by the command, or what the process states. That GitHub asks for less than the process
        is told by `pull-requests-are-required`, `direct-pushes-are-blocked` and `branches-are-protected`.
    """
    wanted = actions.default_token if isinstance(actions, Actions) else ""
    stated = [branch for branch in branches.every if branch.is_stated and _says_something(branch)]
    if not wanted and not stated:
        yield Unknown(
            "Actions", Reason.UNSTATED, needs="process.actions.default-token or process.branches.NAME"
        )
    if wanted:
        yield from _token(wanted, settings, actions, tree)
    for branch in stated:
        guards = rules if isinstance(rules, Unknown) else rules.of(branch.sample)
        if isinstance(guards, Unknown):
            yield guards
        else:
            for key, message in _differences(branch, guards):
                asked_by = (
                    stated_at(policy, "branches", (branch.name, key), tree)
                    if isinstance(policy, Branches)
                    else None
                )
                place = InSettings(setting=f"rules for {branch.name}", url=_page(rules), asked_by=asked_by)
                yield Problem(message, place, kind=key, subject=branch.name)
            yield from _doubts(branch, guards)


def _says_something(branch: GuardedBranch) -> bool:
    said = branch.said
    return bool(said.required_checks) or said.approvals is not None or said.direct_pushes is True


def _token(
    wanted: str, settings: ActionsSettings | Unknown, actions: Actions | Unknown, tree: Tree
) -> Iterator[Problem | Unknown]:
    if isinstance(settings, Unknown):
        yield settings
    elif settings.default_token != wanted:
        asked_by = (
            stated_at(actions, "actions", ("default-token",), tree) if isinstance(actions, Actions) else None
        )
        command = default_token(settings.repository, wanted, may_approve=settings.may_approve)
        message = (
            f"the token of workflows may {settings.default_token} by default, and the process says {wanted}"
        )
        place = InSettings(
            setting="workflow permissions", url=settings.page, asked_by=asked_by, command=command
        )
        yield Problem(message, place, kind="token", subject="default-token")


def _differences(branch: GuardedBranch, guards: Guards) -> Iterator[tuple[str, str]]:
    """What differs, by the key of the process that says it. What is asked for besides by a rule that is not told is a doubt."""
    said, live = branch.said, {check for guard in guards.every for check in guard.checks}
    missing = [name for name in said.required_checks if name not in live]
    if missing and guards.doubt is None and branch.doubt is None:
        yield (
            "required-checks",
            f"{branch.name} requires {', '.join(missing)} by the process, and not on GitHub",
        )
    more = sorted(live - set(said.required_checks)) if said.required_checks else []
    if more:
        yield "required-checks", f"{branch.name} requires {', '.join(more)} on GitHub, and not by the process"
    if said.approvals is not None and guards.approvals > said.approvals:
        yield (
            "approvals",
            f"{branch.name} needs {guards.approvals} approvals on GitHub, and {said.approvals} by the process",
        )
    if said.direct_pushes is True and guards.has("pull_request"):
        yield "direct-pushes", f"{branch.name} takes pull requests alone on GitHub, and pushes by the process"


def _doubts(branch: GuardedBranch, guards: Guards) -> Iterator[Unknown]:
    """Why there may be more that differs."""
    yield from [one for one in (guards.doubt, branch.doubt) if one is not None]


def _page(rules: BranchRules | Unknown) -> str:
    return rules.page if isinstance(rules, BranchRules) else ""
