"""What keeps two runs that publish from meeting: the concurrency groups on the way to a job."""

from collections.abc import Iterator, Sequence

from relaudit.core.record import record
from relaudit.evidence.nodes import Mapping, Scalar
from relaudit.evidence.workflows.events import starts
from relaudit.evidence.workflows.expressions.evaluate import Surroundings
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.filled import value_of
from relaudit.evidence.workflows.model import Part, Workflow
from relaudit.evidence.workflows.paths.model import ReleasePath
from relaudit.evidence.workflows.paths.told import INDEXES
from relaudit.evidence.workflows.publishing.releases import is_drafted
from relaudit.evidence.workflows.running.course import merged

_OWN = (
    "github.run_id",
    "github.run_number",
    "github.sha",
)  # what no other run of the workflow has, or none of another commit
_BY_TAG = ("github.ref", "github.event.release")
_TAGS = "refs/tags/"
_HERE = ("other:localhost", "other:image")  # a registry that is gone with the job, or may be
_REVIEWED = ("pull_request", "pull_request_target", "pull_request_review", "merge_group")


@record
class Group:
    """A concurrency group: its name as written, and what `cancel-in-progress` says."""

    workflow: Workflow
    name: str
    cancel: Scalar | None


def is_lasting(path: ReleasePath) -> bool:
    """Whether it publishes a package, an image or a release for sure, which half of must not be left."""
    publication = path.publication
    is_image = bool(publication.use.publisher.images) and not path.target.startswith(_HERE)
    is_release = path.target == "github-release" and is_drafted(publication) is Truth.NO
    is_wanted = path.target in INDEXES or is_release or is_image
    return is_wanted and path.event not in _REVIEWED and path.truth is Truth.YES


def groups(path: ReleasePath) -> Sequence[Group]:
    """Those of the workflows and of the jobs that lead to it, the outermost first."""
    return tuple(_groups(path))


def cancelling(path: ReleasePath) -> Group | None:
    """The group in which another run cancels it, for sure or as the run decides."""
    for group in groups(path):
        truth = _cancels(group, path)
        if _meets(group, path) and truth is not Truth.NO:
            return group
    return None


def _groups(path: ReleasePath) -> Iterator[Group]:
    for route in path.publication.route.chain:
        for part in (route.workflow, route.job):
            match part.value("concurrency"):
                case Scalar(value=name):
                    yield Group(route.workflow, name, None)
                case Mapping() as node:
                    said = Part(node)
                    yield Group(route.workflow, said.text("group"), said.scalar("cancel-in-progress"))
                case _:
                    pass


def _meets(group: Group, path: ReleasePath) -> bool:
    """Whether the runs of two versions, or two runs of one, come into the same group; a tag's own run is alone with it."""
    if any(one in group.name for one in _OWN):
        return False
    is_tagged = path.event == "release" or path.ref.startswith(_TAGS)
    return not (is_tagged and any(one in group.name for one in _BY_TAG))


def _cancels(group: Group, path: ReleasePath) -> Truth:
    if group.cancel is None:
        return Truth.NO
    trigger = path.workflow.trigger(path.event)
    runs = [
        start.run
        for start in (starts(trigger) if trigger is not None else ())
        if (start.ref, start.types) == (path.ref, path.types)
    ]
    outside = group.workflow is path.workflow
    known = [run if outside else {"github": run["github"]} for run in runs]
    return merged([value_of(group.cancel, Surroundings(run)).truth for run in known])
