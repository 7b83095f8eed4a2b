"""What GitHub refuses although the grammar has a place for it: ids, needs, conditions, schedules, inputs, containers."""

from collections.abc import Iterator, Mapping, Sequence

from relaudit.core.regex import regex
from relaudit.evidence.nodes import Mapping as YamlMapping
from relaudit.evidence.nodes import Node, Scalar
from relaudit.evidence.nodes import Sequence as YamlSequence
from relaudit.evidence.workflows.embedded import OPEN, literal, segments
from relaudit.evidence.workflows.expressions.parser import parsed
from relaudit.evidence.workflows.expressions.tokens import Malformed
from relaudit.evidence.workflows.grammar.definitions import Grammar, words
from relaudit.evidence.workflows.grammar.rejection import Rejection
from relaudit.evidence.workflows.grammar.schedule import is_schedule
from relaudit.evidence.workflows.model import Job, Part, Step, Trigger, Workflow
from relaudit.evidence.workflows.scalars import kind_of, text_of

_ID = regex(r"(?!__)[A-Za-z_][A-Za-z0-9_-]{0,98}")
_GROUPS = frozenset(("org", "organization", "ent", "enterprise"))
_PREFIXED = 2


def refusals(workflow: Workflow, grammar: Grammar, source: str = "") -> Iterator[Rejection]:
    """Everything that a workflow says and GitHub refuses, once the grammar is kept."""
    for trigger in workflow.triggers:
        yield from _trigger(trigger)
    for job in workflow.jobs:
        key = ("meaning", source[job.key.start : job.node.end if job.node else job.key.end])
        if not (source and key in grammar.clean):
            found = list(_job(job, grammar))
            grammar.clean.update(() if found else (key,))
            yield from found
    yield from _needs(workflow)
    yield from _computed_keys(workflow.value("concurrency"))


def _trigger(trigger: Trigger) -> Iterator[Rejection]:
    if trigger.event == "schedule":
        for item in trigger.node.items if isinstance(trigger.node, YamlSequence) else ():
            cron = Part(item).scalar("cron")
            if cron is None:
                yield Rejection("'cron' is missing", item)
            elif not is_schedule(text_of(cron)):
                yield Rejection(f"'{cron.value}' is no schedule", cron)
    elif trigger.event in ("workflow_dispatch", "workflow_call"):
        for _, node in trigger.part("inputs").entries():
            yield from _input(Part(node))


def _input(given: Part) -> Iterator[Rejection]:
    kind, default = given.text("type") or "string", given.scalar("default")
    options = given.value("options")
    if default is not None and (OPEN not in default.value or literal(default.value) is not None):
        wanted = "boolean" if kind == "boolean" else "" if kind == "number" else "string"
        if wanted and kind_of(default) != wanted:
            yield Rejection(
                f"the default of an input of type {kind} is no {wanted}: {default.value}", default
            )
    if kind == "choice" and not given.items("options"):
        yield Rejection(
            "an input of type choice has to have options", given.node or options or Scalar("", "", 0, 0)
        )
    elif kind != "choice" and options is not None:
        yield Rejection("only an input of type choice has options", options)


def _job(job: Job, grammar: Grammar) -> Iterator[Rejection]:
    yield from _identity(job.key, [])
    yield from _condition(job.condition, grammar, "job-if")
    seen: list[str] = []
    for step in job.steps:
        yield from _step(step, seen, grammar)
    for key in ("env", "services", "outputs"):
        node = job.value(key)
        if isinstance(node, Scalar):
            yield Rejection(f"'{key}' has to be a mapping", node)
    for key in ("concurrency", "environment", "runs-on", "services"):
        yield from _computed_keys(job.value(key))
    yield from _containers(job)
    yield from _group(job.part("runs-on").scalar("group"))


def _step(step: Step, seen: list[str], grammar: Grammar) -> Iterator[Rejection]:
    own = step.scalar("id")
    if own is not None:
        yield from _identity(own, seen)
    yield from _condition(step.condition, grammar, "step-if")
    env = step.value("env")
    if isinstance(env, Scalar):
        yield Rejection("'env' has to be a mapping", env)


def _identity(scalar: Scalar, seen: list[str]) -> Iterator[Rejection]:
    name = text_of(scalar)
    if _ID.fullmatch(name) is None:
        yield Rejection(
            f"'{name}' is no id: letters, digits, '_' and '-', beginning with a letter or '_'", scalar
        )
    elif name in seen:
        yield Rejection(f"the id '{name}' is used twice", scalar)
    seen.append(name)


def _condition(scalar: Scalar | None, grammar: Grammar, place: str) -> Iterator[Rejection]:
    """A condition is an expression, with or without its marks."""
    if scalar is None or (segments(scalar.value).expressions and literal(scalar.value) is None):
        return
    start = len(scalar.value) - len(scalar.value.lstrip())
    found = parsed(text_of(scalar).strip(), words(grammar.definition(place).context))
    if isinstance(found, Malformed):
        yield Rejection(str(found), scalar, start + found.start)


def _computed_keys(node: Node | None) -> Iterator[Rejection]:
    """Where names mean something, they have to be written out."""
    for key, _ in node.items() if isinstance(node, YamlMapping) else ():
        if segments(key.value).expressions and literal(key.value) is None:
            yield Rejection(f"'{key.value}' is not expected here", key)


def _containers(job: Job) -> Iterator[Rejection]:
    named = [job.value("container"), *(node for _, node in job.part("services").entries())]
    for node in named:
        if isinstance(node, YamlMapping) and not _has_expression(node) and not Part(node).text("image"):
            yield Rejection("a container has to have an image", node)


def _has_expression(node: Node) -> bool:
    match node:
        case Scalar():
            return bool(segments(node.value).expressions)
        case YamlSequence(items=items):
            return any(map(_has_expression, items))
        case YamlMapping(entries=entries):
            return any(_has_expression(inner) for pair in entries for inner in pair)


def _group(group: Scalar | None) -> Iterator[Rejection]:
    """The runner group of a job: `name`, `organization/name` or `enterprise/name`."""
    if group is None or OPEN in group.value:
        return
    names = text_of(group).split("/")
    if len(names) > _PREFIXED or (len(names) == _PREFIXED and (names[0] not in _GROUPS or not names[1])):
        yield Rejection(f"'{group.value}' is no runner group", group)


def _needs(workflow: Workflow) -> Iterator[Rejection]:
    """Every job has to be reached: none may wait for itself, or for one that is not there."""
    if workflow.jobs and not any(job.needs for job in workflow.jobs):
        return
    waiting = {job.id: [text_of(need) for need in job.needs] for job in workflow.jobs}
    ready = [name for name, needs in waiting.items() if not needs]
    jobs = workflow.value("jobs")
    if not ready and jobs is not None:
        yield Rejection("at least one job has to wait for no other", jobs)
        return
    reached = _reached(waiting, ready)
    for job in workflow.jobs:
        for need in job.needs if job.id not in reached else ():
            name = text_of(need)
            if name not in waiting:
                yield Rejection(f"job '{job.id}' needs '{name}', which is no job", need)
            elif name not in reached:
                yield Rejection(f"job '{job.id}' needs '{name}', which waits for it", need)


def _reached(waiting: Mapping[str, Sequence[str]], ready: Sequence[str]) -> set[str]:
    reached = set(ready)
    pending = [name for name in waiting if name not in reached]
    while True:
        more = [name for name in pending if reached.issuperset(waiting[name])]
        if not more:
            return reached
        reached.update(more)
        pending = [name for name in pending if name not in reached]
