"""A branch's name tells what it is for."""

from collections.abc import Iterator, Sequence

from relaudit.api import InRef, Options, Problem, Severity, Unknown, record, rule
from relaudit.evidence.github.branchnames import BranchNames
from relaudit.evidence.past.branches import is_of_a_bot, matches
from relaudit.evidence.workflows.model import Trigger, Workflow
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.triggers import takes_branch
from relaudit.process import Branches


@record
class Also(Options):
    """What may be there besides the stated branches.

    Attributes:
        also: patterns of names
    """

    also: tuple[str, ...] = ("gh-pages", "HEAD")


@rule(severity=Severity.NOTICE, added="0.1", over="branches")
def branch_names_are_allowed(
    branches: BranchNames, stated: Branches, also: Also, workflows: Workflows | Unknown
) -> Iterator[Problem | Unknown]:
    """Every branch that is there has a name that the process knows, and workflows start on pushes to those it knows.

    Why:
        Workflows start, and protection holds, by the names of branches. On a branch of another name nothing is tested, and
        nobody can tell whether it still matters.

    How to fix:
        Rename or delete the branch, or state its pattern: `process.branches."docs/*"`. Branches of bots are left alone;
        `rules.branch-names-are-allowed.also` lists more.
    """
    patterns = (*stated.by_name, *also.also)
    waiting = _waiting(workflows)
    every = branches.every()
    for name in sorted(branches.known if isinstance(every, Unknown) else every):
        if not is_of_a_bot(name) and not matches(name, patterns):
            shown = ", ".join(stated.by_name)
            alone = ", and no workflow starts on a push to it" if _starts_nothing(waiting, name) else ""
            yield Problem(f"branch {name} matches none of {shown}{alone}", InRef(name=name), subject=name)
    for pattern in stated.by_name:
        if _starts_nothing(waiting, pattern.replace("*", "x")):
            yield _unguarded(pattern, waiting)
    if isinstance(every, Unknown):
        yield every
    if isinstance(workflows, Workflows):
        yield from workflows.unknowns


Waiting = Sequence[tuple[Workflow, Trigger]]


def _waiting(workflows: Workflows | Unknown) -> Waiting:
    """The triggers that wait for pushes to branches."""
    found = workflows.workflows if isinstance(workflows, Workflows) else ()
    pushes = [(workflow, trigger) for workflow in found if (trigger := workflow.trigger("push"))]
    return [
        (workflow, trigger)
        for workflow, trigger in pushes
        if takes_branch(trigger, "x") or trigger.has("branches")
    ]


def _starts_nothing(waiting: Waiting, name: str) -> bool:
    return bool(waiting) and not any(takes_branch(trigger, name) for _, trigger in waiting)


def _unguarded(pattern: str, waiting: Waiting) -> Problem:
    """Told at the filter that has the most entries, which is the one meant for all branches."""
    workflow, trigger = max(waiting, key=lambda one: len(one[1].patterns("branches")))
    entries = trigger.patterns("branches")
    place = place_of(workflow.file, entries[0] if entries else trigger.name)
    message = f"no workflow starts on a push to {pattern}, which the process has branches for"
    return Problem(message, place, kind="unguarded", subject=pattern)
