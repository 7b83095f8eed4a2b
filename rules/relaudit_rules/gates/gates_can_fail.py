"""Gates that can fail."""

from collections.abc import Iterator, Sequence

from relaudit.api import InFile, Problem, Severity, Unknown, rule
from relaudit.evidence.workflows.gates.found import GateRun, GateRuns
from relaudit.evidence.workflows.gates.weakness import Weakness, Weaknesses, doubt
from relaudit.process import Gates


@rule(
    severity=Severity.ERROR, unstated=Severity.WARNING, added="0.1", over="gates", kinds={"upload": Severity.NOTICE},
)  # fmt: skip
def gates_can_fail(
    gates: GateRuns, weaknesses: Weaknesses, stated: Gates | Unknown
) -> Iterator[Problem | Unknown]:
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
    told: set[tuple[str, InFile]] = set()
    for gate in gates.runs:
        found, open_question = weaknesses.of(gate), doubt(gate)
        if (
            found and (gate.name, found[0].place) not in told
        ):  # several jobs may come by the same line of an action or a Makefile
            told.add((gate.name, found[0].place))
            yield _problem(gate, found, is_reported=is_reported)
        elif not found and open_question is not None:
            yield open_question


def _problem(gate: GateRun, found: Sequence[Weakness], *, is_reported: bool) -> Problem:
    """Each of the weaknesses has to go before the gate counts for anything."""
    kind = "upload" if found[0].is_upload and not is_reported else gate.kind
    reasons = "; ".join(dict.fromkeys(one.reason for one in found))
    by = f" by way of {gate.called_by}" if gate.called_by else ""
    where = f"action {gate.at.file.text.path}" if gate.at.within else f"job {gate.job.id}"
    message = f"{gate.name} ({gate.kind}) in {where}{by} cannot fail: {reasons}"
    subject = f"{gate.at.file.text.path} {'' if gate.at.within else f'{gate.job.id} '}{gate.name}"
    related = tuple(one.place for one in found[1:])
    return Problem(message, found[0].place, related, kind=kind, subject=subject)
