"""The floors of coverage of a repository, and the commands of CI that ask for them."""

from collections.abc import Iterator, Mapping

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.core.record import replace
from relaudit.evidence.coverage.commands import Line, Reader, is_of_python
from relaudit.evidence.coverage.doubts import unread_scripts, untold, untold_runners
from relaudit.evidence.coverage.model import CoverageFloors, Floor, Measuring
from relaudit.evidence.coverage.services import codecov_floor
from relaudit.evidence.files import Tree
from relaudit.evidence.kept import Kept
from relaudit.evidence.workflows.embedded import OPEN
from relaudit.evidence.workflows.gates.found import GateRun, GateRuns
from relaudit.evidence.workflows.gates.steps import environments
from relaudit.evidence.workflows.gates.words import bare_words
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.read import Refused, Workflows

_FROM_ENVIRONMENT = "PYTEST_ADDOPTS"
_UPLOADS = ("codecov", "codecov/codecov-action")


@evidence()
def coverage_floors(gates: GateRuns, workflows: Workflows, refused: Refused, tree: Tree) -> CoverageFloors:
    """Of Python alone, as coverage.py and pytest-cov read them; a status of Codecov's counts where something is uploaded there."""
    kept = Kept(tree)
    reader = Reader(kept)
    found = [_measuring(gate, reader) for gate in gates.runs if is_of_python(gate.name) and gate.trail]
    runs = [replace(run, never_runs=run.gate.workflow.path in refused.by_path) for run in found]
    service = codecov_floor(kept)
    uploads = [gate for gate in gates.runs if gate.name in _UPLOADS] if service is not None else []
    runs += [Measuring(gate, place_of_gate(gate), True, service, is_report=True) for gate in uploads[:1]]
    configured = dict.fromkeys(
        floor for folder in reader.folders() for floor in reader.settings(folder).floors()
    )
    return CoverageFloors(
        tuple(configured),
        tuple(runs),
        (*gates.unknowns, *_doubts(runs, gates), *unread_scripts(workflows, kept, runs)),
    )


def place_of_gate(gate: GateRun) -> InFile:
    """Where the command or the action stands: in the file of a task runner where it is followed there."""
    if not gate.trail:
        node = gate.step.uses or gate.step.script
        return place_of(gate.at.file, node) if node is not None else gate.at.file.text.whole()
    last = gate.trail[-1]
    if last.place is not None or gate.step.script is None:
        return last.place or gate.at.file.text.whole()
    return place_of(gate.at.file, gate.step.script, *last.command.span)


def by_folder(floors: CoverageFloors) -> Mapping[str, list[Floor]]:
    """The floors that files set, by the folders of these."""
    found: dict[str, list[Floor]] = {}
    for floor in floors.configured:
        found.setdefault(floor.place.path.rpartition("/")[0], []).append(floor)
    return found


def _measuring(gate: GateRun, reader: Reader) -> Measuring:
    place = place_of_gate(gate)
    words = list(bare_words(gate.trail[-1].command))
    asked = reader.asked(gate.name, Line(words, place, gate.at.folder, _given(gate)))
    floor = asked.floor
    if floor is not None and floor.is_given:
        floor = replace(floor, place=place)
    return Measuring(
        gate, place, asked.measures, floor, asked.is_off, asked.is_part, asked.is_report, asked.doubt
    )


def _given(gate: GateRun) -> str | None:
    """What the environment gives pytest; None where only the run can tell."""
    for part in environments(gate.at):
        said = part.scalar(_FROM_ENVIRONMENT)
        if said is not None:
            return None if OPEN in said.value else said.value
    return ""


def _doubts(runs: list[Measuring], gates: GateRuns) -> Iterator[Unknown]:
    yield from (untold(run.place, run.doubt) for run in runs if run.doubt and not run.never_runs)
    yield from (untold(place_of_gate(gate), why) for gate, why in untold_runners(gates.runs))
