"""The contexts that a step or a called workflow has in a run."""

from collections.abc import Iterator

from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.expressions.evaluate import Surroundings
from relaudit.evidence.workflows.expressions.values import (
    NULL,
    UNDECIDED,
    Known,
    Object,
    Undecided,
    Value,
    is_primitive,
    text,
)
from relaudit.evidence.workflows.filled import value_of
from relaudit.evidence.workflows.gates.steps import StepAt, environments, inputs_of
from relaudit.evidence.workflows.model import Job, Part, Workflow
from relaudit.evidence.workflows.running.course import Contexts
from relaudit.evidence.workflows.scalars import text_of

_CHANGES = "GITHUB_ENV"


def called(job: Job, callee: Workflow, contexts: Contexts) -> Contexts:
    """The contexts in a workflow that a job calls: those of the event, and the inputs that the job gives."""
    trigger = callee.trigger("workflow_call")
    declared = trigger.part("inputs") if trigger is not None else Part(None)
    return {"github": contexts["github"], "inputs": inputs(declared, job.part("with"), contexts)}


def inputs(declared: Part, given: Part, contexts: Contexts, *, are_texts: bool = False) -> Value:
    """What is given to the declared inputs, else their defaults."""
    around = Surroundings(contexts)
    return Known(
        Object(
            (text_of(name), _input(Part(node), given.scalar(text_of(name)), around, are_texts=are_texts))
            for name, node in declared.entries()
        )
    )


def _input(declared: Part, given: Scalar | None, around: Surroundings, *, are_texts: bool) -> Value:
    kind = declared.text("type")
    scalar = given or declared.scalar("default")
    if scalar is None:
        return Known({"boolean": False, "number": 0.0}.get(kind, "")) if not are_texts else Known("")
    value = value_of(scalar, around)
    if are_texts or kind == "string":
        return _as_text(value)
    return value


def _as_text(value: Value) -> Value:
    return Known(text(value.data)) if isinstance(value, Known) and is_primitive(value.data) else value


def of_step(at: StepAt, contexts: Contexts) -> Contexts:
    """The contexts of a step: in an action, its own inputs; and what is known of the environment."""
    outer = contexts if at.within is None else of_step(at.within, contexts)
    own = dict(outer)
    if at.within is not None:
        own["inputs"] = inputs(
            Part(at.file.root).part("inputs"), inputs_of(at.within.step), outer, are_texts=True
        )
    own["env"] = Known(Object(_environment(at, own), is_open=True))
    return own


def _environment(at: StepAt, contexts: Contexts) -> Iterator[tuple[str, Value]]:
    """The variables that are set for a step, innermost first; unknown where a script of the workflow may have set them."""
    is_changed = _CHANGES in at.file.text.text or _CHANGES in at.workflow.file.text.text
    around = Surroundings({name: value for name, value in contexts.items() if name != "env"})
    for part in environments(at):
        for name, node in part.entries():
            if isinstance(node, Scalar):
                value = value_of(node, around)
                yield text_of(name), _opened(value) if is_changed else _as_text(value)


def _opened(value: Value) -> Value:
    return value if value == NULL or isinstance(value, Undecided) else UNDECIDED
