"""What the token of a job may do."""

from collections.abc import Mapping

from relaudit.core.record import record
from relaudit.evidence.nodes import Node, Scalar
from relaudit.evidence.workflows.model import Part
from relaudit.evidence.workflows.running.route import Route
from relaudit.evidence.workflows.scalars import text_of

_ALL = {"read-all": "read", "write-all": "write"}
_LEVELS = ("none", "read", "write")


@record
class Permissions:
    """`levels` by scope, a scope that is missing has `rest`; `node` says so, and None means that the settings of the repository do.

    `rest` is empty where only those settings can tell.
    """

    levels: Mapping[str, str]
    rest: str = ""
    node: Node | None = None

    def of(self, scope: str) -> str:
        """none, read or write; empty where the settings of the repository decide."""
        return self.levels.get(scope, self.rest)

    def at_most(self, other: "Permissions") -> "Permissions":
        """What is left of them in a workflow that a job with these permissions calls."""
        scopes = {*self.levels, *other.levels}
        levels = {scope: _lower(self.of(scope), other.of(scope)) for scope in sorted(scopes)}
        return Permissions(levels, _lower(self.rest, other.rest), self.node or other.node)


def permissions_of(route: Route) -> Permissions:
    """Those of the job, else of its workflow, else of the repository; never more than the calling job has."""
    own = next(
        (node for part in (route.job, route.workflow) if (node := part.value("permissions")) is not None),
        None,
    )
    said = _said(own) if own is not None else Permissions({})
    if route.by is None:
        return said
    outer = permissions_of(route.by)
    return said.at_most(outer) if own is not None else outer


def _said(node: Node) -> Permissions:
    if isinstance(node, Scalar):
        return Permissions({}, _ALL.get(text_of(node), "none"), node)
    levels = {
        text_of(key): text_of(value) for key, value in Part(node).entries() if isinstance(value, Scalar)
    }
    return Permissions(levels, "none", node)


def _lower(one: str, other: str) -> str:
    """The lesser of two levels; unknown where either is and the other is more than nothing."""
    if "none" in (one, other):
        return "none"
    is_known = one in _LEVELS and other in _LEVELS
    return min(one, other, key=_LEVELS.index) if is_known else ""
