"""How sure it is that GitHub's service refuses what GitHub's published syntax has no place for.

That syntax is strict about events, as editors want it; the service has its own reader for them, which takes more.
"""

from enum import StrEnum

from relaudit.evidence.nodes import Mapping, Node, Scalar
from relaudit.evidence.nodes import Sequence as YamlSequence
from relaudit.evidence.workflows.grammar.rejection import Rejection
from relaudit.evidence.workflows.model import FILTERS, Workflow
from relaudit.evidence.workflows.scalars import kind_of, text_of


class Standing(StrEnum):
    """Whether nothing of a file starts."""

    CERTAIN = "certain"
    DOUBTED = "doubted"
    TAKEN = "taken"  # many files in use have it


def standing(workflow: Workflow, rejection: Rejection) -> Standing:
    """Outside of `on` both readers go by the same syntax."""
    node = rejection.node
    on = workflow.value("on")
    if on is None or not _holds(on, node) or any(trigger.name is node for trigger in workflow.triggers):
        return Standing.CERTAIN
    if isinstance(node, Scalar) and kind_of(node) == "null":
        return Standing.TAKEN
    keys = [key for trigger in workflow.triggers for key, _ in trigger.entries()]
    is_strange_key = any(key is node and text_of(key) not in FILTERS for key in keys)
    return Standing.CERTAIN if is_strange_key or "schedule" in rejection.reason else Standing.DOUBTED


def _holds(node: Node, wanted: Node) -> bool:
    """Whether a node is another, or has it somewhere below."""
    match node:
        case Mapping(entries=entries):
            inner = [one for pair in entries for one in pair]
        case YamlSequence(items=items):
            inner = list(items)
        case _:
            inner = []
    return node is wanted or any(_holds(one, wanted) for one in inner)
