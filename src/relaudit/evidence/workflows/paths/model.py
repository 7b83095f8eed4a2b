"""A release path: from an event to something that is published, and the gates on the way."""

from collections.abc import Mapping, Sequence

from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.gates.found import GateRun
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.publishing.model import Publication
from relaudit.evidence.workflows.running.permissions import Permissions


@record
class PathGate:
    """A gate that has to succeed before; `job` is the way to its job, `can_fail` None where that cannot be told."""

    gate: GateRun
    job: str
    can_fail: bool | None

    @property
    def kind(self) -> str:
        """What kind of gate it is."""
        return self.gate.kind


@record
class ReleasePath:
    """What one event publishes with one step. `ref` is a reference or a pattern of them, empty where it may be any.

    `truth` says whether it happens when the event comes and nothing fails; NO where GitHub refuses the file.
    """

    event: str
    ref: str
    types: tuple[str, ...]
    truth: Truth
    publication: Publication
    gates: tuple[PathGate, ...]
    permissions: Permissions

    @property
    def workflow(self) -> Workflow:
        """The workflow that the event starts."""
        return self.publication.route.start

    @property
    def target(self) -> str:
        """Where it is published."""
        return self.publication.target

    def gated_by(self, kind: str) -> bool:
        """Whether a gate of a kind stands in the way that can fail, as far as can be told."""
        return any(gate.kind == kind and gate.can_fail is not False for gate in self.gates)


@record
class Remote:
    """A job that calls a workflow of another repository, which may publish."""

    path: str
    job: str
    uses: str
    line: int


@record
class ReleasePaths:
    """Every path, by workflow and in the order of the steps, and what cannot be told."""

    paths: tuple[ReleasePath, ...] = ()
    remotes: tuple[Remote, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.paths) + len(self.unknowns)

    def by_step(self) -> Mapping[tuple[int, str], Sequence[ReleasePath]]:
        """The paths of each step and target, whatever the event."""
        found: dict[tuple[int, str], list[ReleasePath]] = {}
        for path in self.paths:
            found.setdefault((id(path.publication.use), path.target), []).append(path)
        return found
