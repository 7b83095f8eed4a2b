"""Distributions that are built once."""

from collections.abc import Iterator

from relaudit.api import Location, Problem, Severity, Unknown, rule
from relaudit.evidence.workflows.gates.found import GateRun
from relaudit.evidence.workflows.paths.built import Build, builds
from relaudit.evidence.workflows.paths.indexed import PYTHON_INDEXES, IndexUploads
from relaudit.evidence.workflows.paths.model import ReleasePath
from relaudit.evidence.workflows.paths.told import told_once
from relaudit.evidence.workflows.places import place_of


@rule(severity=Severity.WARNING, added="0.1", over="index_uploads", kinds={"unkept": Severity.NOTICE})
def artifacts_are_built_once(index_uploads: IndexUploads) -> Iterator[Problem | Unknown]:
    """What is uploaded is what an earlier job of the run built, not built again.

    Why:
        The tests ran against one wheel, the index gets another: built an hour later, with a newer build backend, on another image. What was never
        installed anywhere is what everybody installs.

    How to fix:
        Keep what the first job builds (`actions/upload-artifact`), and let the job that publishes take it from there
        (`actions/download-artifact`) and build nothing. It then needs no checkout, and nothing of the project runs beside its credentials. A build
        that an earlier job throws away is a notice.
    """
    yield from index_uploads.unknowns
    for path in told_once(one for one in index_uploads.paths if one.target in PYTHON_INDEXES):
        earlier, own = builds(path)
        again = [(first, second) for second in own for first in earlier if second.repeats(first)]
        if again:
            first, second = max(again, key=lambda pair: pair[0].is_kept)
            yield _problem(path, first, second)


def _problem(path: ReleasePath, first: Build, second: Build) -> Problem:
    publication = path.publication
    name = publication.route.name
    message = (
        f"job {name} builds again what it publishes to {path.target}, though job {first.gate.job} built it before: "
        "what is published is not what the run has tested"
    )
    subject = f"{publication.at.workflow.path} {name} {path.target}"
    kind = "" if first.is_kept else "unkept"
    return Problem(message, _place(second.gate.gate), (_place(first.gate.gate),), kind=kind, subject=subject)


def _place(gate: GateRun) -> Location:
    """Where a command or an action stands: in a Makefile where it is followed there."""
    at, trail = gate.at, gate.trail
    if trail and trail[-1].place is not None:
        return trail[-1].place
    if trail and at.step.script is not None:
        return place_of(at.file, at.step.script, *trail[-1].command.span)
    node = at.step.uses or at.step.script
    return place_of(at.file, node) if node is not None else at.file.text.whole()
