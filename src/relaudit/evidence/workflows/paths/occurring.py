"""What follows when an event comes: the workflows that start, and what they publish, given that every secret is there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from relaudit.core.record import NOTHING, record, replace
from relaudit.core.regex import regex
from relaudit.evidence.workflows.events import Run, Start
from relaudit.evidence.workflows.expressions.values import Known, Object, Truth
from relaudit.evidence.workflows.filled import as_text
from relaudit.evidence.workflows.grammar.rejection import Rejection
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.paths.found import Evidence, paths_from
from relaudit.evidence.workflows.publishing.credentials import TOKEN
from relaudit.evidence.workflows.publishing.model import Publication
from relaudit.evidence.workflows.running.course import both
from relaudit.evidence.workflows.running.occurrence import Occurrence
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.workflows.triggers import takes_branch

_SECRET = regex(r"secrets\.(\w+)")
_COMPARED = regex(r"secrets\.(\w+)\s*[!=]=\s*'[^']")
_SET = Known("set")
_FOLLOWING = {
    "github-release": (Occurrence("release", "", "published"), Occurrence("push", "refs/tags/v1.2.3")),
    "tag": (Occurrence("push", "refs/tags/v1.2.3"),),
}  # what is made with a credential of its own starts workflows again
_DEPTH = 3


@record
class Made:
    """Something that a run publishes; `refusal` is why GitHub does not take its workflow, and so why it is not published."""

    publication: Publication
    truth: Truth
    refusal: Rejection | None = None

    @property
    def target(self) -> str:
        """Where it is published."""
        return self.publication.target

    @property
    def workflow(self) -> Workflow:
        """The workflow that starts."""
        return self.publication.route.start


@record
class Outcome:
    """What one event sets off: the workflows that start, those that they call and that wait for them among them, and what they publish."""

    occurrence: Occurrence
    workflows: tuple[Workflow, ...] = ()
    made: tuple[Made, ...] = ()


def outcome_of(occurrence: Occurrence, known: Evidence, inputs: Mapping[str, str] = NOTHING) -> Outcome:
    """Everything that one event sets off; `inputs` are those of a run by hand that matter."""
    started = list(_started(occurrence, known))
    made = [one for workflow in started for one in made_in(workflow, occurrence, known, inputs)]
    after = list(_following(occurrence, started, made, known, _DEPTH))
    workflows = _with_called([*started, *(one.workflow for one in after)], known)
    return Outcome(occurrence, tuple(workflows), (*made, *(one for each in after for one in each.made)))


def made_in(
    workflow: Workflow, occurrence: Occurrence, known: Evidence, inputs: Mapping[str, str] = NOTHING
) -> Iterator[Made]:
    """What one workflow publishes; sure where any run by hand surely does."""
    trigger = workflow.trigger(occurrence.event)
    found: dict[tuple[int, str, str], Made] = {}
    for start in occurrence.starts(trigger) if trigger is not None else ():
        truths = _truths(start, workflow, known)
        for publication, _, _ in paths_from(start, workflow, known) if _is_meant(start, inputs) else ():
            key = (id(publication.use), publication.route.name, publication.target)
            truth = truths.get(key[:2], Truth.NO)
            if truth is not Truth.NO and (key not in found or truth is Truth.YES):
                found[key] = Made(publication, truth, _refusal(workflow, known))
    yield from found.values()


@record
class _After:
    """A workflow that starts for what another one did, and what it may publish."""

    workflow: Workflow
    made: tuple[Made, ...]


def _started(occurrence: Occurrence, known: Evidence) -> Iterator[Workflow]:
    for workflow in known.workflows.workflows:
        trigger = workflow.trigger(occurrence.event)
        if trigger is not None and occurrence.takes(trigger) is not Truth.NO:
            yield workflow


def _following(
    occurrence: Occurrence, started: Sequence[Workflow], made: Sequence[Made], known: Evidence, depth: int
) -> Iterator[_After]:
    """What starts for these runs may come or not: it hangs on how they end."""
    again = [(one, Occurrence("workflow_run")) for one in _awaiting(started, occurrence.name, known)]
    for target, occurrences in _FOLLOWING.items():
        if any(one.target == target and one.publication.credential != TOKEN for one in made):
            again += [(one, follower) for follower in occurrences for one in _started(follower, known)]
    for workflow, follower in again if depth else ():
        if workflow not in started:
            inside = [replace(one, truth=Truth.MAYBE) for one in made_in(workflow, follower, known)]
            yield _After(workflow, tuple(inside))
            yield from _following(follower, [*started, workflow], inside, known, depth - 1)


def _awaiting(started: Iterable[Workflow], ref: str, known: Evidence) -> Iterator[Workflow]:
    """The workflows that wait for these; a filter of theirs names the branch of the awaited run."""
    names = {name for one in started for name in (one.text("name"), one.path) if name}
    for workflow in known.workflows.workflows:
        trigger = workflow.trigger("workflow_run")
        wanted = {text_of(entry) for entry in trigger.patterns("workflows")} if trigger is not None else set()
        if trigger is not None and names & wanted and (not ref or takes_branch(trigger, ref)):
            yield workflow


def _with_called(workflows: Iterable[Workflow], known: Evidence) -> Sequence[Workflow]:
    """These, and those that their jobs call."""
    found: dict[str, Workflow] = {}
    pending = list(workflows)
    while pending:
        workflow = pending.pop(0)
        if workflow.path not in found:
            found[workflow.path] = workflow
            called = (known.workflows.called(job) for job in workflow.jobs)
            pending += [one for one in called if one is not None]
    return tuple(found.values())


def _truths(start: Start, workflow: Workflow, known: Evidence) -> Mapping[tuple[int, str], Truth]:
    """Whether each step of each job publishes where secrets are there: one that asks for them is meant to run."""
    text = workflow.file.text.text
    names = sorted(set(_SECRET.findall(text)) - set(_COMPARED.findall(text)))
    run: Run = {**start.run, "secrets": Known(Object(((name, _SET) for name in names), is_open=True))}
    found: dict[tuple[int, str], Truth] = {}
    for publication, job, _ in paths_from(replace(start, run=run), workflow, known):
        key = (id(publication.use), publication.route.name)
        truth = both(job.truth, publication.truth)
        found[key] = truth if found.get(key, truth) is truth else Truth.MAYBE
    return found


def _is_meant(start: Start, inputs: Mapping[str, str]) -> bool:
    """Whether a run by hand has these inputs, as far as they are told."""
    said = start.run.get("inputs")
    members = said.data.members if isinstance(said, Known) and isinstance(said.data, Object) else ()
    told = {name: as_text(value) for name, value in members}
    return all(told.get(name) in (None, value) for name, value in inputs.items())


def _refusal(workflow: Workflow, known: Evidence) -> Rejection | None:
    return next(iter(known.refused.by_path.get(workflow.path, ())), None)
