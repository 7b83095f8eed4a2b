"""Why GitHub does not take a file."""

from relaudit.core.record import record
from relaudit.evidence.nodes import Node


@record
class Rejection:
    """Why GitHub does not take a file, at a node of it; `at` is an offset within the node's value."""

    reason: str
    node: Node
    at: int | None = None
