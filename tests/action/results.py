"""What became of a run: its steps, what they wrote, and what the action left."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from logcommands import LEVELS, Command, Log
from machine import Machine

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Called:
    """What a stand-in is told: the inputs of the step, its variables, and the machine."""

    inputs: Mapping[str, str]
    variables: Mapping[str, str]
    machine: Machine


StandIn = Callable[[Called], Mapping[str, str]]


@dataclass
class Done:
    """What became of a step; `inner` are the steps of the action that it used."""

    id: str
    name: str
    outcome: str = "success"
    conclusion: str = "success"
    exit_code: int = 0
    log: Log = field(default_factory=lambda: Log([]))
    inner: Sequence["Done"] = ()

    def all(self) -> Iterator["Done"]:
        """It, and every step within."""
        yield self
        for one in self.inner:
            yield from one.all()


@dataclass(frozen=True)
class Result:
    """What an action left."""

    conclusion: str
    outputs: Mapping[str, str]
    steps: Sequence[Done]
    summary: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    warnings: Sequence[str] = ()

    @property
    def commands(self) -> Sequence[Command]:
        """All workflow commands that were obeyed, in order."""
        return [command for step in self._all() for command in step.log.commands]

    @property
    def annotations(self) -> Sequence[Command]:
        """Those that GitHub shows beside the code."""
        return [command for command in self.commands if command.name in LEVELS]

    @property
    def log(self) -> str:
        """The lines that were no commands, and what the runner itself complained of."""
        return "\n".join(line for step in self._all() for line in (*step.log.lines, *step.log.errors))

    def step(self, name: str) -> Done:
        """A step by its id or its name."""
        return next(step for step in self._all() if name in (step.id, step.name))

    def _all(self) -> Iterator[Done]:
        return (one for step in self.steps for one in step.all())
