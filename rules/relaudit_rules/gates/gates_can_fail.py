"""Gates that can fail."""

from collections.abc import Iterator

from relaudit.api import Problem, Severity, Unknown, rule
from relaudit.evidence.workflows.gates.found import GateRuns
from relaudit.evidence.workflows.gates.weakness import doubt, weaknesses
from relaudit.process import Gates


@rule(
    severity=Severity.ERROR, unstated=Severity.WARNING, added="0.1", over="gates", kinds={"upload": Severity.NOTICE},
)  # fmt: skip
def gates_can_fail(gates: GateRuns, stated: Gates | Unknown) -> Iterator[Problem | Unknown]:
    """A gate that fails makes its job fail, and a job that fails makes the run fail.

    Why:
        `mypy src || true` is green whatever mypy says. The badge is green, the required check is green, and what the gate was there to stop
        is released. Often it was put there for an afternoon.

    How to fix:
        Take out what swallows the failure, and mend what then turns red; or take out the gate, which at least deceives nobody. Findings that are
        known can be listed in the tool's own baseline. In pipes, `shell: bash` turns on pipefail. A report of coverage that may fail is
        a notice, unless `process.gates.coverage.reported` says that it has to arrive.
    """
    yield from gates.unknowns
    is_reported = isinstance(stated, Gates) and any(gate.reported for gate in stated.by_name.values())
    for gate in gates.runs:
        first, open_question = next(weaknesses(gate), None), doubt(gate)
        if first is None and open_question is not None:
            yield open_question
        if first is not None:
            kind = "upload" if first.is_upload and not is_reported else gate.kind
            message = f"{gate.name} ({gate.kind}) in job {gate.job.id} cannot fail: {first.reason}"
            yield Problem(
                message, first.place, kind=kind, subject=f"{gate.workflow.path} {gate.job.id} {gate.name}"
            )
