"""A workflow file that GitHub takes."""

from collections.abc import Iterator

from relaudit.api import Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.workflows.grammar.standing import Standing, standing
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.read import Refused, Workflows


@rule(severity=Severity.ERROR, added="0.1", over="workflows")
def workflows_can_start(workflows: Workflows, refused: Refused) -> Iterator[Problem | Unknown]:
    """GitHub takes every workflow file.

    Why:
        A file with a key, a value or an expression that GitHub does not know is refused as a whole: none of its jobs ever runs. On a pull
        request nothing turns red, a required check just never arrives, and on release day nothing is published.

    How to fix:
        Mend what is named: the reason is that of GitHub's own syntax. For secrets in conditions, see `if-conditions-avoid-secrets`.
    """
    yield from workflows.unknowns
    for workflow in workflows.workflows:
        found = {one: standing(workflow, one) for one in refused.by_path.get(workflow.path, ())}
        certain = [one for one, how in found.items() if how is Standing.CERTAIN]
        doubted = [one for one, how in found.items() if how is Standing.DOUBTED]
        if certain:
            first, more = certain[0], len(certain) - 1
            place = place_of(workflow.file, first.node, first.at)
            rest = f", and {more} more" if more else ""
            message = f"GitHub does not take this file, nothing in it ever runs: {first.reason}{rest}"
            yield Problem(message, place, subject=workflow.path)
        elif doubted:
            line = place_of(workflow.file, doubted[0].node).line
            detail = f"{workflow.path}:{line}: {doubted[0].reason}, says GitHub's published syntax: its runs tell whether it starts"
            yield Unknown("Runs", Reason.OFFLINE, needs="actions:read on GitHub", detail=detail)
