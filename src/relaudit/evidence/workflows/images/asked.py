"""What the process asks for held against what is pushed, and where `latest` goes."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import takewhile

from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.core.regex import regex
from relaudit.evidence.schemes import is_final
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.images.documented import Stated, normal, occurrences_of, sample_tags
from relaudit.evidence.workflows.images.pushed import ImagePushes, Pushed
from relaudit.evidence.workflows.images.texts import COMMIT, UNTOLD, may_be
from relaudit.evidence.workflows.publishing.targets import registry_of
from relaudit.evidence.workflows.running.occurrence import Occurrence
from relaudit.process import TagFormat

_LINE = regex(r".+:\d+")  # what a file as a whole may do is told without one
_HEADS, _TAGS = "refs/heads/", "refs/tags/"
_LATEST = "latest"
_CANDIDATES = ("1.2.3-rc.1", "1.2.3rc1")
_MOST = 8
_WORKFLOWS = ".github/workflows"


class Asked:
    """A reference that the process states, for one event."""

    def __init__(self, stated: Stated, occurrence: Occurrence, version: str, pushes: ImagePushes) -> None:
        self.stated = stated
        self.occurrence = occurrence
        self.text = stated.text(occurrence, pushes.repository, version)
        self._found = [pushes.of(one) for one in _with_release(occurrence)]
        self._pushes = pushes

    @cached_property
    def pushed(self) -> Sequence[Pushed]:
        """What the event pushes to the target."""
        every = (one for found in self._found for one in found.pushed)
        return [
            one for one in every if registry_of(one.text) == self.stated.target or one.text.startswith(UNTOLD)
        ]

    @property
    def is_met(self) -> bool:
        """Whether a workflow of the process pushes it, or may, as far as that can be told."""
        told = (one for one in self.pushed if self._is_own(one) and not one.text.startswith(UNTOLD))
        return any(may_be(normal(one.text), self.text) for one in told)

    @property
    def met_elsewhere(self) -> Pushed | None:
        """What pushes it in a workflow that the process does not have."""
        others = [one for one in self.pushed if not self._is_own(one) and UNTOLD not in one.reference.tag]
        return next((one for one in others if may_be(normal(one.text), self.text)), None)

    @property
    def open_at(self) -> Sequence[str]:
        """What may push it without saying so: steps, jobs of other repositories' workflows, and what is not read."""
        every = (path for found in self._found for path in found.started)
        started = {path for path in every if self._pushes.knows(path)}
        idle = {one.path for one in self._pushes.known.workflows.workflows} - started
        unread = [one.detail.partition(" ")[0] for one in self._pushes.known.uses.doubts]
        return [
            *(place for found in self._found for place in found.open_at),
            *(place for place in unread if _LINE.fullmatch(place) and place.rpartition(":")[0] not in idle),
            *self._calls(started),
        ]

    @property
    def closest(self) -> Pushed | None:
        """What is pushed and most like it, by how it ends, and is no other reference that the process has."""
        known = [one for one in self.pushed if self._is_own(one) and not one.text.startswith(UNTOLD)]
        name = self.text.rpartition(":")[0]
        same = [one for one in known if may_be(normal(one.text).rpartition(":")[0], name)]
        return max(same or known, key=lambda one: _likeness(one.reference.tag, self.text), default=None)

    @property
    def when(self) -> str:
        """The event as a part of a sentence."""
        if self.occurrence.event == "release":
            return f"when a release such as {self.occurrence.name} is published"
        kind = "a tag such as" if self.occurrence.ref.startswith(_TAGS) else "branch"
        return f"when {kind} {self.occurrence.name} is pushed"

    @property
    def nowhere(self) -> InFile:
        """The workflow that should have done it."""
        said = self.stated.event.workflow
        name = said if isinstance(said, str) else next(iter(said), "")
        return InFile(path=f"{_WORKFLOWS}/{name}" if name else _WORKFLOWS)

    def _is_own(self, pushed: Pushed) -> bool:
        return self._pushes.knows(pushed.publication.route.start.path)

    def _calls(self, started: set[str]) -> Iterator[str]:
        for workflow in self._pushes.known.workflows.workflows:
            for job in workflow.jobs if workflow.path in started else ():
                if job.calls is not None and not job.calls.value.startswith("./"):
                    yield f"{workflow.path}:{workflow.file.place(job.calls).line}"


