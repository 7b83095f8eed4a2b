"""The gates that workflows run."""

from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record, replace
from relaudit.core.regex import regex
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.gates.table import ACTIONS, COMMANDS
from relaudit.evidence.workflows.gates.words import bare_words, begins
from relaudit.evidence.workflows.model import Job, Part, Step, Workflow
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.workflows.scripts.commands import Command
from relaudit.process import Gates

_ONE_COMMAND = regex(r"[\w ./=:,@+-]+")
_WORD = regex(r"[\w.-]+")
_KINDS = {action: kind for kind, actions in ACTIONS.items() for action in actions}
_Named = tuple[str, str, Command]


@record
class GateRun:
    """A gate in a step: `command` is what runs it, None where an action does; `name` is what it is called by."""

    kind: str
    name: str
    workflow: Workflow
    job: Job
    step: Step
    command: Command | None = None


class GateRuns:
    """Every gate, and the scripts that cannot be read for gates."""

    def __init__(self, runs: Sequence[GateRun], unknowns: Sequence[Unknown]) -> None:
        self.runs = runs
        self.unknowns = unknowns

    def __len__(self) -> int:
        return len(self.runs) + len(self.unknowns)


@evidence()
def gate_runs(workflows: Workflows, stated: Gates | Unknown) -> GateRuns:
    """By the table, and by the commands that the process names."""
    table = _Table(stated)
    runs: list[GateRun] = []
    unknowns = list(workflows.unknowns)
    for workflow, job, step in steps_of(workflows):
        for found in _of_step(workflow, job, step, table):
            runs.append(found) if isinstance(found, GateRun) else unknowns.append(found)
    return GateRuns(tuple(runs), tuple(dict.fromkeys(unknowns)))


def steps_of(workflows: Workflows) -> Iterator[tuple[Workflow, Job, Step]]:
    """Every step with its job and workflow."""
    return (
        (workflow, job, step)
        for workflow in workflows.workflows
        for job in workflow.jobs
        for step in job.steps
    )


def shell_of_step(workflow: Workflow, job: Job, step: Step) -> str:
    """The shell that is named for a step, empty for GitHub's default."""
    named = step.text("shell") or job.defaults.text("shell") or workflow.defaults.text("shell")
    return named or ("pwsh" if "windows" in _runner(job) else "")


def commands_of(text: str, shell: str) -> "Sequence[Command] | Unknown":
    """The commands of a script."""
    from relaudit.evidence.workflows.scripts.script import script_of

    is_plain = _ONE_COMMAND.fullmatch(text.strip()) is not None  # the same in every shell
    found = script_of(text, "" if is_plain else shell)
    return found if isinstance(found, Unknown) else found.commands


def _runner(job: Job) -> str:
    runner = job.value("runs-on")
    return text_of(runner).lower() if isinstance(runner, Scalar) and "${{" not in runner.value else ""


class _Table:
    """Commands by their first words; what the process names comes first: it may call a gate what the table does not."""

    def __init__(self, stated: Gates | Unknown) -> None:
        named = stated.by_name.items() if isinstance(stated, Gates) else ()
        own = [(gate.kind or name, command) for name, gate in named for command in gate.runs]
        every = [*own, *((kind, command) for kind, commands in COMMANDS.items() for command in commands)]
        self._by_word: dict[str, list[tuple[str, str]]] = {}
        for kind, command in every:
            self._by_word.setdefault(command.split()[0], []).append((kind, command))
        self._known: dict[tuple[str, str], Sequence[_Named] | Unknown] = {}

    def gates(self, text: str, shell: str) -> "Sequence[_Named] | Unknown":
        """The gates of a script, which is looked at once however many steps run it."""
        key = (text, shell)
        if key not in self._known:
            script = commands_of(text, shell) if self._mentions(text) else ()
            self._known[key] = (
                script if isinstance(script, Unknown) else [*filter(None, map(self._gate, script))]
            )
        return self._known[key]

    def _gate(self, command: Command) -> "_Named | None":
        words = bare_words(command)
        options = self._by_word.get(words[0], ()) if words and not _only_asks(words) else ()
        return next(((kind, name, command) for kind, name in options if begins(words, name)), None)

    def _mentions(self, text: str) -> bool:
        """Whether all words of some gate stand somewhere in a text."""
        words = set(_WORD.findall(text))
        names = (name for word in words & self._by_word.keys() for _, name in self._by_word[word])
        return any(words.issuperset(name.split()) for name in names)


def _of_step(workflow: Workflow, job: Job, step: Step, table: _Table) -> Iterator[GateRun | Unknown]:
    if step.action in _KINDS:
        yield GateRun(_KINDS[step.action], step.action, workflow, job, step)
    if step.run is None:
        return
    found = table.gates(step.run.value, shell_of_step(workflow, job, step))
    if isinstance(found, Unknown):
        place = workflow.file.place(step.run)
        yield replace(found, detail=f"{place.path}:{place.line} may hold a gate: {found.detail}")
        return
    for kind, name, command in found:
        yield GateRun(kind, name, workflow, job, step, command)


def _only_asks(words: Sequence[str]) -> bool:
    """`mypy --version` checks nothing; `pip install pytest` is no gate by its first word."""
    return bool({"--version", "--help", "-V"} & set(words)) or words[-1:] == ["install"]


def inputs_of(step: Step) -> Part:
    """What stands under `with`."""
    return step.part("with")
