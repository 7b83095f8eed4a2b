"""The conditions of jobs and steps."""

from collections.abc import Iterator

from relaudit.core.record import record
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.embedded import literal, segments
from relaudit.evidence.workflows.expressions.parser import parsed
from relaudit.evidence.workflows.expressions.syntax import (
    Call,
    Compare,
    Context,
    Index,
    Literal,
    Logic,
    Node,
    every,
)
from relaudit.evidence.workflows.expressions.tokens import Malformed
from relaudit.evidence.workflows.model import Job, Step, Workflow
from relaudit.evidence.workflows.scalars import text_of

_HEADS = "refs/heads/"
_NAMED = "ref"


@record
class Condition:
    """The `if:` of a job, or of one of its steps."""

    workflow: Workflow
    job: Job
    step: Step | None
    scalar: Scalar

    @property
    def start(self) -> int:
        """Where the expression begins in the scalar's value."""
        found = segments(self.scalar.value).expressions
        value = self.scalar.value
        return found[0].inner if self.is_marked else len(value) - len(value.lstrip())

    @property
    def tree(self) -> Node | Malformed | None:
        """The expression, whatever contexts it uses; None for text around an expression, which GitHub evaluates as a text."""
        found = segments(self.scalar.value)
        if not self.is_marked:
            return parsed(text_of(self.scalar).strip())
        return parsed(found.expressions[0].text.strip()) if found.is_whole(self.scalar.value) else None

    @property
    def is_marked(self) -> bool:
        """Whether it has `${{ }}` in it."""
        return bool(segments(self.scalar.value).expressions) and literal(self.scalar.value) is None


def conditions(workflow: Workflow) -> Iterator[Condition]:
    """Every condition of a workflow, in order."""
    for job in workflow.jobs:
        if job.condition is not None:
            yield Condition(workflow, job, None, job.condition)
        for step in job.steps:
            if step.condition is not None:
                yield Condition(workflow, job, step, step.condition)


def contexts(node: Node) -> Iterator[Context]:
    """The contexts that an expression names, in order."""
    return (one for one in every(node) if isinstance(one, Context))


def branch_names(condition: Condition) -> Iterator[tuple[str, int, int]]:
    """The branches that a condition compares the reference with, and where they stand in the scalar's value."""
    tree = condition.tree if _NAMED in condition.scalar.value else None
    for one in every(tree) if isinstance(tree, Node) else ():
        match one:
            case Compare(
                operator="==",
                left=Index(of=Context(name="github"), index=Literal(token=asked)),
                right=Literal(token=said),
            ):
                name = said.value if isinstance(said.value, str) else ""
                start = condition.start + said.start
                if asked.value == "ref" and name.startswith(_HEADS):
                    yield name.removeprefix(_HEADS), start, start + len(said.text)
                elif asked.value in ("base_ref", "head_ref") and name:
                    yield name, start, start + len(said.text)
            case _:
                pass


def is_text(condition: Condition) -> bool:
    """Whether it is a text with an expression somewhere in it: GitHub then asks whether the text is empty, which it never is."""
    value = condition.scalar.value
    return condition.is_marked and not segments(value).is_whole(value)


def is_meant(condition: Condition) -> bool:
    """A bare literal or `always()` is there on purpose, and so is `false &&` before a condition."""
    tree = condition.tree
    if isinstance(tree, Logic):
        return any(isinstance(operand, Literal) for operand in tree.operands)
    return isinstance(tree, Literal) or (isinstance(tree, Call) and tree.name == "always")
