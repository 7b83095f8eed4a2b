"""The references that an event pushes, whatever workflow does it."""

from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record, replace
from relaudit.evidence.past.branches import LiveBranches, ReleaseBranches
from relaudit.evidence.workflows.events import Start, with_facts
from relaudit.evidence.workflows.expressions.values import Known, Object, Truth
from relaudit.evidence.workflows.images.documented import Stated, stated_images
from relaudit.evidence.workflows.images.metatags import Meeting
from relaudit.evidence.workflows.images.references import Reference, References
from relaudit.evidence.workflows.images.texts import COMMIT
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.paths.found import Evidence, paths_from
from relaudit.evidence.workflows.publishing.model import Publication
from relaudit.evidence.workflows.publishing.table import CONFIG
from relaudit.evidence.workflows.publishing.uses import Use
from relaudit.evidence.workflows.running.course import both
from relaudit.evidence.workflows.running.journey import JobRun
from relaudit.evidence.workflows.running.occurrence import Occurrence
from relaudit.process import Events, Identity, WorkflowList


@record
class Pushed:
    """A reference that an event pushes, and the step that does it; `truth` given that its workflow starts."""

    reference: Reference
    publication: Publication
    truth: Truth

    @property
    def is_sure(self) -> bool:
        """Whether it is pushed whenever the workflow starts."""
        return self.truth is Truth.YES

    @property
    def text(self) -> str:
        """The reference."""
        return self.reference.text


@record
class Pushes:
    """What an event pushes; `open_at` are the steps that may push more, by their places; `started` are the workflows."""

    occurrence: Occurrence
    pushed: tuple[Pushed, ...] = ()
    open_at: tuple[str, ...] = ()
    started: tuple[str, ...] = ()


class ImagePushes:
    """Answers what an event pushes; each is worked out once."""

    def __init__(
        self,
        known: Evidence,
        repository: str,
        default_branch: str,
        stated: Sequence[Stated] = (),
        listed: Sequence[str] = (),
    ) -> None:
        self.known = known
        self.stated = stated
        self._listed = listed
        self.repository = repository
        self.default_branch = default_branch
        self._answers: dict[tuple[Occurrence, bool], Pushes] = {}

    def __len__(self) -> int:
        return len(self.stated) + sum(map(_may_push, self.known.uses.everywhere))

    def knows(self, path: str) -> bool:
        """Whether a workflow is one of the process, which has every one where it lists none."""
        return not self._listed or path.rpartition("/")[2] in self._listed

    def of(self, occurrence: Occurrence, *, is_prerelease: bool = False) -> Pushes:
        """For one event; a release is a pre-release or none."""
        key = (occurrence, is_prerelease)
        if key not in self._answers:
            self._answers[key] = self._of(occurrence, is_prerelease=is_prerelease)
        return self._answers[key]

    def _of(self, occurrence: Occurrence, *, is_prerelease: bool) -> Pushes:
        found: dict[tuple[object, ...], Pushed] = {}
        open_at: dict[str, None] = {}
        started = [one for one in self.known.workflows.workflows if self._takes(one, occurrence)]
        meeting = Meeting(occurrence.event, occurrence.ref, self.default_branch)
        for publication, run in self._publications(started, occurrence, is_prerelease=is_prerelease):
            here = References(publication, run, meeting)
            truth = both(run.truth, publication.truth)
            for one in here.every:
                key = (one.text, one.place, id(publication.use), publication.route.name)
                found.setdefault(key, Pushed(one, publication, both(truth, one.truth)))
            if here.is_open and self.knows(publication.route.start.path):
                open_at[f"{publication.place.path}:{publication.place.line}"] = None
        paths = tuple(workflow.path for workflow in started)
        return Pushes(occurrence, tuple(found.values()), tuple(open_at), paths)

    def _takes(self, workflow: Workflow, occurrence: Occurrence) -> bool:
        trigger = workflow.trigger(occurrence.event)
        is_taken = trigger is not None and occurrence.takes(trigger) is not Truth.NO
        return is_taken and workflow.path not in self.known.refused.by_path

    def _publications(
        self, started: Sequence[Workflow], occurrence: Occurrence, *, is_prerelease: bool
    ) -> Iterator[tuple[Publication, JobRun]]:
        for workflow in started if any(map(_may_push, self.known.uses.everywhere)) else ():
            trigger = workflow.trigger(occurrence.event)
            for start in occurrence.starts(trigger) if trigger is not None else ():
                known = self._start(start, occurrence, is_prerelease=is_prerelease)
                for publication, run, _ in paths_from(known, workflow, self.known):
                    if _is_of_images(publication):
                        yield publication, run

    def _start(self, start: Start, occurrence: Occurrence, *, is_prerelease: bool) -> Start:
        """What the repository is called, and of a release whether it is a pre-release."""
        owner = self.repository.partition("/")[0]
        github: list[tuple[str, Known]] = [("sha", Known(COMMIT))]
        if owner:
            github += [("repository", Known(self.repository)), ("repository_owner", Known(owner))]
        about: list[tuple[str, Known]] = []
        if self.default_branch:
            default = Object((("default_branch", Known(self.default_branch)),), is_open=True)
            about.append(("repository", Known(default)))
        if occurrence.event == "release":
            release = (
                ("prerelease", Known(is_prerelease)),
                ("draft", Known(data=False)),
                ("tag_name", Known(occurrence.name)),
            )
            about.append(("release", Known(Object(release, is_open=True))))
        return replace(start, run=with_facts(start.run, github, about))


def _may_push(use: Use) -> bool:
    """Whether it pushes images, or does where its tool is configured to."""
    return use.publisher.target in ("", CONFIG)


def _is_of_images(publication: Publication) -> bool:
    is_registry = publication.target in ("ghcr", "dockerhub") or "." in publication.target
    return not publication.use.publisher.target or (
        publication.use.publisher.target == CONFIG and is_registry
    )


@evidence()
def image_pushes(
    known: Evidence,
    events: Events | Unknown,
    identity: Identity | Unknown,
    listed: WorkflowList | Unknown,
    live: LiveBranches | Unknown,
    releases: ReleaseBranches | Unknown,
) -> ImagePushes:
    """For the repository as it is called, with its default branch."""
    default = live.default if isinstance(live, LiveBranches) else ""
    production = releases.production if isinstance(releases, ReleaseBranches) else ""
    names = listed.files if isinstance(listed, WorkflowList) else ()
    repository = identity.name if isinstance(identity, Identity) else ""
    return ImagePushes(known, repository, default or production, tuple(stated_images(events)), names)
