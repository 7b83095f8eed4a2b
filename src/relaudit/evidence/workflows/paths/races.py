"""Workflows that one event starts, of which one publishes what the other one still verifies."""

from collections.abc import Iterator

from relaudit.core.record import record
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.paths.model import PathGate, ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.told import REHEARSALS

_VERIFYING = ("version-matches-tag", "tests")
_ANY = ("refs/tags/*", "refs/tags/**")


@record
class Race:
    """`hasty` publishes without any verification, `careful` waits for this gate."""

    hasty: ReleasePath
    careful: ReleasePath
    gate: PathGate


def races(found: ReleasePaths) -> Iterator[Race]:
    """One for each two workflows and target, of those that a tag or a release starts."""
    told: set[tuple[str, str, str]] = set()
    started = [path for path in found.paths if _releases(path)]
    for hasty in started:
        for careful in started if not any(map(hasty.gated_by, _VERIFYING)) else ():
            key = (hasty.workflow.path, hasty.target, careful.workflow.path)
            gate = _gate(careful)
            is_other = hasty.workflow is not careful.workflow and hasty.target != careful.target
            if gate is not None and is_other and _meet(hasty, careful) and key not in told:
                told.add(key)
                yield Race(hasty, careful, gate)


def _releases(path: ReleasePath) -> bool:
    is_started = path.event == "release" or (path.event == "push" and path.ref.startswith("refs/tags/"))
    return is_started and path.truth is Truth.YES and path.target not in REHEARSALS


def _gate(path: ReleasePath) -> PathGate | None:
    """The first gate that verifies and is known to be able to fail."""
    return next((one for one in path.gates if one.kind in _VERIFYING and one.can_fail), None)


def _meet(one: ReleasePath, other: ReleasePath) -> bool:
    """Whether one event starts both, as far as that is sure."""
    if one.event != other.event:
        return False
    if one.event == "release":
        return one.types == other.types
    return one.ref == other.ref or one.ref in _ANY or other.ref in _ANY
