"""The gates that workflows run."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record, replace
from relaudit.core.regex import regex
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

_AWAY = regex(r"(?i)\bcd\s[^\n;&|]*action_path")
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


@record
class Held:
    """The gates that steps hold, and what cannot be read for gates: `untold` are the steps whose task runner cannot be followed."""

    runs: tuple[GateRun, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    untold: tuple[StepAt, ...] = ()


class GateRuns:
    """Every gate, what cannot be read for gates, and the table that says so.

    `beyond` are those of the workflows and actions of other repositories, which are asked for when they are needed.
    """

    def __init__(self, own: Held, table: GateTable, ask: Callable[[], Held] = Held) -> None:
        self.runs = own.runs
        self.unknowns = own.unknowns
        self.untold = own.untold
        self.table = table
        self._ask = ask

    def __len__(self) -> int:
        return len(self.runs) + len(self.unknowns)

    @cached_property
    def beyond(self) -> Held:
        """Those of other repositories."""
        return self._ask()

    @property
    def everywhere(self) -> Sequence[GateRun]:
        """The gates, wherever they stand."""
        return (*self.runs, *self.beyond.runs)


@evidence()
def gate_runs(
    workflows: Workflows, steps: WorkflowSteps, tree: Tree, tables: Tables, stated: Gates | Unknown
) -> GateRuns:
    """By the table, and by the commands that the process names."""
    table = merged(tables.parts("gates", GateTable))
    lookup = Lookup(table, stated, tree)
    own = _held(steps.every, lookup)
    unread = dict.fromkeys((*workflows.unknowns, *own.unknowns, *steps.unknowns))
    return GateRuns(replace(own, unknowns=tuple(unread)), table, lambda: _beyond(steps, lookup))


def _beyond(steps: WorkflowSteps, lookup: Lookup) -> Held:
    found = _held(steps.beyond.steps, lookup)
    return replace(found, unknowns=(*found.unknowns, *steps.beyond.unknowns))


def _held(steps: Sequence[StepAt], lookup: Lookup) -> Held:
    found = [(at, one) for at in steps if not _is_of_itself(at) for one in _of_step(at, lookup)]
    unread = [(at, one) for at, one in found if isinstance(one, Unknown)]
    return Held(
        tuple(one for _, one in found if isinstance(one, GateRun)),
        tuple(dict.fromkeys(one for _, one in unread)),
        tuple(at for at, one in unread if one.evidence == TASKS),
    )


def _is_of_itself(at: StepAt) -> bool:
    """Whether a step of an action of another repository runs in the action's own folder: what it checks there is the action."""
    script = at.step.script.value if at.step.script is not None else ""
    said = f"cd {at.step.text('working-directory')}\n{script}"
    return bool(at.home) and _AWAY.search(said) is not None


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
