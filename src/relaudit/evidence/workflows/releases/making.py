"""One step that makes a GitHub Release in one run: whether it says that this is a pre-release."""

from collections.abc import Sequence
from enum import StrEnum

from relaudit.core.regex import regex
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.embedded import OPEN
from relaudit.evidence.workflows.expressions.evaluate import Surroundings
from relaudit.evidence.workflows.expressions.values import Known, Truth, Value
from relaudit.evidence.workflows.filled import as_text, value_of
from relaudit.evidence.workflows.gates.steps import inputs_of
from relaudit.evidence.workflows.publishing.model import Publication
from relaudit.evidence.workflows.publishing.uses import Use
from relaudit.evidence.workflows.releases.table import ACTIONS, CALLS, COMMANDS, Maker
from relaudit.evidence.workflows.running.contexts import of_step
from relaudit.evidence.workflows.running.journey import JobRun

_SPEAKS = regex(r"(?i)pre-?release|--latest|make_?latest")
_CONTEXT = regex(r"\b(?:github|inputs|env|needs|steps|vars|matrix)\b")
_ALWAYS = regex(
    r"\$\{\{\s*(?:contains|startsWith|endsWith)\([^()]*,\s*''\s*\)\s*\}\}"
)  # every text holds the empty one
_OPTIONS = regex(r"(?i)[\"']?\$[({]?\W*\w*(?:flag|opt|arg|extra)\w*")


class Flag(StrEnum):
    """What becomes of a release: whether it is told apart from the latest one."""

    LATEST = "latest"
    APART = "apart"
    OPEN = "open"


def maker_of(use: Use) -> Maker | None:
    """How a use makes a release; None for what makes none, or decides by itself."""
    if use.how in ACTIONS or use.how in COMMANDS:
        return ACTIONS.get(use.how) or COMMANDS[use.how]
    return Maker() if use.how in CALLS else None


def flag_of(publication: Publication, run: JobRun) -> Flag:
    """What the step says in this run."""
    maker = maker_of(publication.use)
    if maker is None:
        return Flag.OPEN
    if publication.use.how in ACTIONS:
        return _of_inputs(publication, run, maker)
    return _of_script(publication, maker)


def said_of(publication: Publication) -> Scalar | None:
    """The expression that says whether it is a pre-release, where it asks for something; None for a plain word."""
    maker = maker_of(publication.use)
    given = inputs_of(publication.at.step)
    for name in maker.prerelease if maker is not None and publication.how in ACTIONS else ():
        said = given.scalar(name)
        if said is not None and OPEN in said.value and _CONTEXT.search(said.value):
            return said
    return None


def said_in(said: Scalar, publication: Publication, run: JobRun) -> bool | None:
    """What an input comes to in a run; None where only the run can tell."""
    if _ALWAYS.fullmatch(said.value.strip()):
        return True
    text = as_text(_value(said, publication, run))
    return None if text is None else text.strip().lower() == "true"


def _of_inputs(publication: Publication, run: JobRun, maker: Maker) -> Flag:
    given = inputs_of(publication.at.step)
    flags = []
    for names, is_apart in ((maker.prerelease, True), (maker.draft, True), (maker.latest, False)):
        for said in filter(None, map(given.scalar, names)):
            value = _value(said, publication, run)
            text = as_text(value)
            if text is None:
                flags.append(Flag.OPEN)
            elif (text.strip().lower() == "true") is is_apart and text.strip():
                flags.append(Flag.APART)
    return _joined(flags)


def _value(said: Scalar, publication: Publication, run: JobRun) -> Value:
    value = value_of(said, Surroundings(of_step(publication.at, run.contexts)))
    return Known("") if isinstance(value, Known) and value.data is None else value


def _of_script(publication: Publication, maker: Maker) -> Flag:
    """A script that speaks of pre-releases anywhere in its job is taken to know what it does."""
    use = publication.use
    for step in publication.at.job.steps:
        text = f"{step.script.value if step.script is not None else ''}\n{inputs_of(step).text('script')}"
        if speaks(text):
            return Flag.OPEN
    words = [word.source for word in use.trail[-1].command.words] if use.trail else []
    if len(use.trail) > 1 or any(_OPTIONS.match(word) or word.startswith(("$(", "`")) for word in words):
        return Flag.OPEN
    is_draft = any(word.partition("=")[0] in maker.draft and not word.endswith("=false") for word in words)
    is_draft = is_draft or (use.how in CALLS and "draft: true" in inputs_of(use.at.step).text("script"))
    return Flag.APART if is_draft else Flag.LATEST


def speaks(text: str) -> bool:
    """Whether a text has something to say of pre-releases."""
    return _SPEAKS.search(text) is not None


def _joined(flags: Sequence[Flag]) -> Flag:
    if Flag.APART in flags:
        return Flag.APART
    return Flag.OPEN if Flag.OPEN in flags else Flag.LATEST


def happens(publication: Publication, run: JobRun) -> bool:
    """Whether it is made whenever the run starts."""
    return publication.truth is Truth.YES and run.truth is Truth.YES
