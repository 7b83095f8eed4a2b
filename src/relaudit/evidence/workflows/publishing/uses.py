"""The steps that may publish, by the table alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import record, replace
from relaudit.core.tables import Tables
from relaudit.evidence.files import Tree
from relaudit.evidence.workflows.gates.led import Led
from relaudit.evidence.workflows.gates.lookup import Lookup
from relaudit.evidence.workflows.gates.steps import StepAt, WorkflowSteps, inputs_of
from relaudit.evidence.workflows.gates.table import GateTable
from relaudit.evidence.workflows.model import Job
from relaudit.evidence.workflows.publishing.programs import is_named, programs
from relaudit.evidence.workflows.publishing.table import Publisher, PublishTable, merged
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.tasks.model import TASKS
from relaudit.process import Targets

_SCRIPT = "actions/github-script"
_UNSTATED = Unknown("Gates", Reason.UNSTATED)


@record
class Use:
    """A command or an action that publishes in a step; `trail` are the commands that lead to it, itself last, none for an action."""

    how: str
    publisher: Publisher
    at: StepAt
    trail: tuple[Led, ...] = ()


@record
class Publishing:
    """The steps that may publish, and what cannot be read for it.

    `untold` are the steps whose task runner cannot be followed: no way out that anyone meant, where another one is seen.
    """

    uses: tuple[Use, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    untold: tuple[Unknown, ...] = ()


class PublishUses:
    """Every such step, what cannot be read for it, and the table that says so.

    `beyond` are those of the workflows and actions of other repositories, which are asked for when they are needed.
    """

    def __init__(
        self, own: Publishing, table: PublishTable, ask: Callable[[], Publishing] = Publishing
    ) -> None:
        self.uses = own.uses
        self.unknowns = own.unknowns
        self.untold = own.untold
        self.table = table
        self._ask = ask

    def __len__(self) -> int:
        return len(self.uses) + len(self.unknowns)

    @cached_property
    def beyond(self) -> Publishing:
        """Those of other repositories."""
        return self._ask()

    @property
    def doubts(self) -> tuple[Unknown, ...]:
        """What cannot be read for it, wherever that stands."""
        return tuple(dict.fromkeys((*self.unknowns, *self.beyond.unknowns)))

    @property
    def everywhere(self) -> Sequence[Use]:
        """Wherever they stand."""
        return (*self.uses, *self.beyond.uses)

    def of(self, job: Job) -> Sequence[Use]:
        """Those in the steps of a job, wherever these stand, in order."""
        return self._by_job.get(id(job), ())

    @cached_property
    def _by_job(self) -> Mapping[int, Sequence[Use]]:
        found: dict[int, list[Use]] = {}
        for use in self.everywhere:
            found.setdefault(id(use.at.job), []).append(use)
        return {job: sorted(uses, key=lambda use: use.at.position) for job, uses in found.items()}


@evidence()
def publish_uses(
    workflows: Workflows, steps: WorkflowSteps, tree: Tree, tables: Tables, stated: Targets | Unknown
) -> PublishUses:
    """By the tables, and by what the process states of targets of its own."""
    table = merged([*_stated(stated), *tables.parts("publishers", PublishTable)])
    lookup = Lookup(GateTable({how: (how,) for how in table.commands}), _UNSTATED, tree)
    own = _publishing(steps.every, lookup, table)
    every = tuple(dict.fromkeys((*workflows.unknowns, *own.unknowns, *steps.unknowns)))
    return PublishUses(replace(own, unknowns=every), table, lambda: _beyond(steps, lookup, table))


def _beyond(steps: WorkflowSteps, lookup: Lookup, table: PublishTable) -> Publishing:
    found = _publishing(steps.beyond.steps, lookup, table)
    return replace(found, unknowns=(*found.unknowns, *steps.beyond.unknowns))


def _publishing(steps: Sequence[StepAt], lookup: Lookup, table: PublishTable) -> Publishing:
    found = [one for at in steps for one in _of_step(at, lookup, table)]
    open_questions = [one for one in found if isinstance(one, Unknown)]
    unread = [one for one in open_questions if one.evidence != TASKS]
    untold = [one for one in open_questions if one.evidence == TASKS]
    return Publishing(
        tuple(one for one in found if isinstance(one, Use)),
        tuple(dict.fromkeys((*unread, *(one for one in untold if is_named(one))))),
        tuple(dict.fromkeys(untold)),
    )


def _stated(targets: Targets | Unknown) -> Iterator[PublishTable]:
    for name, target in targets.by_name.items() if isinstance(targets, Targets) else ():
        publisher = Publisher(target=f"other:{name}")
        yield PublishTable(dict.fromkeys(target.commands, publisher), dict.fromkeys(target.uses, publisher))


def _of_step(at: StepAt, lookup: Lookup, table: PublishTable) -> Iterator[Use | Unknown]:
    step = at.step
    if step.action in table.actions:
        yield Use(step.action, table.actions[step.action], at)
    elif step.action == _SCRIPT:
        text = inputs_of(step).text("script")
        yield from (Use(name, table.calls[name], at) for name in table.calls if f"{name}(" in text)
    if step.script is None:
        return
    place = at.file.place(step.script)
    yield from programs(at)
    for found in lookup.of_step(at):
        if not isinstance(found, Unknown):
            yield Use(found.name, table.commands[found.name], at, found.trail)
        elif found.evidence == TASKS or lookup.names(step.script.value):
            yield replace(found, detail=f"{place.path}:{place.line} may publish: {found.detail}")
