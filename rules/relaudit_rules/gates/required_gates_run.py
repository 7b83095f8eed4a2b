"""Gates that somebody opens."""

from collections.abc import Iterator

from relaudit.api import InFile, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.workflows.paths.required import Missing, RequiredGates
from relaudit.evidence.workflows.paths.told import phrased
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.read import Workflows


@rule(severity=Severity.ERROR, added="0.1", over=("workflows", "required_gates"))
def required_gates_run(workflows: Workflows, required_gates: RequiredGates) -> Iterator[Problem | Unknown]:
    """Every gate that the process states is run by a job, on the events that ask for it.

    Why:
        A tool was replaced, a workflow was taken away, a job was given a condition, and the gate that the process counts on is run by
        nobody. Nothing turns red for a check that is not there.

    How to fix:
        Run the tool in a job of that event, or take it out of `process.gates` and `process.events`. A gate with `runs` is judged tool by tool,
        one without by its kind.
    """
    if not workflows.workflows or not required_gates:
        yield Unknown("RequiredGates", Reason.UNSTATED, needs="process.gates", detail=_nothing(workflows))
    for missing in required_gates.missing:
        if missing.doubts:
            detail = f"whether a job runs {_what(missing)}{_when(missing)}: {missing.doubts[0]}"
            yield Unknown("RequiredGates", Reason.UNDECIDABLE, detail=detail)
        else:
            yield _problem(missing)


def _problem(missing: Missing) -> Problem:
    gate = missing.gate
    message = f"no job runs {_what(missing)}{_when(missing)}, and process.gates.{gate.name} counts on it"
    running = [one for way in missing.ways for one in way.workflows if one.triggers]
    place = (
        place_of(running[0].file, running[0].triggers[0].name)
        if running
        else InFile(path=".github/workflows")
    )
    return Problem(message, place, kind="tool" if gate.tool else "kind", subject=gate.tool or gate.name)


def _what(missing: Missing) -> str:
    gate = missing.gate
    return gate.tool or (f"a report of {gate.kind}" if gate.is_reported else f"a gate of kind {gate.kind}")


def _when(missing: Missing) -> str:
    return f" {phrased(way.phrase for way in missing.ways)}" if missing.ways else ""


def _nothing(workflows: Workflows) -> str:
    return "" if workflows.workflows else "no workflows"
