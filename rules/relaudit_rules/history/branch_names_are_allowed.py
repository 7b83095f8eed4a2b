"""A branch's name tells what it is for."""

from collections.abc import Iterator

from relaudit.api import InRef, Options, Problem, Severity, Unknown, record, rule
from relaudit.evidence.past.branches import LiveBranches, is_of_a_bot, matches
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
    branches: LiveBranches, stated: Branches, also: Also
) -> Iterator[Problem | Unknown]:
    """Every branch that is there has a name that the process knows.

    Why:
        Workflows start, and protection holds, by the names of branches. On a branch of another name nothing is tested, and
        nobody can tell whether it still matters.

    How to fix:
        Rename or delete the branch, or state its pattern: `process.branches."docs/*"`. Branches of bots are left alone;
        `rules.branch-names-are-allowed.also` lists more.
    """
    patterns = (*stated.by_name, *also.also)
    for name in branches.by_name:
        if not is_of_a_bot(name) and not matches(name, patterns):
            shown = ", ".join(stated.by_name)
            yield Problem(f"branch {name} matches none of {shown}", InRef(name=name), subject=name)
