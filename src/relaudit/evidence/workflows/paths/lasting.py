"""Conditions of steps that mean the same from one step of a job to another."""

from collections.abc import Iterator, Sequence

from relaudit.evidence.workflows.conditions import Asked, Condition
from relaudit.evidence.workflows.expressions.syntax import Context, Index, Literal, Node, every
from relaudit.evidence.workflows.gates.steps import StepAt

_LASTING = frozenset(("github", "inputs", "matrix", "needs", "vars", "secrets"))  # the same in all of a job
_STEPS = "steps"

Asking = tuple[int, str]


def conditions_of(at: StepAt) -> Iterator[Asking]:
    """The conditions of a step, and of those that use the actions that it stands in; one that may change is told apart by its step."""
    scalar = at.step.condition
    if scalar is not None:
        asked = Condition(at.workflow, at.job, at.step, scalar).asked
        is_lasting = (
            at.within is None
            and "hashfiles" not in scalar.value.lower()
            and {context.name for context in asked.contexts} <= {*_LASTING, _STEPS}
            and _asked_steps(asked) <= _done_before(at)
        )
        yield (0 if is_lasting else id(at.step), scalar.value.strip())
    if at.within is not None:
        yield from conditions_of(at.within)


def run_together(at: StepAt, conditions: Sequence[Asking]) -> bool:
    """Whether a step runs whenever these conditions hold, nothing before it having failed."""
    return set(conditions_of(at)) <= set(conditions)


def _asked_steps(asked: Asked) -> frozenset[str]:
    """The steps that a condition asks for, by their ids; an empty one for those that cannot be told."""
    nodes = list(every(asked.tree)) if isinstance(asked.tree, Node) else []
    named = [
        node.index
        for node in nodes
        if isinstance(node, Index) and isinstance(node.of, Context) and node.of.name == _STEPS
    ]
    ids = [str(one.token.value).lower() if isinstance(one, Literal) else "" for one in named]
    bare = [context for context in asked.contexts if context.name == _STEPS]
    return frozenset(ids if len(ids) == len(bare) else [*ids, ""])


def _done_before(at: StepAt) -> frozenset[str]:
    """The ids of the steps that have run when a step of a job is about to."""
    return frozenset(step.text("id").lower() for step in at.earlier if step.text("id"))
