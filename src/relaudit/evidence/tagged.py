"""The files that hold the version, as they were at each release tag."""

from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record, replace
from relaudit.evidence.declared import Computed, Reading, VersionFile, version_in
from relaudit.evidence.files import Text, normal
from relaudit.evidence.git import Git, GitObject
from relaudit.evidence.project import Project
from relaudit.evidence.schemes import is_placeholder
from relaudit.evidence.tags import ReleaseTag, ReleaseTags
from relaudit.evidence.versions import VersionFiles
from relaudit.process import VersionFormat

_USUAL = ("pyproject.toml", "VERSION")
Cache = dict[tuple[str, str], Reading]


@record
class TaggedVersion:
    """A release tag with the version files as they were at it.

    `is_computed` tells that some file took its version from elsewhere, which may well be the tag.
    """

    tag: ReleaseTag
    files: tuple[VersionFile, ...]
    unknowns: tuple[Unknown, ...] = ()
    is_computed: bool = False


@record
class TaggedVersions:
    """Every release tag, newest version first; empty when a version was never written in a file."""

    tags: tuple[TaggedVersion, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        declared = any(tagged.files or tagged.unknowns for tagged in self.tags)
        return len(self.unknowns) + (len(self.tags) if declared else 0)


@evidence()
def tagged_versions(
    git: Git,
    tags: ReleaseTags,
    files: VersionFiles,
    project: Project | Unknown,
    form: VersionFormat | Unknown,
) -> TaggedVersions:
    """Each tag's files, read in bulk: the stated ones, or those that hold a version today and where they were before."""
    stated = form.files if isinstance(form, VersionFormat) and form.states("files") else ()
    paths = tuple(filter(None, map(normal, stated))) or _likely(files, project)
    judged = [tag for tag in tags.newest_first if tag.is_judged]
    found = tuple(_at_tags(git, judged, paths))
    declared = any(tagged.files or tagged.unknowns or tagged.is_computed for tagged in found)
    return TaggedVersions(
        found, tags.unknowns if declared or not found else (*tags.unknowns, *files.unknowns)
    )


def _likely(files: VersionFiles, project: Project | Unknown) -> Sequence[str]:
    today = [file.path for file in files.files]
    moved = [path.removeprefix("src/") for path in today]
    names = project.modules if isinstance(project, Project) else ()
    usual = [f"{folder}{name}/__init__.py" for name in names for folder in ("", "src/")]
    return tuple(dict.fromkeys(filter(None, map(normal, [*today, *moved, *_USUAL, *usual]))))


def _at_tags(git: Git, tags: Sequence[ReleaseTag], paths: Sequence[str]) -> Iterator[TaggedVersion]:
    cache: Cache = {}
    answers = git.stream([f"{tag.commit}:{path}" for tag in tags for path in paths])
    for tag in tags:
        read = [_as_tagged(tag, path, next(answers), cache) for path in paths]
        is_computed = any(isinstance(item, Computed) for item in read)
        files = tuple(item for item in read if isinstance(item, VersionFile))
        if is_computed:
            files = tuple(file for file in files if not is_placeholder(file.version))
        unknowns = tuple(item for item in read if isinstance(item, Unknown))
        yield TaggedVersion(tag, files, unknowns, is_computed)


def _as_tagged(
    tag: ReleaseTag,
    path: str,
    found: GitObject | Unknown | None,
    cache: Cache,
) -> Reading:
    """The version in one file at one tag; a file that did not change is parsed once."""
    if not isinstance(found, GitObject) or found.kind != "blob":
        return found if isinstance(found, Unknown) else None
    key = (path, found.oid)
    if key not in cache:
        cache[key] = version_in(Text.decoded(path, found.content, tag.name))
    reading = cache[key]
    return replace(reading, ref=tag.name) if isinstance(reading, VersionFile) else reading
