"""Conditions that decide something."""

from collections.abc import Iterator

from relaudit.api import Location, Problem, Severity, Unknown, rule
from relaudit.evidence.workflows.conditions import Condition, conditions, is_meant, is_text
from relaudit.evidence.workflows.outcomes import Outcome, outcome_of
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.read import Refused, Workflows


@rule(severity=Severity.WARNING, added="0.1", over="workflows", kinds={"always": Severity.NOTICE})
def conditions_can_be_both(workflows: Workflows, refused: Refused) -> Iterator[Problem | Unknown]:
    """Every condition of a job or step may be true and may be false, for the events that start its workflow.

    Why:
        A condition that is never true keeps a step from ever running: a tag is asked for where no tag starts the workflow, a boolean input is
        compared with a text, a field is read that the event does not have. One that is always true guards nothing: pre-releases went out as
        releases that way. Text around `${{ }}` is the usual cause: the whole is then a text, and no text but the empty one is false.

    How to fix:
        Write the expression alone, with or without `${{ }}`; compare boolean inputs with `true`, not `'true'`; ask for what the event has. A bare
        `true`, `false` or `always()` is taken as meant. A condition that is true for every event is a notice: it may be there to be safe.
    """
    yield from workflows.unknowns
    for workflow in workflows.workflows:
        for condition in conditions(workflow) if workflow.path not in refused.by_path else ():
            yield from _judged(condition)


def _judged(condition: Condition) -> Iterator[Problem]:
    where = f"the condition of {'a step of ' if condition.step else ''}job {condition.job.id}"
    subject = f"{condition.workflow.path} {condition.job.id} {condition.scalar.value.strip()}"
    if is_text(condition):
        message = f"{where} is a text with an expression in it, which is always true"
        yield Problem(message, _place(condition), kind="text", subject=subject)
        return
    outcome = Outcome.EITHER if is_meant(condition) else outcome_of(condition)
    if outcome is not Outcome.EITHER:
        events = ", ".join(trigger.event for trigger in condition.workflow.triggers)
        message = f"{where} is {outcome} true when the workflow starts on {events}"
        yield Problem(message, _place(condition), kind=outcome, subject=subject)


def _place(condition: Condition) -> Location:
    return place_of(condition.workflow.file, condition.scalar, condition.asked.start)
