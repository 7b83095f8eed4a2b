"""The gates that workflows run."""

from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record, replace
from relaudit.core.tables import Tables
from relaudit.evidence.files import Tree
from relaudit.evidence.workflows.gates.led import Led
from relaudit.evidence.workflows.gates.lookup import Lookup
from relaudit.evidence.workflows.gates.steps import StepAt, WorkflowSteps
from relaudit.evidence.workflows.gates.table import GateTable, merged
from relaudit.evidence.workflows.gates.tagcheck import KIND, comparisons
from relaudit.evidence.workflows.model import Job, Step, Workflow
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.tasks.model import TASKS
from relaudit.process import Gates

RUN_BY = {
    "pre-commit/action": "pre-commit run --all-files",
    "tox-dev/action-pre-commit-uv": "pre-commit run --all-files",
}


@record
class GateRun:
    """A gate in a step. `name` is what it is called by; `trail` are the commands that lead to it, itself last, none for an action.

    The first `covered` of the trail, and the step and job with them, are told with a gate of their own.
    """

    kind: str
    name: str
    at: StepAt
    trail: tuple[Led, ...] = ()
    covered: int = 0

    @property
    def workflow(self) -> Workflow:
        """The workflow that runs it."""
        return self.at.workflow

    @property
    def job(self) -> Job:
        """The job that runs it."""
        return self.at.job

    @property
    def step(self) -> Step:
        """The step that runs it, of the job or of an action."""
        return self.at.step

    @property
    def called_by(self) -> str:
        """The command of the step that a task runner follows to get to it; empty where the step itself runs it."""
        words = self.trail[0].command.words if len(self.trail) > 1 else ()
        return " ".join(word.source for word in words)


class GateRuns:
    """Every gate, the table that says so, and what cannot be read for gates: `untold` are the steps whose task runner cannot be followed.

    `elsewhere` are the gates of the workflows of other repositories.
    """

    def __init__(
        self,
        runs: Sequence[GateRun],
        unknowns: Sequence[Unknown],
        untold: Sequence[StepAt],
        table: GateTable,
        elsewhere: Sequence[GateRun] = (),
    ) -> None:
        self.elsewhere = elsewhere
        self.runs = runs
        self.unknowns = unknowns
        self.untold = untold
        self.table = table

    def __len__(self) -> int:
        return len(self.runs) + len(self.unknowns)


@evidence()
def gate_runs(
    workflows: Workflows, steps: WorkflowSteps, tree: Tree, tables: Tables, stated: Gates | Unknown
) -> GateRuns:
    """By the table, and by the commands that the process names."""
    table = merged(tables.parts("gates", GateTable))
    lookup = Lookup(table, stated, tree)
    runs: list[GateRun] = []
    unknowns, untold = list(workflows.unknowns), []
    for at in steps.every:
        for found in _of_step(at, lookup):
            runs.append(found) if isinstance(found, GateRun) else unknowns.append(found)
            if isinstance(found, Unknown) and found.evidence == TASKS:
                untold.append(at)
    there = [one for at in steps.elsewhere for one in _of_step(at, lookup) if isinstance(one, GateRun)]
    return GateRuns(tuple(runs), tuple(dict.fromkeys((*unknowns, *steps.unknowns))), untold, table, there)


def _behind(at: StepAt, lookup: Lookup) -> Iterator[GateRun]:
    """The gates of the runner that an action runs; what leads to them stands in no script."""
    runner = RUN_BY.get(at.step.action)
    for found in lookup.gates(runner, "sh", "") if runner is not None else ():
        if not isinstance(found, Unknown) and len(found.trail) > 1:
            yield GateRun(found.kind, found.name, at, found.trail[1:], max(0, found.covered - 1))


def _of_step(at: StepAt, lookup: Lookup) -> Iterator[GateRun | Unknown]:
    step = at.step
    if step.action in lookup.by_action:
        yield from (GateRun(kind, step.action, at) for kind in lookup.by_action[step.action])
        yield from _behind(at, lookup)
    if step.script is None:
        return
    yield from (GateRun(KIND, name, at, trail) for name, trail in comparisons(at))
    for found in lookup.of_step(at):
        if isinstance(found, Unknown):
            place = at.file.place(step.script)
            yield replace(found, detail=f"{place.path}:{place.line} may hold a gate: {found.detail}")
        else:
            yield GateRun(found.kind, found.name, at, found.trail, found.covered)
