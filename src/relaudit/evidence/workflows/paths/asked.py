"""Whether what publishes asks for what was published before: by waiting for its workflow, or of the index itself."""

from collections.abc import Mapping, Sequence

from relaudit.core.model import Unknown
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.gates.led import commands_of
from relaudit.evidence.workflows.gates.steps import StepAt
from relaudit.evidence.workflows.model import Step
from relaudit.evidence.workflows.paths.before import jobs_before
from relaudit.evidence.workflows.paths.model import ReleasePath
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.scalars import text_of

_HOSTS: Mapping[str, str] = {"testpypi": "test.pypi."}  # how the host begins
_SAYING = ("echo", "printf", "cat")
_WAITING = "workflow_run"


def asks_for(path: ReleasePath, rehearsals: Sequence[ReleasePath], stage: str, every: Workflows) -> bool:
    """Whether it starts behind a workflow that leads to the stage, or a step before it turns to the index."""
    return _awaits(path, rehearsals) or any(_turns_to(step, at, stage) for at, step in _steps(path, every))


def _awaits(path: ReleasePath, rehearsals: Sequence[ReleasePath]) -> bool:
    trigger = path.workflow.trigger(_WAITING) if path.event == _WAITING else None
    names = {text_of(entry) for entry in trigger.patterns("workflows")} if trigger is not None else set()
    return any(names & {one.workflow.text("name"), one.workflow.path} for one in rehearsals)


def _steps(path: ReleasePath, every: Workflows) -> Sequence[tuple[StepAt, Step]]:
    """Those of the jobs before, and those of its own job that stand before it."""
    at = path.publication.at
    before = [(job, step) for _, job in jobs_before(path, every) for step in job.steps]
    return [(at, step) for _, step in before] + [(at, step) for step in at.earlier]


def _turns_to(step: Step, at: StepAt, stage: str) -> bool:
    """Whether a command, or a variable that a command is given, names the host; what only says so asks nothing."""
    host = _HOSTS.get(stage, "")
    if not host or step.script is None or "upload" in step.script.value or "publish" in step.script.value:
        return False
    if any(isinstance(node, Scalar) and host in node.value for _, node in step.part("env").entries()):
        return True
    commands = commands_of(step.script.value, step.text("shell") or at.shell)
    return not isinstance(commands, Unknown) and any(
        host in word.source for one in commands if one.name not in _SAYING for word in one.words
    )
