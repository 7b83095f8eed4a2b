"""The conditions of jobs and steps."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

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
STATUS = frozenset(("always", "success", "failure", "cancelled"))


@record
class Asked:
    """What a text under `if` asks; `tree` is the expression, whatever contexts it uses.

    There is no tree for text around an expression, which GitHub evaluates as a text. `start` is where the expression begins in the text;
    `is_of_status` tells that it calls `always()`, `success()`, `failure()` or `cancelled()`;
    `contexts` are those that it names, and `branches` those that it compares the reference with, each with where it stands.
    """

    tree: Node | Malformed | None
    is_marked: bool
    start: int
    contexts: tuple[Context, ...]
    branches: tuple[tuple[str, int, int], ...]
    is_of_status: bool = False


@record
class Condition:
    """The `if:` of a job, or of one of its steps."""

    workflow: Workflow
    job: Job
    step: Step | None
    scalar: Scalar

    @property
    def asked(self) -> Asked:
        """What it asks, read once however many conditions ask the same."""
        return _asked(self.scalar.value, text_of(self.scalar))


def conditions(workflow: Workflow) -> Iterator[Condition]:
    """Every condition of a workflow, in order."""
    for job in workflow.jobs:
        if job.condition is not None:
            yield Condition(workflow, job, None, job.condition)
        for step in job.steps:
            if step.condition is not None:
                yield Condition(workflow, job, step, step.condition)


@lru_cache(maxsize=1024)
def _asked(value: str, text: str) -> Asked:
    found = segments(value)
    is_marked = bool(found.expressions) and literal(value) is None
    start = found.expressions[0].inner if is_marked else len(value) - len(value.lstrip())
    said = found.expressions[0].text if is_marked else text
    tree = parsed(said.strip()) if found.is_whole(value) or not is_marked else None
    nodes = tuple(every(tree)) if isinstance(tree, Node) else ()
    contexts = tuple(node for node in nodes if isinstance(node, Context))
    is_of_status = any(isinstance(node, Call) and node.name in STATUS for node in nodes)
    return Asked(tree, is_marked, start, contexts, tuple(_branches(nodes, start)), is_of_status)


def _branches(nodes: Iterable[Node], start: int) -> Iterator[tuple[str, int, int]]:
    """The branches that an expression compares the reference with; the head of a pull request may be a fork's, or gone when it is merged."""
    for node in nodes:
        match node:
            case Compare(
                operator="==",
                left=Index(of=Context(name="github"), index=Literal(token=asked)),
                right=Literal(token=said),
            ):
                name = said.value if isinstance(said.value, str) else ""
                first = start + said.start
                if asked.value == "ref" and name.startswith(_HEADS):
                    yield name.removeprefix(_HEADS), first, first + len(said.text)
                elif asked.value == "base_ref" and name:
                    yield name, first, first + len(said.text)
            case _:
                pass


def is_text(condition: Condition) -> bool:
    """Whether it is a text with an expression somewhere in it: GitHub then asks whether the text is empty, which it never is."""
    return condition.asked.is_marked and condition.asked.tree is None


def is_meant(condition: Condition) -> bool:
    """A bare literal or `always()` is there on purpose, and so is `false &&` before a condition."""
    tree = condition.asked.tree
    if isinstance(tree, Logic):
        return any(isinstance(operand, Literal) for operand in tree.operands)
    return isinstance(tree, Literal) or (isinstance(tree, Call) and tree.name == "always")
