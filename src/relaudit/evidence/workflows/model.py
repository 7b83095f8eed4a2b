"""A workflow as its parts: triggers, jobs and steps, each with the nodes that say so. A duplicate key counts once, the first."""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Table
from functools import cached_property

from relaudit.core.record import NOTHING
from relaudit.evidence.nodes import Mapping, Node, Scalar
from relaudit.evidence.nodes import Sequence as YamlSequence
from relaudit.evidence.workflows.scalars import kind_of, plain_kind, text_of
from relaudit.evidence.yaml import Yaml

FILTERS = (
    "branches",
    "branches-ignore",
    "tags",
    "tags-ignore",
    "paths",
    "paths-ignore",
    "types",
    "workflows",
)
# Actions that run a script, and the input that it is.
RUNNING = {
    "nick-fields/retry": "command",
    "nick-invision/retry": "command",
    "uraimo/run-on-arch-action": "run",
    "addnab/docker-run-action": "run",
}


class Part:
    """A mapping of the file, asked for by key."""

    def __init__(self, node: Node | None) -> None:
        self.node = node
        self._by_key = node.by_key() if isinstance(node, Mapping) else NOTHING

    def value(self, key: str) -> Node | None:
        """What stands under a key."""
        return self._by_key.get(key)

    def scalar(self, key: str) -> Scalar | None:
        """What stands under a key, when it is a scalar and not nothing."""
        found = self._by_key.get(key)
        return found if type(found) is Scalar and (found.style or plain_kind(found.value) != "null") else None

    def text(self, key: str) -> str:
        """The text under a key, empty when there is none."""
        found = self.scalar(key)
        return text_of(found) if found else ""

    def part(self, key: str) -> "Part":
        """The mapping under a key; nothing in it when there is none."""
        return Part(self.value(key))

    def entries(self) -> Iterator[tuple[Scalar, Node]]:
        """The keys that are scalars, with their values."""
        return self.node.items() if isinstance(self.node, Mapping) else iter(())

    def items(self, key: str) -> Sequence[Node]:
        """The items of the sequence under a key; a scalar there counts as the only one."""
        return items_of(self.value(key))


class Trigger(Part):
    """One event that starts the workflow, with its filters; `event` is its name."""

    def __init__(self, name: Scalar, node: Node | None) -> None:
        super().__init__(node)
        self.name = name
        self.event = text_of(name)

    def patterns(self, filter_name: str) -> Sequence[Scalar]:
        """The patterns of a filter; an empty list for one that is not there."""
        return [item for item in self.items(filter_name) if isinstance(item, Scalar)]

    def has(self, filter_name: str) -> bool:
        """Whether a filter is there, with or without patterns."""
        return self.value(filter_name) is not None


class Step(Part):
    """One step of a job: its `if`, the action that it `uses`, and the `script` that it runs: what stands under `run`, or what such an action is given.

    `action` is the action without its version, in lower case: `actions/checkout`.
    """

    def __init__(self, node: Node) -> None:
        super().__init__(node)
        self.condition = self.scalar("if")
        self.uses = self.scalar("uses")
        self.action = text_of(self.uses).partition("@")[0].lower() if self.uses else ""
        given = RUNNING.get(self.action)
        script = self.part("with").value(given) if given is not None else self.value("run")
        self.script = script if isinstance(script, Scalar) else None


class Job(Part):
    """One job: `key` says its id, `condition` is its `if`, `calls` the reusable workflow that it calls.

    `needs` are the ids of the jobs that have to end first, `defaults` what its scripts are run with, `home` that of its workflow.
    """

    def __init__(self, key: Scalar, node: Node, home: str = "") -> None:
        super().__init__(node)
        self.home = home
        self.key = key
        self.id = text_of(key)
        self.condition = self.scalar("if")
        self.calls = self.scalar("uses")
        self.needs = [item for item in self.items("needs") if isinstance(item, Scalar)]
        self.steps = [Step(item) for item in self.items("steps")]
        self.defaults = self.part("defaults").part("run")


class Workflow(Part):
    """One workflow file; `home` is the repository and the revision that it is of, `OWNER/NAME@REF`, empty for the one under audit."""

    def __init__(self, file: Yaml, home: str = "") -> None:
        super().__init__(file.root)
        self.file = file
        self.home = home

    @property
    def path(self) -> str:
        """The path of the file."""
        return self.file.text.path

    @cached_property
    def defaults(self) -> Part:
        """What its scripts are run with."""
        return self.part("defaults").part("run")

    @cached_property
    def triggers(self) -> Sequence[Trigger]:
        """The events that start it."""
        on = self.value("on")
        if isinstance(on, Mapping):
            return [Trigger(name, node) for name, node in on.items()]
        return [Trigger(item, None) for item in items_of(on) if isinstance(item, Scalar)]

    @cached_property
    def jobs(self) -> Sequence[Job]:
        """Its jobs, in order."""
        return [Job(key, node, self.home) for key, node in self.part("jobs").entries()]

    def trigger(self, event: str) -> Trigger | None:
        """The trigger of an event."""
        return next((one for one in self.triggers if one.event == event), None)

    def job(self, name: str) -> Job | None:
        """The job of an id, which is compared without case."""
        return self._by_id.get(name.lower())

    def before(self, job: Job) -> Sequence[Job]:
        """Every job that a job waits for, by way of others too, each behind those that it waits for itself."""
        return self._waits.get(job.id.lower(), ())

    def needed(self, job: Job) -> Sequence[Job]:
        """The jobs that a job waits for itself."""
        return [one for need in job.needs if (one := self.job(text_of(need))) is not None]

    @cached_property
    def _by_id(self) -> Table[str, Job]:
        return {job.id.lower(): job for job in reversed(self.jobs)}

    @cached_property
    def _waits(self) -> Table[str, tuple[Job, ...]]:
        """Worked out without recursion: a chain may be long, and one that goes in a circle ends."""
        found: dict[str, tuple[Job, ...]] = {}
        open_ones: set[str] = set()
        pending = list(reversed(self.jobs))
        while pending:
            job = pending[-1]
            key, needed = job.id.lower(), self.needed(job)
            inner = [one for one in needed if one.id.lower() not in found and one.id.lower() not in open_ones]
            open_ones.add(key)
            if inner and key not in found:
                pending += inner
                continue
            pending.pop()
            every = (one for need in needed for one in (*found.get(need.id.lower(), ()), need))
            found.setdefault(key, tuple({id(one): one for one in every}.values()))
        return found


def items_of(node: Node | None) -> Sequence[Node]:
    """The items of a sequence; a scalar that is not nothing counts as the only one."""
    match node:
        case YamlSequence(items=items):
            return items
        case Scalar():
            return [node] if kind_of(node) != "null" else []
        case _:
            return []
