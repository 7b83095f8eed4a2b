"""The declared files that workflows attach to releases, and whether the newest release has them."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.files import Text, normal
from relaudit.evidence.git import Git
from relaudit.evidence.github.releases import Release, Releases
from relaudit.evidence.github.states import Asked, omitted
from relaudit.evidence.tags import ReleaseTag, ReleaseTags
from relaudit.evidence.workflows.artifacts.declared import Declared, DeclaredArtifacts
from relaudit.evidence.workflows.artifacts.kept import KeptPath
from relaudit.evidence.workflows.read import Workflows

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
    declared: DeclaredArtifacts, releases: Releases, tags: ReleaseTags, git: Git, workflows: Workflows
) -> AttachedFiles:
    """Judged by the newest release of a version, where the workflow was then what it is now."""
    found = list(_found(declared, releases, tags, git, workflows))
    lacking = tuple(one for one in found if isinstance(one, Lacking))
    return AttachedFiles(lacking, tuple(dict.fromkeys(one for one in found if isinstance(one, Unknown))))


def _found(
    declared: DeclaredArtifacts, releases: Releases, tags: ReleaseTags, git: Git, workflows: Workflows
) -> Iterator[Lacking | Unknown]:
    judged = ((tag, releases.of(tag.name)) for tag in tags.newest_first if tag.is_judged)
    tag, release = next(((tag, one) for tag, one in judged if one is not None), (None, None))
    if tag is None or release is None:
        return
    for one in declared.files:
        by = next((path for path in one.kept if path.is_asset), None)
        if by is None or _is_folder(one.file, by) or not _is_same(by.workflow, tag, git, workflows):
            continue
        if release.assets is None:
            yield omitted("assets", _ASKED)
        elif not any(fnmatchcase(name, _pattern(one.file)) for name in release.assets):
            yield Lacking(one, by, release)


def _is_folder(file: str, by: KeptPath) -> bool:
    """Whether it is files in it that are attached."""
    return file.endswith("/") or normal(by.text).startswith(f"{normal(file)}/")


def _is_same(path: str, tag: ReleaseTag, git: Git, workflows: Workflows) -> bool:
    now, then = workflows.at(path), git.tree(tag.commit).read(path)
    return now is not None and isinstance(then, Text) and then.text == now.file.text.text


def _pattern(file: str) -> str:
    """How the asset is called: a release has no folders."""
    return _RENAMED.sub(".", file.rstrip("/").rpartition("/")[2].replace("{version}", "*"))
