"""The gates that the process states, and those of them that nothing runs."""

from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.workflows.gates.found import GateRuns
from relaudit.evidence.workflows.gates.steps import WorkflowSteps
from relaudit.evidence.workflows.gates.table import KINDS
from relaudit.evidence.workflows.gates.tools import ToolRun, elsewhere, is_gone, tool_runs
from relaudit.evidence.workflows.paths.found import Evidence
from relaudit.evidence.workflows.paths.jobs import Running
from relaudit.evidence.workflows.paths.stated import StatedEvents, Way
from relaudit.process import Gate, Gates

_ELSEWHERE = ("on-commit", "by-review")
_COVERAGE = ("--cov", "coverage", "codecov", "coveralls")
_OPTIONS = ("pyproject.toml", "setup.cfg", "tox.ini", "pytest.ini", ".coveragerc", "noxfile.py")


@record
class RequiredGate:
    """A gate of the process, or one `tool` of it, and the `ways` in which events that ask for it come; none where no event does."""

    name: str
    kind: str
    tool: str = ""
    is_reported: bool = False
    ways: tuple[Way, ...] = ()


@record
class Missing:
    """A gate that no step runs, in these ways or at all; `doubts` is why that cannot be told."""

    gate: RequiredGate
    ways: tuple[Way, ...] = ()
    doubts: tuple[str, ...] = ()


class RequiredGates:
    """Every gate that is asked for, and those that are missing."""

    def __init__(self, gates: Sequence[RequiredGate], missing: Sequence[Missing]) -> None:
        self.gates = gates
        self.missing = missing

    def __len__(self) -> int:
        return len(self.gates)


@evidence()
def required_gates(
    stated: Gates | Unknown,
    events: StatedEvents,
    known: Evidence,
    runs: GateRuns,
    steps: WorkflowSteps,
    tree: Tree,
) -> RequiredGates:
    """What GitHub refuses counts as run: that it is refused is another matter."""
    gates = [one for one in _required(stated, events) if one.tool or one.kind in KINDS]
    tools = tuple(dict.fromkeys(gate.tool for gate in gates if gate.tool))
    search = _Search(known, runs, tree, list(tool_runs(tools, steps, tree)) if tools else [])
    missing = (one for gate in gates if (one := search.missing(gate)) is not None)
    return RequiredGates(gates, tuple(missing))


def _required(stated: Gates | Unknown, events: StatedEvents) -> Iterator[RequiredGate]:
    """Gates, and kinds of gates that an event names without more."""
    own = dict(stated.by_name) if isinstance(stated, Gates) and stated.is_stated else {}
    named = {name: Gate() for event in events.events for name in event.event.runs if name in KINDS}
    for name, gate in {**named, **own}.items():
        kind, ways = gate.kind or name, tuple(_ways(name, gate, events))
        for tool in gate.runs or ("",):
            yield RequiredGate(name, kind, tool, bool(gate.reported), ways)


def _ways(name: str, gate: Gate, events: StatedEvents) -> Iterator[Way]:
    """Tests before a publication, and what is proven elsewhere, are asked for by other rules."""
    for event in events.events:
        is_ordered = name in event.event.order and (gate.kind or name) != "tests"
        if name in event.event.runs or (is_ordered and gate.proven not in _ELSEWHERE):
            yield from (way for way in event.ways if way.outcomes)


class _Search:
    """Looks for the steps that run a gate."""

    def __init__(self, known: Evidence, runs: GateRuns, tree: Tree, tools: Sequence[ToolRun]) -> None:
        self._known = known
        self._runs = runs
        self._tree = tree
        self._tools = tools

    def missing(self, gate: RequiredGate) -> Missing | None:
        """None where it is run, in every way in which it is asked for."""
        if not gate.ways:
            is_run = self._is_run(gate, None)
            return None if is_run else Missing(gate, (), tuple(self._doubts(gate, None)))
        found = [(way, Running(way.outcomes, self._known)) for way in gate.ways]
        idle = [
            (way, tuple(self._doubts(gate, running)))
            for way, running in found
            if not self._is_run(gate, running)
        ]
        sure = tuple(way for way, doubts in idle if not doubts)
        if sure or not idle:
            return Missing(gate, sure) if sure else None
        return Missing(gate, tuple(way for way, _ in idle), idle[0][1])

    def _is_run(self, gate: RequiredGate, running: Running | None) -> bool:
        if gate.tool:
            return any(
                one.tool == gate.tool and not one.doubt and (running is None or running.has(one.at))
                for one in self._tools
            )
        reporters = self._runs.table.reporters
        return any(
            one.kind == gate.kind
            and (one.name in reporters or not gate.is_reported)
            and (running is None or running.has(one.at))
            for one in self._runs.everywhere
        )

    def _doubts(self, gate: RequiredGate, running: Running | None) -> Iterator[str]:
        for one in self._tools:
            if one.tool == gate.tool and one.doubt and (running is None or running.has(one.at)):
                yield one.doubt
        for path, detail in elsewhere(gate.tool or gate.kind, self._known.workflows, self._tree):
            if not path or running is None or running.has_workflow(path):
                yield detail
        if not gate.tool:
            yield from self._doubts_of_kind(gate, running)

    def _doubts_of_kind(self, gate: RequiredGate, running: Running | None) -> Iterator[str]:
        for at in (*self._runs.untold, *self._runs.beyond.untold):
            if (running is None or running.has(at)) and at.step.script is not None:
                yield from self._untold(at.file.place(at.step.script))
        paths = [one.path for one in self._known.workflows.workflows]
        for path in (*paths, *(() if gate.is_reported else _OPTIONS)) if gate.kind == "coverage" else ():
            text = self._tree.read(path)
            is_there = isinstance(text, Text) and any(word in text.text for word in _COVERAGE)
            if is_there and (running is None or path not in paths or running.has_workflow(path)):
                yield f"{path} speaks of coverage"

    def _untold(self, place: InFile) -> Iterator[str]:
        start = f"{place.path}:{place.line} "
        for unknown in (*self._runs.unknowns, *self._runs.beyond.unknowns):
            if unknown.detail.startswith(start) and not is_gone(unknown):
                yield unknown.detail