def asked_for(pushes: ImagePushes, form: TagFormat | Unknown) -> Iterator[Asked]:
    """Every reference that is stated, for every event that it is stated for."""
    for stated in pushes.stated:
        for occurrence, version in occurrences_of(stated, form):
            yield Asked(stated, occurrence, version, pushes)


def pushed_beside(asked: Sequence[Asked]) -> Iterator[tuple[Asked, Sequence[Pushed]]]:
    """What events push for certain and nobody states, by the job that does it."""
    by_event: dict[tuple[Occurrence, str], list[Asked]] = {}
    for one in asked:
        by_event.setdefault((one.occurrence, one.stated.target), []).append(one)
    for several in by_event.values():
        jobs: dict[tuple[str, str], list[Pushed]] = {}
        instead = [one.closest for one in several if not one.is_met]
        for pushed in several[0].pushed:
            is_known = not {UNTOLD, COMMIT} & set(pushed.reference.tag) and pushed.truth is Truth.YES
            if (
                is_known
                and pushed not in instead
                and not any(may_be(normal(pushed.text), one.text) for one in several)
            ):
                key = (pushed.publication.at.workflow.path, pushed.publication.route.name)
                jobs.setdefault(key, []).append(pushed)
        yield from ((several[0], found) for found in jobs.values())


def latest_by_branch(
    pushes: ImagePushes, form: TagFormat | Unknown, *, states_latest: bool
) -> Iterator[Pushed]:
    """`latest` on every push to the default branch, of images that releases push too."""
    if not pushes.default_branch:
        return
    released = [one for name in sample_tags(form) for one in _of_tag(pushes, name)]
    names = [_name(one) for one in released]
    for pushed in _latest(pushes.of(Occurrence("push", _HEADS + pushes.default_branch)).pushed):
        if any(may_be(_name(pushed), name) for name in names) and (released or states_latest):
            yield pushed


def latest_by_prerelease(
    pushes: ImagePushes, form: TagFormat | Unknown, existing: Sequence[str]
) -> Iterator[tuple[str, bool, Pushed]]:
    """`latest` for tags of pre-releases, those that are there first; told once for a place."""
    there = [name for name in existing if not is_final(name.removeprefix("v"))][:_MOST]
    could = [name for version in _CANDIDATES for name in sample_tags(form, version)]
    told: set[InFile] = set()
    for name in (*there, *could):
        for pushed in _latest(_of_tag(pushes, name)):
            if pushed.reference.place not in told:
                told.add(pushed.reference.place)
                yield name, name in there, pushed


def shown(reference: str) -> str:
    """A reference for people: dots for what the run alone knows."""
    return reference.replace(UNTOLD, "…").replace(COMMIT, "SHA")


def _of_tag(pushes: ImagePushes, name: str) -> Sequence[Pushed]:
    """What a tag pushes, itself and by the release of it."""
    is_prerelease = not is_final(name.removeprefix("v"))
    found = (
        pushes.of(one, is_prerelease=is_prerelease) for one in _with_release(Occurrence("push", _TAGS + name))
    )
    return [pushed for one in found for pushed in one.pushed]


def _with_release(occurrence: Occurrence) -> Sequence[Occurrence]:
    if not occurrence.ref.startswith(_TAGS):
        return (occurrence,)
    return (Occurrence("push", occurrence.ref), Occurrence("release", occurrence.ref, "published"))


def _latest(found: Sequence[Pushed]) -> Iterator[Pushed]:
    return (
        one
        for one in found
        if one.truth is Truth.YES and one.reference.tag == _LATEST and not one.text.startswith(UNTOLD)
    )


def _name(pushed: Pushed) -> str:
    return normal(pushed.text).rpartition(":")[0]


def _likeness(tag: str, text: str) -> tuple[bool, int]:
    """How much of the end is the same; what the reference's own tag ends with comes first."""
    own = text.rpartition(":")[2]
    pairs = zip(reversed(tag), reversed(own), strict=False)
    return own.endswith(tag), sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
