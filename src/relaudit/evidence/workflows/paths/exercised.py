"""The workflows that publish, and that nothing runs between one release and the next."""

from collections.abc import Iterator, Mapping, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.files import Text
from relaudit.evidence.git import Git, Head
from relaudit.evidence.past.commits import Message, messages
from relaudit.evidence.past.graph import History
from relaudit.evidence.tags import ReleaseTag, ReleaseTags
from relaudit.evidence.workflows.events import Start, starts
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.paths.found import Evidence
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.told import REHEARSALS
from relaudit.evidence.workflows.running.journey import journey
from relaudit.evidence.workflows.running.route import Route
from relaudit.evidence.workflows.triggers import takes_tag

_TAGS = "refs/tags/"
_MOST = 5  # a workflow that was put back to what it was is tried out too
JobKey = tuple[str, str]


@record
class Unexercised:
    """A file on the way to a publication that only a release runs, and the newest commit that changed it since the last one."""

    path: ReleasePath
    file: str
    tag: ReleaseTag
    change: Message
    is_new: bool = False


@record
class UnexercisedPaths:
    """Each file once; `unknowns` are the histories that cannot be read."""

    found: tuple[Unexercised, ...] = ()
    unknowns: tuple[Unknown, ...] = ()


@evidence()
def unexercised_paths(
    paths: ReleasePaths, known: Evidence, git: Git, head: Head, history: History, tags: ReleaseTags
) -> UnexercisedPaths:
    """Changes are those of the first-parent line of HEAD that no release holds which the workflow has run for, pre-releases among them."""
    found: list[Unexercised] = []
    unknowns: list[Unknown] = []
    for file, path in _only_released(paths, known).items() if head.oid else ():
        ran = sorted(_that_ran(path, tags), key=lambda tag: tag.made or tag.day, reverse=True)
        if not ran or not _differs(git, head, ran[:_MOST], file):
            continue
        changes = git.changes(head.oid, [file])
        if isinstance(changes, Unknown):
            unknowns.append(changes)
            continue
        released = history.reached([tag.commit for tag in ran])
        oids = [change.oid for change in changes if change.oid not in released][:1]
        said = [one for one in messages(git, oids) if isinstance(one, Message)]
        is_new = git.tree(ran[0].commit).read(file) is None
        found += [Unexercised(path, file, ran[0], one, is_new) for one in said if ran[0].is_judged]
    return UnexercisedPaths(tuple(found), tuple(unknowns))


def _that_ran(path: ReleasePath, tags: ReleaseTags) -> Iterator[ReleaseTag]:
    """The releases whose tags start the workflow."""
    trigger = path.workflow.trigger(path.event)
    is_push = trigger is not None and path.event == "push"
    return (tag for tag in tags.newest_first if not is_push or (trigger and takes_tag(trigger, tag.name)))


def _only_released(paths: ReleasePaths, known: Evidence) -> Mapping[str, ReleasePath]:
    """The files of workflows that publish on releases alone, and of which no other event runs a job that leads there."""
    by_start: dict[str, list[ReleasePath]] = {}
    for path in paths.paths:
        if path.truth is not Truth.NO and path.target not in REHEARSALS:
            by_start.setdefault(path.workflow.path, []).append(path)
    told: dict[str, ReleasePath] = {}
    exercised = frozenset(_exercised(known)) if by_start else frozenset()
    for several in by_start.values():
        if all(_is_release(path.event, path.ref) for path in several):
            for file in _idle_files(several, exercised):
                told.setdefault(file, several[0])
    return told


def _idle_files(several: Sequence[ReleasePath], exercised: frozenset[JobKey]) -> Iterator[str]:
    jobs: dict[str, set[JobKey]] = {}
    for path in several:
        for route in path.publication.route.chain:
            jobs.setdefault(route.workflow.path, set()).update(_leading(route))
    return (file for file, keys in jobs.items() if keys.isdisjoint(exercised))


def _leading(route: Route) -> Iterator[JobKey]:
    """A job, and those that it waits for: one of them builds what is published."""
    for job in (route.job, *route.workflow.before(route.job)):
        yield route.workflow.path, job.id


def _exercised(known: Evidence) -> Iterator[JobKey]:
    """The jobs that run, or may, when nothing is released."""
    for workflow in known.workflows.workflows:
        if workflow.path in known.refused.by_path:
            continue
        for trigger in workflow.triggers:
            for start in starts(trigger):
                yield from _running(start, workflow.path, known)


def _running(start: Start, path: str, known: Evidence) -> Iterator[JobKey]:
    workflow = known.workflows.at(path)
    if workflow is not None and not _is_release(start.event, start.ref):
        for run in journey(workflow, start, known.workflows):
            if run.truth is not Truth.NO and start.event != "workflow_call":
                yield run.route.workflow.path, run.route.job.id


def _is_release(event: str, ref: str) -> bool:
    return event == "release" or (event == "push" and ref.startswith(_TAGS))


def _differs(git: Git, head: Head, tags: Sequence[ReleaseTag], file: str) -> bool:
    """Whether the file is another one than it was at each of the last releases."""
    now = git.tree(head.oid).read(file)
    before = (git.tree(tag.commit).read(file) for tag in tags)
    same = (isinstance(one, Text) and isinstance(now, Text) and one.text == now.text for one in before)
    return isinstance(now, Text) and not any(same)
