"""Runs that publish one after the other, each to its end."""

from collections.abc import Iterator

from relaudit.api import Problem, Severity, Unknown, rule
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.serial import Group, cancelling, groups, is_lasting
from relaudit.evidence.workflows.paths.told import starting
from relaudit.evidence.workflows.places import place_of

_MEETING = ("schedule", "workflow_dispatch", "repository_dispatch")


@rule(
    severity=Severity.WARNING,
    added="0.1",
    over="release_paths",
    kinds={"missing": Severity.NOTICE},
)
def publishing_is_serialized(release_paths: ReleasePaths) -> Iterator[Problem | Unknown]:
    """A run that publishes is not cancelled by the next one, and two of them do not publish at the same time.

    Why:
        With `cancel-in-progress` the next push ends a run in the middle of its uploads: half of the files are on the index, the tag is there and the release is
        not. Without a group, two runs of one branch upload the same version, and which of them wins is chance.

    How to fix:
        Give the job that publishes, or its workflow, a `concurrency` group without `cancel-in-progress`. Where the same workflow tests pull requests, cancel
        those alone: `cancel-in-progress: ${{ github.event_name == 'pull_request' }}`. The run of a tag needs no group: no other run has its
        version. A group that is missing is a notice.
    """
    yield from release_paths.unknowns
    told: set[tuple[str, str, int]] = set()
    for path in release_paths.paths:
        if not is_lasting(path):
            continue
        group = cancelling(path)
        node = group.cancel if group is not None else None
        is_missing = _may_meet(path) and not groups(path)
        kind = "cancels" if node is not None else "missing" if is_missing else ""
        key = (path.workflow.path, kind, node.start if node is not None else 0)
        if kind and key not in told:
            told.add(key)
            yield _cancelled(path, group) if group is not None else _alone(path)


def _may_meet(path: ReleasePath) -> bool:
    """Whether two runs may be about one version: those of a branch, a schedule, or by hand."""
    return path.event in _MEETING or (path.event == "push" and path.ref.startswith("refs/heads/"))


def _cancelled(path: ReleasePath, group: Group) -> Problem:
    publication = path.publication
    message = (
        f"the next run in its concurrency group cancels job {publication.route.name}, "
        f"which publishes to {path.target} {starting(path)}, even in the middle of it"
    )
    at = place_of(group.workflow.file, group.cancel) if group.cancel is not None else publication.place
    subject = f"{path.workflow.path} {group.workflow.path} cancel-in-progress"
    return Problem(message, at, (publication.place,), kind="cancels", subject=subject)


def _alone(path: ReleasePath) -> Problem:
    publication = path.publication
    message = (
        f"job {publication.route.name} publishes to {path.target} {starting(path)} without a concurrency group, "
        "so two runs may publish at the same time"
    )
    return Problem(message, publication.place, kind="missing", subject=path.workflow.path)
