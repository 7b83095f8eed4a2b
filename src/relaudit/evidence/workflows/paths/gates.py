"""The gates that a publication has to pass in its run."""

from collections.abc import Iterator, Mapping, Sequence

from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.gates.found import GateRun, GateRuns
from relaudit.evidence.workflows.gates.led import Led
from relaudit.evidence.workflows.gates.steps import StepAt
from relaudit.evidence.workflows.gates.tagcheck import KIND as VERSION_MATCHES_TAG
from relaudit.evidence.workflows.gates.weakness import Weaknesses, doubt
from relaudit.evidence.workflows.paths.lasting import Asking, conditions_of, run_together
from relaudit.evidence.workflows.paths.model import PathGate
from relaudit.evidence.workflows.publishing.model import Publication
from relaudit.evidence.workflows.running.journey import JobRun
from relaudit.evidence.workflows.scripts.commands import Certainty


class GatesByJob:
    """Every gate, by the file and the id of its job."""

    def __init__(self, gates: GateRuns, weaknesses: Weaknesses) -> None:
        self._weaknesses = weaknesses
        self._by_job: dict[tuple[str, str], list[GateRun]] = {}
        for gate in sorted(gates.everywhere, key=lambda gate: gate.at.position):
            self._by_job.setdefault((gate.workflow.path, gate.job.id), []).append(gate)
        self._strength: dict[int, bool | None] = {}

    def of(self, run: JobRun) -> Sequence[GateRun]:
        """The gates in a job."""
        return self._by_job.get((run.route.workflow.path, run.route.job.id), ())

    def can_fail(self, gate: GateRun) -> bool | None:
        """Whether a failure of it stops anything; None where that cannot be told."""
        if id(gate) not in self._strength:
            self._strength[id(gate)] = (
                False if self._weaknesses.of(gate) else None if doubt(gate) is not None else True
            )
        return self._strength[id(gate)]

    def on_path(self, publication: Publication, own: JobRun, every: Sequence[JobRun]) -> Iterator[PathGate]:
        """The gates that run whenever it is published, and before it."""
        for run in every:
            if run is own:
                yield from self._before(publication, own)
            elif run.stops(own):
                yield from self._running(run, ())

    def all_of(self, run: JobRun) -> Iterator[PathGate]:
        """The gates of a job that run whenever the job does."""
        return self._running(run, ())

    def _before(self, publication: Publication, own: JobRun) -> Iterator[PathGate]:
        """Those of its own job that stand before it, or are part of what publishes."""
        end = _position(publication.at, publication.use.trail)
        waits = own.truth_of(publication.at, has_failed=True) is Truth.NO
        conditions = tuple(conditions_of(publication.at))
        for one in self._running(own, conditions):
            position = _position(one.gate.at, one.gate.trail)
            is_same = one.gate.at.position == publication.at.position
            is_way_out = (
                is_same and one.gate.trail and publication.use.trail and not _leads(one.gate, publication)
            )
            if (
                position <= end
                and (waits or is_same)
                and (run_together(one.gate.at, conditions) or own.covers(one.gate.at, publication.at))
                and not is_way_out
            ):
                yield one

    def _running(self, run: JobRun, given: Sequence[Asking]) -> Iterator[PathGate]:
        """The gates of a job that run whenever the job does, or whenever the conditions that are given hold."""
        for gate in self.of(run):
            truth = run.truth_of(gate.at) if _is_certain(gate) else Truth.NO
            if truth is Truth.YES or (truth is Truth.MAYBE and run_together(gate.at, given)):
                yield PathGate(gate, run.route.name, self.can_fail(gate))


def common(found: Sequence[Sequence[PathGate]]) -> tuple[PathGate, ...]:
    """The gates that stand on every one of several ways."""
    rest = [{(id(one.gate), one.job) for one in gates} for gates in found[1:]]
    return tuple(
        one for one in (found[0] if found else ()) if all((id(one.gate), one.job) in keys for keys in rest)
    )


def _is_certain(gate: GateRun) -> bool:
    """Whether it runs whenever its step does; a comparison is told by what ends the script behind it."""
    certain = all(led.command.certainty is Certainty.ALWAYS for led in gate.trail)
    return certain or gate.kind == VERSION_MATCHES_TAG


def _leads(gate: GateRun, publication: Publication) -> bool:
    """Whether a script goes on from a gate to what publishes only when the gate succeeds, as far as that is plain."""
    mine, its = gate.trail[0].command, publication.use.trail[0].command
    return its.certainty is Certainty.ALWAYS or mine.surfaces or gate.kind == VERSION_MATCHES_TAG


def _position(at: StepAt, trail: Sequence[Led]) -> tuple[int, ...]:
    return (*at.position, *(led.command.span[0] for led in trail))


def by_kind(gates: Sequence[PathGate]) -> Mapping[str, Sequence[PathGate]]:
    """Gates in the order of their kinds' first ones."""
    found: dict[str, list[PathGate]] = {}
    for gate in gates:
        found.setdefault(gate.kind, []).append(gate)
    return found
