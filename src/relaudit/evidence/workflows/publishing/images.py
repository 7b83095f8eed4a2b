"""The registries that images are pushed to, and who logs in there."""

from collections.abc import Iterator, Sequence

from relaudit.core.regex import regex
from relaudit.evidence.workflows.expressions.evaluate import Surroundings
from relaudit.evidence.workflows.expressions.values import Known, Value
from relaudit.evidence.workflows.filled import beginning_of, filled
from relaudit.evidence.workflows.gates.steps import inputs_of
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


def references(said: Said, job: Job, around: Surroundings) -> Iterator[str]:
    """The references of images that a value holds, as far as each is known from its start on."""
    output = _OUTPUT.search(said.source)
    if output is not None:
        for step in _steps(job, METADATA):
            if step.text("id") == output[1]:
                yield from _lines(inputs_of(step).text("images"), around)
    elif "name=" in said.source and "type=" in said.source:
        yield from (_begun(name, around) for name in _NAME.findall(said.source))
    elif isinstance(said.value, Known):
        yield from _lines(beginning_of(said.value), around)
    else:
        yield from _lines(said.source, around) if "\n" in said.source else [_shown(said.value)]


def logins(job: Job, around: Surroundings) -> Sequence[tuple[str, str]]:
    """The registries that a job logs in to, each with the text of its password."""
    found = []
    for step in _steps(job, LOGIN):
        given = inputs_of(step)
        registry = _begun(given.text("registry"), around)
        target = (
            registry_of(f"{registry}/x")
            if registry
            else "other:image"
            if given.text("registry")
            else "dockerhub"
        )
        found.append((target, given.text("password")))
    own = [step for action in _WITH_TOKEN for step in _steps(job, action) if not _is_elsewhere(step, job)]
    return [*found, *[("ghcr", "${{ github.token }}")] * bool(own)]


def _is_elsewhere(step: Step, job: Job) -> bool:
    """Whether ko is told where to push before it is set up, which logs in nowhere then."""
    return any(part.value("KO_DOCKER_REPO") is not None for part in (step.part("env"), job.part("env")))


def _steps(job: Job, action: str) -> Iterator[Step]:
    return (step for step in job.steps if step.action == action)


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
