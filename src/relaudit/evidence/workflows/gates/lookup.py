"""Looks up which gates a script runs: itself, or by way of task runners."""

from collections.abc import Iterator, Sequence

from relaudit.core.model import Unknown
from relaudit.core.record import replace
from relaudit.core.regex import regex
from relaudit.evidence.files import Tree
from relaudit.evidence.kept import Kept
from relaudit.evidence.workflows.gates.inline import inlined
from relaudit.evidence.workflows.gates.led import (
    GENERIC,
    Led,
    Named,
    behind_variable,
    commands_of,
    led_by,
    moved,
)
from relaudit.evidence.workflows.gates.steps import StepAt
from relaudit.evidence.workflows.gates.table import GateTable
from relaudit.evidence.workflows.gates.variables import Programs, filled, programs_of, unsure
from relaudit.evidence.workflows.gates.words import (
    bare_text,
    bare_words,
    begins,
    is_of_image,
    names_in,
    only_asks,
    stages,
)
from relaudit.evidence.workflows.scripts.commands import Command
from relaudit.evidence.workflows.tasks.model import Task, untold
from relaudit.evidence.workflows.tasks.readers import RUNNERS, may_run, reader_of
from relaudit.process import Gates

_ELSE = regex(
    r"doc|man|lint|fmt|format|style|typ|mypy|build|release|publish|upload|package|bump|changelog|zipapp|dist"
)
_DEPTH = 8
_EFFORT = 5_000
_MOVES = ("cd", "pushd")


