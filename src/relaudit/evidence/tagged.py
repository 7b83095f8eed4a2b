"""The files that hold the version, as they were at each release tag."""

from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record, replace
from relaudit.evidence.components import Components
from relaudit.evidence.declared import Computed, Reading, VersionFile
from relaudit.evidence.git import Git, GitObject
from relaudit.evidence.readings import Readings
from relaudit.evidence.schemes import is_placeholder
from relaudit.evidence.tags import ReleaseTag, ReleaseTags
from relaudit.evidence.versions import VersionFiles
from relaudit.evidence.whereabouts import VersionPaths


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
    where: VersionPaths,
    readings: Readings,
    components: Components | Unknown,
) -> TaggedVersions:
    """Each tag's files, read in bulk."""
    wanted = [(tag, where.paths) for tag in tags.newest_first if tag.is_judged]
    placed = components.placed if isinstance(components, Components) else ()
    found = tuple(_at_tags(git, readings, [*wanted, *placed]))
    declared = any(tagged.files or tagged.unknowns or tagged.is_computed for tagged in found)
    unknowns = [
        *tags.unknowns,
        *(components.unknowns if isinstance(components, Components) else [components]),
    ]
    return TaggedVersions(found, (*unknowns, *(() if declared or not found else files.unknowns)))


def _at_tags(
    git: Git, readings: Readings, wanted: Sequence[tuple[ReleaseTag, Sequence[str]]]
) -> Iterator[TaggedVersion]:
    answers = git.stream([f"{tag.commit}:{path}" for tag, paths in wanted for path in paths])
    for tag, paths in wanted:
        read = [_as_tagged(tag, path, next(answers), readings) for path in paths]
        every = [item for item in read if isinstance(item, VersionFile)]
        files = tuple(file for file in every if not is_placeholder(file.version))
        is_computed = len(files) < len(every) or any(isinstance(item, Computed) for item in read)
        unknowns = tuple(item for item in read if isinstance(item, Unknown))
        yield TaggedVersion(tag, files, unknowns, is_computed)


def _as_tagged(tag: ReleaseTag, path: str, found: GitObject | Unknown | None, readings: Readings) -> Reading:
    """The version in one file at one tag."""
    if not isinstance(found, GitObject) or found.kind != "blob":
        return found if isinstance(found, Unknown) else None
    reading = readings.of(path, found)
    return replace(reading, ref=tag.name) if isinstance(reading, VersionFile) else reading
