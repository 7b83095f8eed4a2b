"""Where what is published and what the process states of its events differ."""

from collections.abc import Iterator, Sequence

from relaudit.core.record import record
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.paths.model import ReleasePaths
from relaudit.evidence.workflows.paths.occurring import Made, Outcome
from relaudit.evidence.workflows.paths.stated import StatedEvent, StatedEvents, Way
from relaudit.evidence.workflows.publishing.credentials import OTHER, Credential
from relaudit.evidence.workflows.publishing.model import UNTOLD
from relaudit.process import Publication

_BESIDE = ("pages", "tag")  # what comes with a release, or is none
_DRAFTS = ("release-drafter/release-drafter",)
_SOME_IMAGE = "other:image"  # one whose registry cannot be told
_INDEXES = ("pypi", "testpypi")
_HANDING_ON = ("gh workflow run", "createWorkflowDispatch", "/dispatches", "repository-dispatch")
_FOLDER = ".github/workflows"
_SAID = {"oidc": "trusted publishing", "github-token": "the token of the run"}
_STATED = {"trusted": "trusted publishing", "github-token": "the token of the run"}


@record
class Lacking:
    """A stated publication that does not come in these ways; `refused` would publish it, `doubt` is why that cannot be told."""

    event: StatedEvent
    target: str
    ways: tuple[Way, ...]
    refused: Made | None = None
    doubt: str = ""


@record
class Extra:
    """What a stated event publishes beyond what is stated; `names` are the events that could state it."""

    made: Made
    phrase: str
    names: tuple[str, ...]


@record
class Difference:
    """A publication that is made otherwise than stated: its credential or its environment, by `kind`."""

    event: StatedEvent
    made: Made
    kind: str
    said: str
    wanted: str


def lacking(event: StatedEvent, release_paths: ReleasePaths) -> Iterator[Lacking]:
    """Every stated publication has to come each way."""
    for target, wanted in (event.event.publishes or {}).items():
        ways = tuple(way for way in event.ways if not _is_published(way, target))
        if ways and not wanted.optional:
            refused = next((one for way in ways for one in way.made if is_meant(one.target, target)), None)
            doubt = next((one for way in ways for one in _doubts(event, way, target, release_paths)), "")
            yield Lacking(event, target, ways, refused, doubt)


def extras(stated: StatedEvents) -> Iterator[Extra]:
    """What is surely published; of a workflow that GitHub refuses, what it is there to publish."""
    for event in stated.events:
        for way in event.ways:
            for outcome in way.outcomes:
                for made in outcome.made:
                    owners = _owners(stated, made, outcome)
                    if made.truth is Truth.YES and owners and not _is_said(made, owners):
                        yield Extra(made, way.phrase, tuple(owner.name for owner in owners))


def differences(event: StatedEvent) -> Iterator[Difference]:
    """Of the workflows that the event names; where it cannot be told there is none."""
    for target, wanted in (event.event.publishes or {}).items():
        for made in (one for way in event.ways for one in way.made):
            if is_meant(made.target, target) and event.is_answered_by(made.workflow):
                yield from _differences(event, made, wanted)


def is_meant(target: str, stated: str) -> bool:
    """Whether a target is that of a name in the process, which may be one of `process.targets`."""
    return target in (stated, f"other:{stated}")


def _differences(event: StatedEvent, made: Made, wanted: Publication) -> Iterator[Difference]:
    credential, environment = made.publication.credential, made.publication.environment
    if wanted.auth and credential != OTHER and not _is_same(credential, wanted.auth):
        said, stated = (
            _said(credential),
            _STATED.get(wanted.auth, wanted.auth.replace("secret:", "the secret ")),
        )
        yield Difference(event, made, "credential", said, stated)
    if wanted.environment and environment not in ("", UNTOLD, wanted.environment):
        yield Difference(
            event, made, "environment", f"environment {environment}", f"environment {wanted.environment}"
        )


def _is_same(credential: Credential, auth: str) -> bool:
    wanted = "oidc" if auth == "trusted" else auth
    return str(credential).lower() == wanted.lower()


def _said(credential: Credential) -> str:
    return _SAID.get(credential.kind, f"the secret {credential.name}")


def _is_published(way: Way, target: str) -> bool:
    return any(is_meant(one.target, target) and one.refusal is None for one in way.made)


def _doubts(event: StatedEvent, way: Way, target: str, release_paths: ReleasePaths) -> Iterator[str]:
    """What may publish, and cannot be followed, in the workflows that the event names, or in any."""
    if not way.outcomes:
        yield "no name is known that its pattern matches"
    running = {one.path for one in way.workflows if event.is_answered_by(one)}
    for remote in release_paths.remotes:
        if remote.path in running:
            yield f"job {remote.job} at {remote.path}:{remote.line} calls {remote.uses}"
    for unknown in release_paths.unknowns:
        if unknown.detail.split(":")[0] in running or not unknown.detail.startswith(_FOLDER):
            yield unknown.detail
    for made in (one for one in way.made if _may_be(one, target)):
        place = made.publication.place
        yield f"where {place.path}:{place.line} publishes is decided in the run"
    for workflow in (one for one in way.workflows if one.path in running):
        if any(words in workflow.file.text.text for words in _HANDING_ON):
            yield f"{workflow.path} starts another workflow"


def _may_be(made: Made, target: str) -> bool:
    """Whether it may go to this target, for all that is known."""
    if made.target == _SOME_IMAGE:
        return target not in (*_INDEXES, "npm", "crates", "github-release", *_BESIDE)
    return made.truth is Truth.MAYBE and made.target in _INDEXES and target in _INDEXES


def _owners(stated: StatedEvents, made: Made, outcome: Outcome) -> Sequence[StatedEvent]:
    """The events that say what may be published here: those that name its workflow, else all that come in the same way."""
    same = [
        event
        for event in stated.events
        if event.event.publishes is not None
        and any(outcome.occurrence == one.occurrence for way in event.ways for one in way.outcomes)
    ]
    return [event for event in same if event.is_answered_by(made.workflow)] or same


def _is_said(made: Made, owners: Sequence[StatedEvent]) -> bool:
    is_beside = made.target in (*_BESIDE, _SOME_IMAGE) or made.publication.how in _DRAFTS
    said = (target for owner in owners for target in owner.event.publishes or ())
    return is_beside or any(is_meant(made.target, target) for target in said)