class Lookup:
    """Commands by their first words; what the process names comes first: it may call a gate what the table does not."""

    def __init__(self, table: GateTable, stated: Gates | Unknown, tree: Tree) -> None:
        self._tree = Kept(tree)  # runners are called by many steps, and read the same files
        self._effort = _EFFORT
        self.by_action: dict[str, list[str]] = {}
        for kind, actions in table.actions.items():
            for action in actions:
                self.by_action.setdefault(action, []).append(kind)
        named = stated.by_name.items() if isinstance(stated, Gates) else ()
        own = [
            (gate.kind or name, " ".join(bare_text(command)))
            for name, gate in named
            for command in gate.runs
            if command.strip()
        ]
        every = [
            *own,
            *((kind, command) for kind, commands in table.commands.items() for command in commands),
        ]
        self._by_word: dict[str, list[tuple[str, str]]] = {}
        for kind, command in every:
            self._by_word.setdefault(command.split()[0], []).append((kind, command))
        self._programs: Programs = ()
        self._known: dict[tuple[str, str, str | None, Programs], Sequence[Named | Unknown]] = {}

    def of_step(self, at: StepAt) -> Sequence[Named | Unknown]:
        """The gates of a step's script."""
        text = at.step.script.value if at.step.script is not None else ""
        return self.gates(text, at.shell, at.folder, programs_of(at, text)) if text else ()

    def gates(
        self, text: str, shell: str, folder: str | None, programs: Programs = ()
    ) -> Sequence[Named | Unknown]:
        """The gates of a script, which is looked at once however many steps run it; `programs` are its variables that hold commands."""
        key = (text, shell, folder, programs)
        if key not in self._known:
            self._effort, self._programs = _EFFORT, programs
            said = " ".join((text, *(value for _, values in programs for value in values)))
            self._known[key] = tuple(self._in_text(text, shell, folder)) if self._mentions(said) else ()
        return self._known[key]

    def _mentions(self, text: str) -> bool:
        """Whether a text may run a gate itself, or a task runner."""
        return self.names(text) or may_run(names_in(text), text)

    def names(self, text: str) -> bool:
        """Whether all words of some gate stand somewhere in a text."""
        words = names_in(text)
        names = (name for word in words & self._by_word.keys() for _, name in self._by_word[word])
        return any(words.issuperset(name.split()) for name in names)

    def _in_text(
        self, text: str, shell: str, folder: str | None, by: tuple[Led, ...] = (), task: Task | None = None
    ) -> Iterator[Named | Unknown]:
        script = commands_of(text, shell)
        if isinstance(script, Unknown):
            yield script
            return
        for command in script:
            if command.name in _MOVES:
                folder = moved(folder, command)
            led = led_by(task, command, by)
            yield from self._of_command(led, folder, by)

    def _of_command(self, led: Led, folder: str | None, by: tuple[Led, ...]) -> Iterator[Named | Unknown]:
        choices = filled(led.command, self._programs)
        if choices:
            is_one = len({gate and gate[0] for gate in map(self._gate, choices)}) == 1
            for choice in choices[:1] if is_one else map(unsure, choices):
                yield from self._of_command(replace(led, command=choice), folder, by)
            return
        trail = (*by, led)
        self._effort -= 1
        inner = list(self._led(led, folder, trail)) if len(trail) < _DEPTH and self._effort > 0 else []
        gate = self._gate(led.command)
        if gate is not None and not inner and self._runs_nothing(led.command, folder):
            return
        is_own = gate is not None and not _is_other(gate, led.command, inner)
        if gate is not None and is_own:
            yield Named(*gate, trail)
        for one in inner:
            if isinstance(one, Named):
                yield replace(one, covered=max(one.covered, len(trail))) if is_own else one
            elif not is_own:  # what a gate runs is its own affair
                yield one
        rest = behind_variable(led.command) if gate is None and not inner else None
        if rest is not None:
            yield from self._of_command(replace(led, command=rest), folder, by)

    def _gate(self, command: Command) -> tuple[str, str] | None:
        words = bare_words(command)
        options = self._by_word.get(words[0], ()) if words and not only_asks(words) else ()
        found = next((option for option in options if begins(words, option[1])), None)
        return None if found is not None and found[1] in GENERIC and is_of_image(command) else found

    def _led(self, led: Led, folder: str | None, trail: tuple[Led, ...]) -> Iterator[Named | Unknown]:
        for run in stages(led.command):
            task = inlined(run.words)
            if task is not None:
                inside = None if run.elsewhere else folder
                yield from self._in_text(task.text, task.shell, inside, trail, task)
            elif not run.elsewhere and reader_of(run.words[0].text or "") is not None:
                yield from self._read([word.text or "" for word in run.words], folder, trail)
                return

    def _runs_nothing(self, command: Command, folder: str | None) -> bool:
        """Whether a runner is asked for a task only where there is one, and there is none: `npm run build --if-present`."""
        words = [word.text or "" for word in command.words]
        reader = reader_of(words[0]) if "--if-present" in words else None
        return reader is not None and not reader(words, folder or "", self._tree)

    def _read(
        self, words: Sequence[str], folder: str | None, trail: tuple[Led, ...]
    ) -> Iterator[Named | Unknown]:
        """What a task runner runs, or a script."""
        reader = reader_of(words[0])
        if reader is None:
            return
        told = reader(words, folder or "", self._tree)
        if folder is None and told:
            told = untold("only the run knows the folder it runs in")
        if isinstance(told, Unknown):
            yield replace(told, detail=f"{' '.join(filter(None, words[:3]))}: {told.detail}")
            return
        if any(_is_all_open(task.text) for task in told):
            yield untold(f"{' '.join(filter(None, words[:3]))}: what it runs is put together when it runs")
        for task in told:
            inside = folder if task.folder is None else task.folder
            yield from self._in_text(task.text, task.shell, inside, trail, task)


def _is_other(gate: tuple[str, str], command: Command, inner: Sequence[Named | Unknown]) -> bool:
    """Whether what a runner runs says better than its name what it is: the same gate, or something that is no gate of its kind."""
    kind, name = gate
    known = [one for one in inner if isinstance(one, Named)]
    if any(one.name == name for one in known):
        return True
    is_told = len(known) == len(inner) and not any(one.kind == kind for one in known)
    is_runner = kind == "tests" and name in RUNNERS
    return (
        is_runner
        and is_told
        and _ELSE.search(" ".join(word.source for word in command.words[1:])) is not None
    )


def _is_all_open(text: str) -> bool:
    """Whether a line is nothing but one word that only the run can tell."""
    return text.startswith("${") and text.endswith("}") and " " not in text
