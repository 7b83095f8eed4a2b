"""What a condition comes to over all events that start its workflow."""

from collections.abc import Iterator
from enum import StrEnum

from relaudit.evidence.workflows.conditions import Condition
from relaudit.evidence.workflows.events import Run, runs
from relaudit.evidence.workflows.expressions.evaluate import Surroundings, evaluated
from relaudit.evidence.workflows.expressions.functions import Arguments, Failed
from relaudit.evidence.workflows.expressions.syntax import Node
from relaudit.evidence.workflows.expressions.values import UNDECIDED, Known, Truth, Value
from relaudit.evidence.workflows.model import Workflow


def _true(_: Arguments) -> Value:
    return Known(data=True)


def _open(_: Arguments) -> Value:
    return UNDECIDED


_STATUS = {"always": _true, "success": _open, "failure": _open, "cancelled": _open}


class Outcome(StrEnum):
    """Whether a condition decides anything."""

    NEVER = "never"
    ALWAYS = "always"
    EITHER = "either"


def outcome_of(condition: Condition) -> Outcome:
    """Never true in a run that its job takes part in, or true in every run."""
    every = list(_runs(condition.workflow))
    found = [truth_in(condition, run) for run in every]
    if not found or Truth.MAYBE in found:
        return Outcome.EITHER
    if set(found) == {Truth.YES}:
        return Outcome.ALWAYS
    return Outcome.NEVER if set(found) == {Truth.NO} else Outcome.EITHER


def truth_in(condition: Condition, run: Run) -> Truth:
    """Whether a condition holds in a run; what status functions say is open, but for `always()`."""
    tree = condition.asked.tree
    if not isinstance(tree, Node):
        return Truth.MAYBE
    try:
        return evaluated(tree, Surroundings(run, _STATUS)).truth
    except Failed:
        return Truth.MAYBE


def _runs(workflow: Workflow) -> Iterator[Run]:
    for trigger in workflow.triggers:
        yield from runs(trigger)
