"""Where the lists of commits begin that workflows make for release notes: at a tag that git looks for."""

import re
from collections.abc import Iterator

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.workflows.embedded import OPEN
from relaudit.evidence.workflows.gates.steps import StepAt, WorkflowSteps, inputs_of
from relaudit.evidence.workflows.model import Job, Step
from relaudit.evidence.workflows.paths.model import ReleasePaths
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.scalars import text_of

_ASKS = regex(
    r"git\s+(?:describe\b[^\n|;&)]*--abbrev=0[^\n|;&)]*|tag\s+(?:-l|--list|--sort)[^\n;&)]*)", needs=("git",)
)
_NAME = regex(r"([A-Za-z_]\w*)=[\"']?\$\(\s*$")
_LISTS = regex(r"\bgit\s+(?:--no-pager\s+)?(?:log|shortlog|rev-list)\b|git-?cliff")
_FETCHES = regex(r"\bgit\b[^\n;&|]*\b(?:fetch|pull|clone|remote\s+update)\b", needs=("git",))
_TAGS = "refs/tags/"
_CHECKOUT = "actions/checkout"


@record
class Baseline:
    """A command that looks for the tag before; `checkout` is the step whose history it looks at, `is_shallow` that this has one commit and no tags.

    `is_of_tag` tells that its workflow may be started by a tag, and so looks from where that is.
    """

    at: StepAt
    command: str
    place: InFile
    checkout: Step
    is_shallow: bool
    is_of_tag: bool

    @property
    def is_described(self) -> bool:
        """Whether it looks among the ancestors of a commit alone."""
        return "describe" in self.command


@record
class Baselines:
    """Every such command in workflows that make releases, and what cannot be told."""

    baselines: tuple[Baseline, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.baselines) + len(self.unknowns)


@evidence()
def baselines(paths: ReleasePaths, steps: WorkflowSteps) -> Baselines:
    """Only where the tag is used as the beginning of a range of commits."""
    releasing = {one.publication.at.workflow.path for one in paths.paths if one.target == "github-release"}
    tagged = {one.publication.at.workflow.path for one in paths.paths if one.ref.startswith(_TAGS)}
    found = [
        one
        for at in steps.every
        if at.workflow.path in releasing
        for one in _of_step(at, is_of_tag=at.workflow.path in tagged)
    ]
    told = {(one.place.path, one.place.line): one for one in found if isinstance(one, Baseline)}
    unknowns = dict.fromkeys(one for one in found if isinstance(one, Unknown))
    return Baselines(tuple(told.values()), tuple(unknowns))


def _of_step(at: StepAt, *, is_of_tag: bool) -> Iterator[Baseline | Unknown]:
    run = at.step.script
    text = run.value if run is not None else ""
    if run is None or "git" not in text:
        return
    for asked in _ASKS.finditer(text):
        if _is_commented(text, asked.start()) or not _begins_range(text, asked, at.job):
            continue
        checkout = _checkout_before(at)
        if checkout is not None and not _FETCHES.search(text[: asked.start()]):
            depth = inputs_of(checkout).scalar("fetch-depth")
            place = place_of(at.file, run, *asked.span())
            if depth is not None and OPEN in depth.value:
                detail = f"{place.path}:{place.line}: how much is checked out is chosen in the run"
                yield Unknown("Baselines", Reason.UNDECIDABLE, detail=detail)
            else:
                yield Baseline(at, _called(asked[0]), place, checkout, _is_shallow(checkout), is_of_tag)


def _called(asked: str) -> str:
    return " ".join(asked.partition("2>")[0].split())


def _is_commented(text: str, at: int) -> bool:
    return text[text.rfind("\n", 0, at) + 1 : at].lstrip().startswith("#")


def _begins_range(text: str, asked: re.Match[str], job: Job) -> bool:
    """Whether what is found stands before `..`, directly or by the name that it is kept under, and commits are listed."""
    scripts = "\n".join(step.script.value for step in job.steps if step.script is not None)
    every = f"{text}\n{scripts}"
    if not _LISTS.search(every):
        return False
    behind = text[asked.end() :].split("\n", maxsplit=1)[0]
    if re.match(r"[^()\n]*\)[\"']?\.\.", behind):
        return True
    name = _NAME.search(text[: asked.start()])
    if name is None:
        return False
    used = rf"\$\{{?{name[1]}\b\}}?[\"']?\.\.(?!\.)|(?:outputs|env)\.{name[1]}\s*\}}\}}[\"']?\.\.(?!\.)"
    return re.search(used, every, re.IGNORECASE) is not None


def _checkout_before(at: StepAt) -> Step | None:
    """The checkout of this repository that the step finds; None where there is none, or history is fetched behind it."""
    outer = at
    while outer.within is not None:
        outer = outer.within
    found: Step | None = None
    for step in at.job.steps:
        if step is outer.step:
            break
        if step.action == _CHECKOUT:
            found = None if inputs_of(step).value("repository") or inputs_of(step).value("path") else step
        elif step.script is not None and _FETCHES.search(step.script.value):
            found = None
    return found


def _is_shallow(checkout: Step) -> bool:
    """Whether one commit is fetched, without tags."""
    given = inputs_of(checkout)
    depth, tags = given.scalar("fetch-depth"), given.scalar("fetch-tags")
    return (depth is None or text_of(depth) == "1") and (tags is None or text_of(tags) == "false")
