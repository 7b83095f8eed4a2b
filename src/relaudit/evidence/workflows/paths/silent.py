"""Releases and tags that start no workflow, because the token of a run makes them, and the workflows that wait for them.

Follows "Triggering a workflow from a workflow" of GitHub's documentation: with that token, only `workflow_dispatch` and `repository_dispatch`
start anything.
"""

from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.order import conditions_of
from relaudit.evidence.workflows.patterns import Pattern
from relaudit.evidence.workflows.publishing.credentials import TOKEN
from relaudit.evidence.workflows.publishing.releases import makes_release, new_tag
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.triggers import is_plain

_TAGS = "refs/tags/"
_MADE = frozenset(("published", "created", "released", "prereleased"))  # of what is made and not a draft
_OTHERWISE = ("workflow_run", "repository_dispatch", "workflow_call")


@record
class AwaitedReleases:
    """The release paths that a tag or a release starts, and what cannot be told."""

    paths: tuple[ReleasePath, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.paths) + len(self.unknowns)


@record
class Silence:
    """`maker` makes a release or a tag that `waiter` is never started by."""

    maker: ReleasePath
    waiter: ReleasePath


@evidence()
def awaited_releases(found: ReleasePaths) -> AwaitedReleases:
    """Of all release paths, in their order."""
    return AwaitedReleases(tuple(path for path in found.paths if _waits(path)), found.unknowns)


def silences(awaited: AwaitedReleases, found: ReleasePaths, every: Workflows) -> Iterator[Silence]:
    """One for each step that makes something and each workflow that waits for it."""
    told: set[tuple[int, str]] = set()
    makers = [
        path for path in found.paths if path.publication.credential == TOKEN and path.truth is not Truth.NO
    ]
    for maker in makers:
        for waiter in awaited.paths:
            key = (id(maker.publication.at.step), waiter.workflow.path)
            if (
                key not in told
                and _would_start(maker, waiter)
                and not _is_started(waiter, maker, found, every)
            ):
                told.add(key)
                yield Silence(maker, waiter)


def _waits(path: ReleasePath) -> bool:
    return path.event in ("release", "create") or (path.event == "push" and path.ref.startswith(_TAGS))


def _would_start(maker: ReleasePath, waiter: ReleasePath) -> bool:
    """Whether what is made would start the other, were it made by anyone else."""
    if maker.workflow is waiter.workflow and maker.event == waiter.event:
        return False
    is_release = makes_release(maker.publication) is Truth.YES
    if waiter.event == "release":
        return (
            is_release
            and maker.event != "release"
            and (not waiter.types or not _MADE.isdisjoint(waiter.types))
        )
    is_new = maker.event != "release" and not maker.ref.startswith(
        _TAGS
    )  # else the tag is there, or one that moves is moved
    is_asked = any("refs/tags" in said or "ref_type" in said for said in conditions_of(maker.publication))
    return is_new and not is_asked and (is_release or maker.target == "tag") and _may_match(maker, waiter)


def _may_match(maker: ReleasePath, waiter: ReleasePath) -> bool:
    """Whether the tag that is made fits the filter, as far as its name is known; one without a number is no release."""
    tag, pattern = new_tag(maker.publication), waiter.ref.removeprefix(_TAGS)
    if tag is None:
        return False
    if tag.is_whole:
        return any(map(str.isdigit, tag.name)) and Pattern.of(pattern or "**").matches(tag.name)
    start = pattern[: next((at for at, one in enumerate(pattern) if not is_plain(one)), len(pattern))]
    return tag.name.startswith(start) or start.startswith(tag.name)


def _is_started(waiter: ReleasePath, maker: ReleasePath, found: ReleasePaths, every: Workflows) -> bool:
    """Whether the same is published otherwise: by the run itself, or by a start that the token may make."""
    same = [path for path in found.paths if path.target == waiter.target and path is not waiter]
    if any(path.workflow is maker.workflow and path.event == maker.event for path in same):
        return True
    own = [path for path in same if path.workflow is waiter.workflow]
    if any(path.event in _OTHERWISE for path in own) or _calls(maker.workflow, waiter.workflow, every):
        return True
    is_startable = any(path.event == "workflow_dispatch" for path in own)
    return is_startable and _names(maker, waiter.workflow)


def _calls(caller: Workflow, callee: Workflow, every: Workflows) -> bool:
    return any(every.called(job) is callee for job in caller.jobs)


def _names(maker: ReleasePath, workflow: Workflow) -> bool:
    """Whether the workflow, or one on the way to the job, says the other's file or name: as `gh workflow run` does."""
    texts: Sequence[str] = [route.workflow.file.text.text for route in maker.publication.route.chain]
    names = [workflow.path.rpartition("/")[2], workflow.text("name")]
    return any(name in text for text in texts for name in names if name)
