"""The configuration variables that workflows cannot do without, by name.

One that is compared, or that has something to fall back on, may well be missing: an expression sees an empty text then.
"""

import re
from collections.abc import Iterator, Mapping

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.conditions import conditions
from relaudit.evidence.workflows.embedded import segments
from relaudit.evidence.workflows.expressions.parser import parsed
from relaudit.evidence.workflows.expressions.syntax import Call, Context, Index, Literal, Logic, Node, every
from relaudit.evidence.workflows.expressions.tokens import Malformed
from relaudit.evidence.workflows.jobscope import environment_of, job_of
from relaudit.evidence.workflows.mentioned import scalars_with
from relaudit.evidence.workflows.model import Job, Workflow
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.scalars import text_of

_VARIABLES = "vars"
_PASSING_ON = ("format", "join", "fromjson")  # functions whose result is made of what they are given
_TESTED = (
    r"""(?i:env\.{0}\s*(?:[!=]=|&&|\|\|)|!\s*env\.{0}\b)|\$\{{{0}:?[-=+?]|(?:-[nz]|\[)\s+["']?\$\{{?{0}\b"""
)


@record
class VariableUse:
    """One use of a variable; `name` is as written, GitHub compares it without case.

    `environment` is the one that its job names, empty where there is none, None where the run chooses it.
    """

    name: str
    place: InFile
    environment: str | None = ""


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
    called = {callee.path for workflow in workflows.workflows for callee in _callees(workflow, workflows)}
    found = [
        item
        for workflow in workflows.workflows
        if workflow.path in called or [one.event for one in workflow.triggers] != ["workflow_call"]
        for item in _in_workflow(workflow)
    ]
    uses = tuple(item for item in found if isinstance(item, VariableUse))
    unknowns = tuple(item for item in found if isinstance(item, Unknown))
    return VariableUses(uses, (*workflows.unknowns, *unknowns))


def _callees(workflow: Workflow, workflows: Workflows) -> Iterator[Workflow]:
    called = (workflows.called(job) for job in workflow.jobs)
    return (one for one in called if one is not None and not one.home)


def _in_workflow(workflow: Workflow) -> Iterator[VariableUse | Unknown]:
    mentioning = list(scalars_with(workflow.file, _VARIABLES))
    asked = {id(one.scalar) for one in conditions(workflow)} if mentioning else ()
    settable = _settable(workflow) if mentioning else {}
    for scalar in mentioning:
        if id(scalar) not in asked and not _is_tested(settable.get(id(scalar), ""), workflow):
            yield from _in_scalar(workflow, scalar)


def _in_scalar(workflow: Workflow, scalar: Scalar) -> Iterator[VariableUse | Unknown]:
    for one in segments(scalar.value).expressions:
        tree = parsed(one.text.strip()) if _VARIABLES in one.text.lower() else None
        if isinstance(tree, Malformed):
            yield _undecidable(f"the expression at {_shown(workflow.file.place(scalar))} cannot be read")
        for node in _wanted(tree) if tree is not None and not isinstance(tree, Malformed) else ():
            yield _use(workflow, scalar, node, one.inner)


def _use(workflow: Workflow, scalar: Scalar, node: Index, start: int) -> VariableUse | Unknown:
    match node.index:
        case Literal(token=token) if isinstance(token.value, str) or token.text.isidentifier():
            name = token.value if isinstance(token.value, str) else token.text
            place = place_of(workflow.file, scalar, start + token.start, start + token.end)
            return VariableUse(name, place, _environment(workflow, job_of(workflow, scalar)))
        case _:
            place = workflow.file.place(scalar)
            return _undecidable(f"the variable at {_shown(place)} is chosen when the workflow runs")


def _environment(workflow: Workflow, job: Job | None) -> str | None:
    """Outside of jobs each has its own."""
    if job is None and all(environment_of(one) == "" for one in workflow.jobs):
        return ""
    return environment_of(job)


def _wanted(node: Node) -> Iterator[Index]:
    """The variables that the value of an expression is made of, whatever else it may fall back on."""
    match node:
        case Index(of=Context(name="vars")):
            yield node
        case Index(of=of):
            yield from _wanted(of)
        case Call(name=name, arguments=arguments) if name in _PASSING_ON:
            for one in arguments:
                yield from _wanted(one)
        case Logic(is_and=is_and, operands=(*before, last)):
            guarded = {_spelt(one) for operand in before for one in every(operand)} if is_and else {""}
            yield from (one for one in _wanted(last) if _spelt(one) not in guarded)
        case _:
            pass


def _spelt(node: Node) -> str:
    """A variable by its name; empty for anything else."""
    match node:
        case Index(of=Context(name="vars"), index=Literal(token=token)):
            return (token.value if isinstance(token.value, str) else token.text).lower()
        case _:
            return ""


def _settable(workflow: Workflow) -> Mapping[int, str]:
    """The texts that environment variables are set to, each with the name of its variable."""
    steps = (step for job in workflow.jobs for step in job.steps)
    parts = [workflow.part("env"), *(one.part("env") for one in (*workflow.jobs, *steps))]
    return {id(node): text_of(key) for part in parts for key, node in part.entries()}


def _is_tested(name: str, workflow: Workflow) -> bool:
    """Whether the workflow asks somewhere whether an environment variable has a value."""
    return bool(name) and re.search(_TESTED.format(re.escape(name)), workflow.file.text.text) is not None


def _shown(place: InFile) -> str:
    return f"{place.path}:{place.line}"


def _undecidable(detail: str) -> Unknown:
    return Unknown("VariableUses", Reason.UNDECIDABLE, detail=detail)
