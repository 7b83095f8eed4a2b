"""The files and targets that steps name: scripts, test paths, requirements, Dockerfiles, targets of make, local actions."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, takewhile

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record, replace
from relaudit.core.regex import regex
from relaudit.evidence.files import Tree, normal
from relaudit.evidence.nodes import Node, Scalar
from relaudit.evidence.workflows.gates.led import commands_of
from relaudit.evidence.workflows.gates.presence import Presence
from relaudit.evidence.workflows.gates.steps import StepAt, WorkflowSteps, inputs_of
from relaudit.evidence.workflows.gates.words import bare_words
from relaudit.evidence.workflows.model import Job, Workflow
from relaudit.evidence.workflows.read import HERE, Workflows
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.workflows.scripts.commands import Command, Span, Word
from relaudit.evidence.yaml import Yaml

_FILE_OPTIONS = {"pip": ("-r", "-c", "--requirement", "--constraint"), "docker": ("-f", "--file")}
_PLACELESS = frozenset("*?[]$`~{}<>|&;\"'\\ ")
_NAMED = regex(
    r"\.py\b|\.sh\b|\./|\bmake\s+\w|\bbash\s|\bsh\s|\s-[rcf]\s|--(?:file|requirement|constraint)\b"
)
_MOVES = ("cd", "pushd", "popd")
_MAKES = "makes"
_OUTPUTS = (
    "dist",
    "build",
    "target",
    "out",
    "bin",
    "_build",
    "site",
    "artifacts",
)  # where tools put what they make


@record
class Target:
    """A path, relative to the root, or a target of make; `what` says who asks for it, at a node of a file.

    The file is that of the workflow, or of an action that the job uses. `start` and `end` are in the node's value.
    """

    path: str
    what: str
    workflow: Workflow
    job: Job
    file: Yaml
    node: Node
    start: int | None = None
    end: int | None = None
    is_make: bool = False


@record
class Targets:
    """Everything that is named plainly, in jobs that check the repository out as it is."""

    targets: tuple[Target, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.targets) + len(self.unknowns)


@evidence()
def targets(workflows: Workflows, steps: WorkflowSteps, tree: Tree) -> Targets:
    """Job by job: what is mentioned before may as well have been made there."""
    presence = Presence(tree)
    found = [
        one
        for workflow in workflows.workflows
        for job in workflow.jobs
        for one in (*_called(workflow, job), *_of_job(steps.of(job), presence))
    ]
    named = tuple(one for one in found if isinstance(one, Target))
    return Targets(named, (*workflows.unknowns, *(one for one in found if isinstance(one, Unknown))))


def _called(workflow: Workflow, job: Job) -> Iterator[Target]:
    """A reusable workflow of the repository itself."""
    if job.calls is not None and text_of(job.calls).startswith(HERE):
        yield Target(text_of(job.calls)[2:], "calls", workflow, job, workflow.file, job.calls)


def _of_job(steps: Sequence[StepAt], presence: Presence) -> Iterator[Target | Unknown]:
    is_there = False
    for at in steps:
        if at.within is None and at.step.action == "actions/checkout":
            given = inputs_of(at.step)
            is_there = not any(given.value(key) for key in ("repository", "path", "sparse-checkout"))
        elif is_there:
            for target in _of_step(at):
                if isinstance(target, Unknown) or not _may_be_made(target, at, presence):
                    yield target


def _may_be_made(target: Target, at: StepAt, presence: Presence) -> bool:
    """Whether what was said before may have made a path, or a folder that it lies in and that is not there."""
    path, run = target.path, at.step.script
    said = _before(at) + (run.value[: target.start] if run is not None and target.start else "")
    top, _, below = path.partition("/")
    is_new_folder = bool(below) and presence.has(top) is not True
    return path.rpartition("/")[2] in said or (is_new_folder and (top in said or top in _OUTPUTS))


def _before(at: StepAt) -> str:
    """What the job says before a step, and the actions that it stands in."""
    above = _before(at.within) if at.within is not None else ""
    start = at.job.node.start if at.within is None and at.job.node else 0
    return above + at.file.text.text[start : at.step.node.start if at.step.node else start]


def _of_step(at: StepAt) -> Iterator[Target | Unknown]:
    step, where = at.step, (at.workflow, at.job, at.file)
    if step.uses is not None and text_of(step.uses).startswith(HERE):
        yield Target(normal(text_of(step.uses)), "uses", *where, step.uses)
    file = inputs_of(step).scalar("file") if step.action == "docker/build-push-action" else None
    if file is not None and _is_plain(text_of(file)):
        yield Target(normal(text_of(file)), "builds from", *where, file)
    if step.script is not None:
        yield from _of_script(at, step.script)


def _of_script(at: StepAt, run: Scalar) -> Iterator[Target | Unknown]:
    found = _named_in(run.value, at.shell)
    base = at.folder if found else None
    if base is None:
        return
    if isinstance(found, Unknown):
        place = at.file.place(run)
        yield replace(found, detail=f"{place.path}:{place.line} may name files: {found.detail}")
        return
    for what, name, span in found:
        path = name if what == _MAKES else normal(f"{base}{name.partition('::')[0]}")
        yield Target(path, what, at.workflow, at.job, at.file, run, *span, is_make=what == _MAKES)


@lru_cache(maxsize=512)
def _named_in(text: str, shell: str) -> Sequence[tuple[str, str, Span]] | Unknown:
    """What a script names plainly, before it moves elsewhere."""
    script = commands_of(text, shell) if _NAMED.search(text) else ()
    if isinstance(script, Unknown):
        return script
    here = takewhile(lambda command: command.name not in _MOVES, script)
    words = ((what, word.text or "", word.span) for command in here for word, what in _named(command))
    return [(what, name, span) for what, name, span in words if _is_plain(name)]


def _named(command: Command) -> Iterator[tuple[Word, str]]:
    words, plain = bare_words(command), command.words
    if not words:
        return
    rest = plain[len(plain) - len(words) + 1 :] if len(words) <= len(plain) else ()
    first = plain[-len(words)] if len(words) <= len(plain) else None
    if first is not None and first.text and (first.text.endswith(".py") or first.text.startswith(HERE)):
        yield first, "runs"
    match words[0]:
        case "bash" | "sh" if rest and not rest[0].source.startswith("-"):
            yield rest[0], "runs"
        case "pytest":
            yield from (
                (word, "tests")
                for word in _arguments(rest)
                if (word.text or "").partition("::")[0].endswith(".py")
            )
        case "make" if len(rest) == 1 and (rest[0].text or "-")[0].isalpha() and "=" not in rest[0].source:
            yield rest[0], _MAKES
        case _:
            pass
    for name, options in _FILE_OPTIONS.items():
        if name in words[:3]:
            pairs = pairwise(rest)
            yield from ((value, "reads") for option, value in pairs if option.text in options)


def _arguments(words: Sequence[Word]) -> Iterator[Word]:
    """Those that stand behind no option, which might take them as its value."""
    before = ""
    for word in words:
        if not word.source.startswith("-") and (not before.startswith("-") or "=" in before):
            yield word
        before = word.source


def _is_plain(text: str) -> bool:
    return (
        bool(text)
        and not _PLACELESS & set(text)
        and not text.startswith(("/", "..", "-"))
        and "://" not in text
    )
