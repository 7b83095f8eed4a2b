"""A workflow file that GitHub takes."""

from collections.abc import Iterator, Sequence

from relaudit.api import InFile, InSettings, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.github.runs import Run
from relaudit.evidence.github.states import was_asked
from relaudit.evidence.workflows.grammar.rejection import Rejection
from relaudit.evidence.workflows.grammar.standing import Standing, standing
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.read import Refused, Workflows
from relaudit.evidence.workflows.started import StartedRuns


@rule(severity=Severity.ERROR, added="0.1", over="workflows")
def workflows_can_start(
    workflows: Workflows, refused: Refused, starting: StartedRuns
) -> Iterator[Problem | Unknown]:
    """GitHub takes every workflow file.

    Why:
        A file with a key, a value or an expression that GitHub does not know is refused as a whole: none of its jobs ever runs. On a pull
        request nothing turns red, a required check just never arrives, and on release day nothing is published.

    How to fix:
        Mend what is named: the reason is that of GitHub's own syntax, or the last run of the file as it is now has no jobs, and its page
        says why. For secrets in conditions, see `if-conditions-avoid-secrets`.
    """
    yield from workflows.unknowns
    for workflow in workflows.workflows:
        found = {one: standing(workflow, one) for one in refused.by_path.get(workflow.path, ())}
        certain = [one for one, how in found.items() if how is Standing.CERTAIN]
        doubted = [one for one, how in found.items() if how is Standing.DOUBTED]
        if certain:
            yield _refused(workflow, certain)
        else:
            yield from _by_run(workflow, doubted, starting)


def _refused(workflow: Workflow, certain: Sequence[Rejection]) -> Problem:
    first, more = certain[0], len(certain) - 1
    place = place_of(workflow.file, first.node, first.at)
    rest = f", and {more} more" if more else ""
    message = f"GitHub does not take this file, nothing in it ever runs: {first.reason}{rest}"
    return Problem(message, place, subject=workflow.path)


def _by_run(
    workflow: Workflow, doubted: Sequence[Rejection], starting: StartedRuns
) -> Iterator[Problem | Unknown]:
    """What the last run of the file says, where it has run as it is now."""
    run = starting.last(workflow) if doubted else starting.recent(workflow)
    if isinstance(run, Run) and run.never_started:
        message = "GitHub started no job in the last run of this file: it does not take it"
        page = InSettings(setting="the last run", url=run.page)
        yield Problem(message, InFile(path=workflow.path), (page,), kind="run", subject=workflow.path)
    elif doubted and not isinstance(run, Run):
        line = place_of(workflow.file, doubted[0].node).line
        detail = f"{workflow.path}:{line}: {doubted[0].reason}, says GitHub's published syntax: its runs tell whether it starts"
        reason = run.reason if isinstance(run, Unknown) else Reason.UNDECIDABLE
        yield Unknown("Runs", reason, needs="actions:read on GitHub", detail=detail)
    elif isinstance(run, Unknown) and was_asked(run):
        yield run
