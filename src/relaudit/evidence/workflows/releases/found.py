"""The steps that make GitHub Releases, and the tags that they make them for."""

from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.files import Text
from relaudit.evidence.git import Git
from relaudit.evidence.schemes import is_final
from relaudit.evidence.tags import ReleaseTag, ReleaseTags
from relaudit.evidence.workflows.events import starts
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.paths.found import Evidence, paths_from
from relaudit.evidence.workflows.publishing.model import Publication
from relaudit.evidence.workflows.releases.making import (
    Flag,
    flag_of,
    happens,
    maker_of,
    said_in,
    said_of,
    speaks,
)
from relaudit.evidence.workflows.running.journey import JobRun
from relaudit.evidence.workflows.running.occurrence import Occurrence

_TAGS = "refs/tags/"
_MOST = 8


@record
class Unflagged:
    """A release of a pre-release that would be the latest; `tag` is one that is there, or None for one that may come."""

    name: str
    publication: Publication
    tag: ReleaseTag | None = None


@record
class Constant:
    """An expression that says the same of every release."""

    publication: Publication
    value: bool


class GithubReleases:
    """What makes releases, by the steps."""

    def __init__(self, known: Evidence, git: Git | Unknown) -> None:
        self._known = known
        self._git = git
        uses = [use for use in known.uses.uses if maker_of(use) is not None]
        refused = known.refused.by_path
        self.steps = {id(use.at.step): use for use in uses if use.at.workflow.path not in refused}

    def __len__(self) -> int:
        return len(self.steps)

    def constants(self) -> Iterator[Constant]:
        """The expressions that come to one and the same whatever starts the workflow."""
        found: dict[int, list[tuple[Publication, bool | None]]] = {}
        for workflow in self._workflows():
            for trigger in workflow.triggers:
                for start in starts(trigger):
                    for publication, run, _ in paths_from(start, workflow, self._known):
                        said = said_of(publication)
                        if said is not None and id(publication.at.step) in self.steps:
                            value = said_in(said, publication, run)
                            found.setdefault(id(publication.at.step), []).append((publication, value))
        for several in found.values():
            values = {value for _, value in several}
            value = next(iter(values))
            if len(values) == 1 and value is not None:
                yield Constant(several[0][0], value)

    def unflagged(self, tags: Sequence[ReleaseTag], samples: Sequence[str]) -> Iterator[Unflagged]:
        """Each step once: with a tag of a pre-release that it made a release for, else with one that may come."""
        told: set[int] = set()
        there = [tag for tag in tags if tag.is_judged and not is_final(tag.version)][:_MOST]
        for name, tag in (*((tag.name, tag) for tag in there), *((name, None) for name in samples)):
            for publication, run in self._of_tag(name):
                step = id(publication.at.step)
                is_late = (
                    said_of(publication) is not None if tag is None else not self._was_there(tag, publication)
                )
                if step in told or is_late or not happens(publication, run):
                    continue
                if flag_of(publication, run) is Flag.LATEST:
                    told.add(step)
                    yield Unflagged(name, publication, tag)

    def _of_tag(self, name: str) -> Iterator[tuple[Publication, JobRun]]:
        """What the push of a tag makes releases with."""
        occurrence = Occurrence("push", _TAGS + name)
        for workflow in self._workflows():
            trigger = workflow.trigger(occurrence.event)
            if trigger is not None and occurrence.takes(trigger) is not Truth.NO:
                for start in occurrence.starts(trigger):
                    found = paths_from(start, workflow, self._known)
                    yield from ((one, run) for one, run, _ in found if id(one.at.step) in self.steps)

    def _was_there(self, tag: ReleaseTag, publication: Publication) -> bool:
        """Whether the same action or command made releases, and spoke of no pre-releases, when the tag was made."""
        path = publication.at.file.text.path
        text = None if isinstance(self._git, Unknown) else self._git.tree(tag.commit).read(path)
        said = text.text.lower() if isinstance(text, Text) else ""
        return publication.how.lower() in said and not speaks(said)

    def _workflows(self) -> Iterator[Workflow]:
        for workflow in self._known.workflows.workflows if self.steps else ():
            if workflow.path not in self._known.refused.by_path:
                yield workflow


def prereleases(tags: ReleaseTags) -> Sequence[ReleaseTag]:
    """The tags of pre-releases that are judged."""
    return [tag for tag in tags.newest_first if tag.is_judged and not is_final(tag.version)]


@evidence()
def github_releases(known: Evidence, git: Git | Unknown) -> GithubReleases:
    """By the table of what makes releases."""
    return GithubReleases(known, git)
