"""The least coverage, asked for by what CI runs."""

from collections.abc import Iterator, Sequence

from relaudit.api import InFile, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.coverage.commands import floor_name
from relaudit.evidence.coverage.found import by_folder
from relaudit.evidence.coverage.model import CoverageFloors, Floor, Measuring
from relaudit.evidence.files import Tree
from relaudit.evidence.stated import stated_at
from relaudit.evidence.workflows.tasks.readers import RUNNERS
from relaudit.process import Gates

_SHOWN = 3


@rule(severity=Severity.WARNING, added="0.1", over="coverage_floors", kinds={"unstated": Severity.NOTICE})
def coverage_floor_is_enforced(
    coverage_floors: CoverageFloors, stated: Gates | Unknown, tree: Tree
) -> Iterator[Problem | Unknown]:
    """The least coverage that the process asks for is what the tests fail under, in a command that CI runs.

    Why:
        A floor in a document holds nobody. One in `.coveragerc` holds as long as coverage is measured: `-p no:cov` or `--cov-fail-under=0`
        in one line of a workflow lifts it, and the file still says 75.

    How to fix:
        Set `fail_under` in the one file that coverage.py reads: `.coveragerc` where there is one, else the first of `setup.cfg`, `tox.ini` and
        `pyproject.toml` with a section for it. Then let CI run `pytest --cov` or `coverage report`. Floors that differ between files are
        a notice as long as the process states none.
    """
    wanted, place = _stated(stated, tree)
    related = (place,) if place is not None else ()
    if wanted is None:
        yield from _differing(coverage_floors, "unstated", related)
        return
    short = list(_short(coverage_floors, wanted, related))
    lifted = list(_lifted(coverage_floors, wanted, related))
    if short and coverage_floors.unknowns and not _is_certain(coverage_floors):
        yield from _unsure(coverage_floors, wanted)
    else:
        yield from short
    yield from lifted
    if not short:
        yield from _differing(coverage_floors, "different", related)


def _stated(stated: Gates | Unknown, tree: Tree) -> tuple[float | None, InFile | None]:
    for name, gate in stated.by_name.items() if isinstance(stated, Gates) else ():
        if gate.floor is not None and isinstance(stated, Gates):
            return gate.floor, stated_at(stated, "gates", (name, "floor"), tree)
    return None, None


def _short(floors: CoverageFloors, wanted: float, related: tuple[InFile, ...]) -> Iterator[Problem]:
    """No command of CI asks for as much: what comes closest is told."""
    enforced = list(floors.enforced())
    best = max((floor.percent for _, floor in enforced), default=0.0)
    if best >= wanted:
        return
    if best > 0:
        closest = [floor for _, floor in enforced if floor.percent == best and not floor.is_given]
        yield from _lower(closest, wanted, related)
    elif floors.configured:
        yield _idle(floors, wanted, related)
    elif not enforced:
        yield _nowhere(floors, wanted, related)


def _lower(best: Sequence[Floor], wanted: float, related: tuple[InFile, ...]) -> Iterator[Problem]:
    for floor in dict.fromkeys(best):
        message = (
            f"the process asks for {wanted:g} % coverage, and {floor_name(floor)} lets {floor.said} % pass"
        )
        yield Problem(message, floor.place, related, kind="lower", subject=floor.by)


def _idle(floors: CoverageFloors, wanted: float, related: tuple[InFile, ...]) -> Problem:
    floor = floors.configured[0]
    off = dict.fromkeys(run.place for run in floors.runs if run.is_off and not run.never_runs)
    why = (
        f"CI turns off what {floor_name(floor)} would measure"
        if off
        else f"no command that CI runs applies {floor_name(floor)}"
    )
    message = f"the process asks for {wanted:g} % coverage, and {why}"
    return Problem(message, floor.place, (*list(off)[:_SHOWN], *related), kind="idle", subject=floor.by)


def _nowhere(floors: CoverageFloors, wanted: float, related: tuple[InFile, ...]) -> Problem:
    first = min(floors.runs, key=lambda run: (run.never_runs, not run.measures, run.gate.name in RUNNERS))
    message = f"the process asks for {wanted:g} % coverage, and no command of CI fails below it: {first.gate.name} in job {first.gate.job.id} asks for none"
    subject = f"{first.gate.workflow.path} {first.gate.job.id}"
    return Problem(message, first.place, related, kind="nowhere", subject=subject)


def _lifted(floors: CoverageFloors, wanted: float, related: tuple[InFile, ...]) -> Iterator[Problem]:
    """Command lines that set less, in workflows where no later report asks for all of it."""
    told: set[InFile] = set()
    for run, floor in floors.enforced():
        if (
            floor.is_given
            and floor.percent < wanted
            and run.place not in told
            and not _is_made_up_for(run, floors, wanted)
        ):
            told.add(run.place)
            job = run.gate.job.id
            message = f"the process asks for {wanted:g} % coverage, and {run.gate.name} in job {job} lets {floor.said} % pass"
            above = tuple(one.place for one in floors.configured if one.percent > floor.percent)
            subject = f"{run.gate.workflow.path} {job} {run.gate.name}"
            yield Problem(message, run.place, (*above[:_SHOWN], *related), kind="lifted", subject=subject)


def _is_made_up_for(run: Measuring, floors: CoverageFloors, wanted: float) -> bool:
    return any(
        other.is_report and other.gate.workflow is run.gate.workflow and floor.percent >= wanted
        for other, floor in floors.enforced()
    )


def _differing(floors: CoverageFloors, kind: str, related: tuple[InFile, ...]) -> Iterator[Problem]:
    """Files beside each other that set different floors: only one of them counts."""
    for folder, found in by_folder(floors).items():
        other = next((floor for floor in found if floor.percent != found[0].percent), None)
        if other is not None:
            message = f"{floor_name(found[0])} and {floor_name(other)} are two floors of coverage for the same files, of which one counts"
            yield Problem(message, found[0].place, (other.place, *related), kind=kind, subject=folder)


def _is_certain(floors: CoverageFloors) -> bool:
    """Whether what measures is told in full: each of its commands turns it off, or asks for less."""
    return any(run.is_off for run in floors.runs) and not any(run.doubt for run in floors.runs)


def _unsure(floors: CoverageFloors, wanted: float) -> Iterator[Unknown]:
    for unknown in dict.fromkeys(floors.unknowns):
        detail = f"whether anything fails below {wanted:g} % coverage: {unknown.detail}"
        yield Unknown(unknown.evidence, Reason.UNDECIDABLE, detail=detail)
