"""The registries that images are pushed to, and who logs in there."""

from collections.abc import Iterator, Sequence

from relaudit.core.regex import regex
from relaudit.evidence.workflows.expressions.evaluate import Surroundings
from relaudit.evidence.workflows.expressions.values import Known, Value
from relaudit.evidence.workflows.filled import beginning_of, filled
from relaudit.evidence.workflows.gates.steps import StepAt, inputs_of
from relaudit.evidence.workflows.model import Job, Step
from relaudit.evidence.workflows.publishing.targets import registry_of
from relaudit.evidence.workflows.publishing.words import Said

LOGIN, METADATA = "docker/login-action", "docker/metadata-action"
_WITH_TOKEN = (
    "ko-build/setup-ko",
    "step-security/setup-ko",
    "imjasonh/setup-ko",
)  # they log in to ghcr.io with it
_OUTPUT = regex(r"steps\.([\w-]+)\.outputs\.(?:tags|json)")
_NAME = regex(r"(?:^|,)name=([^,\n]+)")
_SEPARATOR = regex(r"[,\n]")


def references(said: Said, at: StepAt, around: Surroundings) -> Iterator[str]:
    """The references of images that a value holds which a step is given, as far as each is known from its start on."""
    output = _OUTPUT.search(said.source)
    if output is not None:
        for step in _steps(at.among, METADATA):
            if step.text("id") == output[1]:
                yield from _lines(inputs_of(step).text("images"), around)
    elif "name=" in said.source and "type=" in said.source:
        yield from (_begun(name, around) for name in _NAME.findall(said.source))
    elif isinstance(said.value, Known):
        yield from _lines(beginning_of(said.value), around)
    else:
        yield from _lines(said.source, around) if "\n" in said.source else [_shown(said.value)]


def logins(at: StepAt, around: Surroundings) -> Sequence[tuple[str, str, StepAt]]:
    """The registries that the job of a step logs in to, each with the text of its password, and where that is given."""
    found = []
    for one in (one for one in at.beside if one.step.action == LOGIN):
        given = inputs_of(one.step)
        registry = _begun(given.text("registry"), around)
        target = (
            registry_of(f"{registry}/x")
            if registry
            else "other:image"
            if given.text("registry")
            else "dockerhub"
        )
        found.append((target, given.text("password"), one))
    own = [one for one in at.beside if one.step.action in _WITH_TOKEN and not _is_elsewhere(one.step, at.job)]
    return [*found, *(("ghcr", "${{ github.token }}", one) for one in own[:1])]


def _is_elsewhere(step: Step, job: Job) -> bool:
    """Whether ko is told where to push before it is set up, which logs in nowhere then."""
    return any(part.value("KO_DOCKER_REPO") is not None for part in (step.part("env"), job.part("env")))


def _steps(steps: Sequence[Step], action: str) -> Iterator[Step]:
    return (step for step in steps if step.action == action)


def _lines(text: str, around: Surroundings) -> Iterator[str]:
    for line in _SEPARATOR.split(text):
        begun = _begun(line.strip(), around)
        if begun:
            yield begun


def _begun(text: str, around: Surroundings) -> str:
    return _shown(filled(text, around))


def _shown(value: Value) -> str:
    """A text, or how it begins, with dots for the rest; empty where nothing of it is known."""
    begun = beginning_of(value)
    return begun if isinstance(value, Known) or not begun else f"{begun}…"
