"""Workflows wait for branches that are there."""

from collections.abc import Iterator

from relaudit.api import Problem, Severity, Unknown, rule
from relaudit.evidence.github.branchnames import BranchNames
from relaudit.evidence.past.branches import is_of_a_bot
from relaudit.evidence.workflows.conditions import conditions
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.triggers import WITH_BRANCHES, branch_patterns, is_plain

_USUAL = frozenset(("main", "master"))


@rule(severity=Severity.WARNING, added="0.1", over="workflows", kinds={"usual": Severity.NOTICE})
def trigger_branches_exist(workflows: Workflows, branches: BranchNames) -> Iterator[Problem | Unknown]:
    """Every branch that a filter or a condition of a workflow names is there.

    Why:
        A workflow that waits for pushes to `develop` never starts when there is no such branch, and a step that runs on `master` alone
        never runs after the branch was renamed. What was tested or published that way no longer is.

    How to fix:
        Write the branch's present name, or take the entry out. Patterns such as `release/**` may well match nothing today and are left
        alone; so are `main` beside `master`, as a notice, and branches that come and go: those of bots, and the heads of pull requests
        (`github.head_ref`). Where a clone has not every branch, GitHub is asked for what it lacks.
    """
    yield from workflows.unknowns
    for workflow in workflows.workflows:
        for name, problem in (*_of_triggers(workflow), *_of_conditions(workflow)):
            is_there = is_of_a_bot(name) or branches.has(name)
            if isinstance(is_there, Unknown):
                yield is_there
            elif not is_there:
                yield problem


def _of_triggers(workflow: Workflow) -> Iterator[tuple[str, Problem]]:
    """Each name that a filter waits for, and what is wrong if there is no such branch."""
    for trigger in workflow.triggers:
        entries = [entry for entry in branch_patterns(trigger) if trigger.event in WITH_BRANCHES]
        names = {name for _, name in entries}
        for scalar, name in entries:
            if is_plain(name):
                message = f"{trigger.event} waits for branch {name}, which is not there"
                kind = "usual" if name in _USUAL and names & _USUAL - {name} else ""
                yield name, Problem(message, place_of(workflow.file, scalar), kind=kind, subject=name)


def _of_conditions(workflow: Workflow) -> Iterator[tuple[str, Problem]]:
    """The same of each name that a condition compares the reference with."""
    for condition in conditions(workflow):
        for name, start, end in condition.asked.branches:
            place = place_of(workflow.file, condition.scalar, start, end)
            message = f"a condition asks for branch {name}, which is not there"
            yield name, Problem(message, place, kind="condition", subject=name)
