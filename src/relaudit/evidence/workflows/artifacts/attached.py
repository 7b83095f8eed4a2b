"""The declared files that workflows attach to releases, and whether the newest release has them."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.occasion import Today
from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.files import Text
from relaudit.evidence.git import Git
from relaudit.evidence.github.releases import Release, Releases
from relaudit.evidence.github.states import Asked, omitted, was_asked
from relaudit.evidence.tags import ReleaseTag, ReleaseTags
from relaudit.evidence.workflows.artifacts.declared import Declared, DeclaredArtifacts
from relaudit.evidence.workflows.artifacts.kept import KeptPath
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.publishing.model import Publication
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.triggers import takes_tag

_ASKED = Asked("Releases", "contents:read")
_RENAMED = regex(r"[^\w.+*?\[\]-]+")  # what GitHub puts a dot for in the name of an asset


@record
class Lacking:
    """A declared file, what attaches it, and a release that does not have it."""

    declared: Declared
    by: KeptPath
    release: Release


@record
class AttachedFiles:
    """Those that the newest release lacks, and why it is not known of others."""

    lacking: tuple[Lacking, ...] = ()
    unknowns: tuple[Unknown, ...] = ()


@evidence()
def attached_files(
    declared: DeclaredArtifacts, paths: ReleasePaths, releases: Releases | Unknown, tags: ReleaseTags | Unknown, git: Git | Unknown,
    workflows: Workflows, today: Today,
) -> AttachedFiles:  # fmt: skip
    """Judged by the newest release that has been out for a day, where its tag surely started what attaches them, and did so in the same file."""
    attached = [(one, by) for one in declared.files for by in one.kept if by.asset is not None]
    lacking = next((one for one in (releases, tags, git) if isinstance(one, Unknown)), None)
    if isinstance(releases, Unknown) or isinstance(tags, Unknown) or isinstance(git, Unknown):
        is_told = bool(attached) and lacking is not None and was_asked(lacking)
        return AttachedFiles(unknowns=(lacking,) if is_told and lacking is not None else ())
    tag, release = _newest(tags, releases, today)
    if tag is None or release is None:
        return AttachedFiles()
    sure = {id(one) for path in paths.paths if _is_started(path, tag) for one in _sources(path.publication)}
    meant = [
        (one, by) for one, by in attached
        if id(by.by) in sure and _is_same(by.workflow, tag, git, workflows)
    ]  # fmt: skip
    if meant and release.assets is None:
        return AttachedFiles(unknowns=(omitted("assets", _ASKED),))
    return AttachedFiles(tuple(_lacking(meant, release)))


def _newest(
    tags: ReleaseTags, releases: Releases, today: Today
) -> tuple[ReleaseTag, Release] | tuple[None, None]:
    """What was just published may still be made."""
    for tag in tags.newest_first:
        release = releases.of(tag.name)
        if release is not None and tag.is_judged and release.published[:10] < today.day.isoformat():
            return tag, release
    return None, None


def _is_started(path: ReleasePath, tag: ReleaseTag) -> bool:
    """Whether the push of the tag surely comes to the step."""
    trigger = path.workflow.trigger("push")
    is_by_tag = path.event == "push" and path.ref.startswith("refs/tags/")
    return path.truth is Truth.YES and is_by_tag and trigger is not None and takes_tag(trigger, tag.name)


def _sources(publication: Publication) -> Iterator[object]:
    """What publishes: the command, or the step where an action is all that it has."""
    yield publication.use
    if publication.at.step.action:
        yield publication.at.step


def _lacking(meant: Sequence[tuple[Declared, KeptPath]], release: Release) -> Iterator[Lacking]:
    for one, by in meant:
        pattern = _RENAMED.sub(".", by.asset or _name(one.file))
        if not any(fnmatchcase(name, pattern) for name in release.assets or ()):
            yield Lacking(one, by, release)


def _is_same(path: str, tag: ReleaseTag, git: Git, workflows: Workflows) -> bool:
    now, then = workflows.at(path), git.tree(tag.commit).read(path)
    return now is not None and isinstance(then, Text) and then.text == now.file.text.text


def _name(file: str) -> str:
    """A release has no folders."""
    return file.rpartition("/")[2].replace("{version}", "*")
