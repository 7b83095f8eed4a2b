"""The configuration variables that workflows cannot do without, by name, and the environment of the job that uses each."""

from collections.abc import Iterator, Mapping

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.evidence.nodes import Node as YamlNode
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.conditions import conditions
from relaudit.evidence.workflows.embedded import Embedded, segments
from relaudit.evidence.workflows.emptiness import is_in_test, maybe_empty
from relaudit.evidence.workflows.expressions.parser import parsed
from relaudit.evidence.workflows.expressions.syntax import Literal, Node
from relaudit.evidence.workflows.expressions.tokens import Malformed
from relaudit.evidence.workflows.jobscope import environment_of, job_of
from relaudit.evidence.workflows.mentioned import scalars_with
from relaudit.evidence.workflows.model import Job, Part, Workflow
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.workflows.variableneeds import Needed, mentioned, needed

_VARIABLES = "vars"
_BEFORE_ENVIRONMENT = ("runs-on", "environment")  # evaluated without the variables of the environment
_NONE: frozenset[str] = frozenset()


@record
class VariableUse:
    """One use of a variable; names are in upper case, `written` as in the file.

    `environment` is that of the job, empty where there is none, None where the run chooses it; `alternatives` and `switches` are those of the
    expression, with the variables that the conditions around it ask for among the switches.
    """

    name: str
    written: str
    place: InFile
    environment: str | None = ""
    alternatives: frozenset[str] = _NONE
    switches: frozenset[str] = _NONE


@record
class VariableUses:
    """Every use that falls back on nothing, and those whose name the run chooses."""

    uses: tuple[VariableUse, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.uses) + len(self.unknowns)


@evidence()
def variable_uses(workflows: Workflows) -> VariableUses:
    """The variables that the repository has to have; what only others call is given those of others."""
    callees = (workflows.called(job) for workflow in workflows.workflows for job in workflow.jobs)
    called = {one.path for one in callees if one is not None}
    found = [
        item
        for workflow in workflows.workflows
        if workflow.path in called or [one.event for one in workflow.triggers] != ["workflow_call"]
        for item in _in_workflow(workflow)
    ]
    uses = tuple(item for item in found if isinstance(item, VariableUse))
    unknowns = tuple(item for item in found if isinstance(item, Unknown))
    return VariableUses(uses, (*workflows.unknowns, *unknowns))


def _in_workflow(workflow: Workflow) -> Iterator[VariableUse | Unknown]:
    mentioning = list(scalars_with(workflow.file, _VARIABLES))
    asked = {id(one.scalar) for one in conditions(workflow)} if mentioning else ()
    settable = _settable(workflow) if mentioning else {}
    optional = maybe_empty(workflow) if mentioning else _NONE
    for scalar in mentioning:
        if id(scalar) not in asked and settable.get(id(scalar), "") not in optional:
            yield from _in_scalar(workflow, scalar)


def _in_scalar(workflow: Workflow, scalar: Scalar) -> Iterator[VariableUse | Unknown]:
    found = segments(scalar.value)
    for one in found.expressions:
        tree = parsed(one.text.strip()) if _VARIABLES in one.text.lower() else None
        if isinstance(tree, Malformed):
            yield _unread(workflow.file.place(scalar))
        elif tree is not None and not is_in_test(scalar.value[: one.start].rpartition("\n")[2]):
            for each in needed(tree):
                yield from _uses(workflow, scalar, one, each)
    if found.is_open and _VARIABLES in scalar.value.rpartition("${{")[2].lower():
        yield _unread(workflow.file.place(scalar))


def _uses(workflow: Workflow, scalar: Scalar, one: Embedded, each: Needed) -> Iterator[VariableUse | Unknown]:
    """One for each environment that it may be looked for in."""
    index = each.node.index
    if not each.name or not isinstance(index, Literal):
        place = workflow.file.place(scalar)
        yield _undecidable(f"the variable at {_shown(place)} is chosen when the workflow runs")
        return
    token, job = index.token, job_of(workflow, scalar)
    place = place_of(workflow.file, scalar, one.inner + token.start, one.inner + token.end)
    written = token.value if isinstance(token.value, str) else token.text
    switches = each.switches | _switches(workflow, job, scalar)
    for environment in dict.fromkeys(_environments(workflow, job, scalar)):
        yield VariableUse(each.name, written, place, environment, each.alternatives, switches)


def _environments(workflow: Workflow, job: Job | None, scalar: Scalar) -> Iterator[str | None]:
    """What is evaluated before a job has its environment sees none of it; `env` of the workflow is that of every job."""
    if job is not None:
        is_before = any(_holds(job.value(key), scalar) for key in _BEFORE_ENVIRONMENT)
        yield "" if is_before else environment_of(job)
    elif _holds(workflow.value("env"), scalar):
        yield from map(environment_of, workflow.jobs)
    else:
        yield ""


def _switches(workflow: Workflow, job: Job | None, scalar: Scalar) -> frozenset[str]:
    """The variables that the conditions of the job and of the step around it name."""
    found: list[str] = []
    for one in conditions(workflow) if job is not None else ():
        tree = one.asked.tree
        is_around = one.job is job and (one.step is None or _holds(one.step.node, scalar))
        found += mentioned(tree) if is_around and isinstance(tree, Node) else ()
    return frozenset(found)


def _holds(node: YamlNode | None, scalar: Scalar) -> bool:
    return node is not None and node.start <= scalar.start < max(node.end, node.start + 1)


def _settable(workflow: Workflow) -> Mapping[int, str]:
    """The texts that environment variables are set to, each with the name of its variable in upper case."""
    steps = (step for job in workflow.jobs for step in job.steps)
    parts: list[Part] = [workflow.part("env"), *(one.part("env") for one in (*workflow.jobs, *steps))]
    return {id(node): text_of(key).upper() for part in parts for key, node in part.entries()}


def _shown(place: InFile) -> str:
    return f"{place.path}:{place.line}"


def _unread(place: InFile) -> Unknown:
    return _undecidable(f"the expression at {_shown(place)} cannot be read to its end")


def _undecidable(detail: str) -> Unknown:
    return Unknown("VariableUses", Reason.UNDECIDABLE, detail=detail)
