"""The steps that run a tool by its name: as a command, by way of a runner, or by an action that is called after it."""

from collections.abc import Iterator, Sequence

from relaudit.core.model import Reason, Unknown
from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.kept import Kept
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.gates.found import RUN_BY
from relaudit.evidence.workflows.gates.led import commands_of
from relaudit.evidence.workflows.gates.lookup import Lookup
from relaudit.evidence.workflows.gates.steps import StepAt, WorkflowSteps, inputs_of
from relaudit.evidence.workflows.gates.table import GateTable
from relaudit.evidence.workflows.gates.toolscripts import called_script, names, telling, wrapped_runner
from relaudit.evidence.workflows.gates.words import bare_words
from relaudit.evidence.workflows.read import HERE, Workflows
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.workflows.tasks.model import TASKS

# Actions that run tools which their names do not tell.
_WITHIN = {
    "hynek/build-and-inspect-python-package": ("build", "twine", "twine check", "check-wheel-contents"),
    "pypa/gh-action-pypi-publish": ("twine", "twine check"),
    "tox-dev/action-pre-commit-uv": ("pre-commit",),
}
_MANY = ("super-linter", "megalinter", "mega-linter", "trunk-action", "reviewdog")
_HOOKS, _READMES = ".pre-commit-config.yaml", ("README.md", "README.rst")
_SERVICE, _SET_UP = "pre-commit.ci", regex(r"(?m)^ci:")
_PART = regex(r"[/_-]")
_UNSTATED = Unknown("Gates", Reason.UNSTATED)


@record
class ToolRun:
    """A step that runs a tool; `doubt` is why it only may."""

    tool: str
    at: StepAt
    doubt: str = ""


def tool_runs(tools: Sequence[str], steps: WorkflowSteps, tree: Tree) -> Iterator[ToolRun]:
    """Every step that runs one of the tools, or that may, in whatever repository it stands."""
    bare = {tool: _bare(tool) for tool in tools if tool.strip()}
    longest = sorted(bare.values(), key=len, reverse=True)
    lookup, kept = Lookup(GateTable({"": tuple(longest)}), _UNSTATED, tree), Kept(tree)
    for at in (*steps.every, *steps.beyond.steps):
        runner = RUN_BY.get(at.step.action)
        found = lookup.gates(runner, "sh", "") if runner is not None else lookup.of_step(at)
        called = {one.name for one in found if not isinstance(one, Unknown)}
        unread = [one for one in found if isinstance(one, Unknown)]
        for tool, name in bare.items():
            if any(f"{one} ".startswith(f"{name} ") for one in called) or _is_action(at, name):
                yield ToolRun(tool, at)
            elif (doubt := _doubt(at, name, unread, kept)) is not None:
                yield ToolRun(tool, at, doubt)


def elsewhere(tool: str, workflows: Workflows, tree: Tree) -> Iterator[tuple[str, str]]:
    """What may run a tool and is no step: a called workflow of another repository, with the path that calls it; a service."""
    for workflow in workflows.workflows:
        for job in workflow.jobs:
            if job.calls is not None and not text_of(job.calls).startswith(HERE):
                line = workflow.file.place(job.calls).line
                yield workflow.path, f"{workflow.path}:{line} calls {text_of(job.calls)}"
    hooks = tree.read(_HOOKS)
    if isinstance(hooks, Text) and names(hooks.text, _bare(tool)) and _is_served(hooks, tree):
        yield "", f"{_HOOKS} names {tool}, and {_SERVICE} may run it"


def _is_served(hooks: Text, tree: Tree) -> bool:
    """Whether the hooks are run by a service, which no workflow tells of."""
    readmes = (tree.read(path) for path in _READMES)
    is_shown = any(isinstance(text, Text) and _SERVICE in text.text for text in readmes)
    return is_shown or _SET_UP.search(hooks.text) is not None


def is_gone(unknown: Unknown) -> bool:
    """Whether a runner has no file to read: it runs nothing then."""
    return unknown.evidence == TASKS and "there is no " in unknown.detail


def _bare(tool: str) -> str:
    """A tool without the runner before it: `build` for `python -m build`."""
    commands = commands_of(tool, "")
    words = bare_words(commands[0]) if not isinstance(commands, Unknown) and commands else ()
    return " ".join(words) or tool


def _is_action(at: StepAt, name: str) -> bool:
    action = at.step.action
    if not action or action.startswith(HERE):
        return False
    is_named = name in _PART.split(action) or action.endswith(name) or name in _WITHIN.get(action, ())
    return is_named or any(names(said, name) for said in _given(at))


def _given(at: StepAt) -> Iterator[str]:
    """What is given to an action: a tool may be the name of an input, or stand in one."""
    for key, value in inputs_of(at.step).entries():
        yield text_of(key)
        yield value.value if isinstance(value, Scalar) else ""


def _doubt(at: StepAt, name: str, unread: Sequence[Unknown], tree: Tree) -> str | None:
    node = at.step.script or at.step.uses
    place = at.file.place(node) if node is not None else at.file.text.whole()
    where = f"{place.path}:{place.line}"
    tasks = next((one.detail for one in unread if one.evidence == TASKS and not is_gone(one)), "")
    if tasks:
        return f"{where}: {tasks}"
    if any(many in at.step.action for many in _MANY):
        return f"{where}: {at.step.action} runs tools of its own choice"
    lines = telling(at.step.script.value if at.step.script is not None else "")
    if any(names(line, name) for line in lines):
        return f"{where} names {name}, and whether it is run cannot be told"
    called = called_script(lines, at.folder or "", name, tree) or wrapped_runner(lines)
    return f"{where} runs {called}, which may run {name}" if called else None
