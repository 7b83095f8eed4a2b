"""The files that hold the version, as they were at each release tag."""

from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.components import Components
from relaudit.evidence.declared import Computed, Reading, VersionFile, version_in
from relaudit.evidence.files import Text
from relaudit.evidence.git import Git, GitObject
from relaudit.evidence.past.line import LineFiles
from relaudit.evidence.readings import Readings
from relaudit.evidence.schemes import is_placeholder
from relaudit.evidence.tags import ReleaseTag, ReleaseTags
from relaudit.evidence.versions import VersionFiles
from relaudit.evidence.whereabouts import VersionPaths

Wanted = tuple[ReleaseTag, Sequence[str]]


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
    line: LineFiles,
    components: Components | Unknown,
) -> TaggedVersions:
    """Each tag's files, read in bulk."""
    wanted = [(tag, where.paths) for tag in tags.newest_first if tag.is_judged]
    placed = components.placed if isinstance(components, Components) else ()
    found = (*_at_tags(git, readings, line, wanted), *_at_tags(git, readings, LineFiles({}), placed))
    declared = any(tagged.files or tagged.unknowns or tagged.is_computed for tagged in found)
    unknowns = [
        *tags.unknowns,
        *(components.unknowns if isinstance(components, Components) else [components]),
    ]
    return TaggedVersions(found, (*unknowns, *(() if declared or not found else files.unknowns)))


def _at_tags(
    git: Git, readings: Readings, line: LineFiles, wanted: Sequence[Wanted]
) -> Iterator[TaggedVersion]:
    """What the likely files say; where they point elsewhere, what is there."""
    found = list(_read(git, readings, line, wanted))
    astray = [(tag, pointer) for tag, read in found if (pointer := _pointer(read))]
    answers = git.stream([f"{tag.commit}:{path}" for tag, pointer in astray for path in pointer.at])
    for tag, read in found:
        pointer = _pointer(read)
        said = (
            [_declared(path, next(answers), readings, pointer.name) for path in pointer.at] if pointer else []
        )
        yield _tagged(
            tag, [*read, *(item for item in said if isinstance(item, VersionFile))][: len(read) + 1]
        )


def _pointer(read: Sequence[Reading]) -> Computed | None:
    """The first file that points at another, where no file says the version itself."""
    if any(isinstance(item, VersionFile) for item in read):
        return None
    return next((item for item in read if isinstance(item, Computed) and item.at), None)


def _read(
    git: Git, readings: Readings, line: LineFiles, wanted: Sequence[Wanted]
) -> Iterator[tuple[ReleaseTag, list[Reading]]]:
    """On the line of HEAD the objects are known; elsewhere they are asked for by commit and path."""
    known = {tag.name: line.at(tag.commit) for tag, paths in wanted}
    keys = [
        (path, oid)
        for tag, paths in wanted
        if (blobs := known[tag.name])
        for path in paths
        if (oid := blobs.get(path))
    ]
    said = readings.of_blobs(git, keys)
    elsewhere = [(tag, paths) for tag, paths in wanted if known[tag.name] is None]
    answers = git.stream([f"{tag.commit}:{path}" for tag, paths in elsewhere for path in paths])
    for tag, paths in wanted:
        blobs = known[tag.name]
        if blobs is None:
            yield tag, [_declared(path, next(answers), readings) for path in paths]
        else:
            yield tag, [said[path, oid] for path in paths if (oid := blobs.get(path))]


def _tagged(tag: ReleaseTag, read: Sequence[Reading]) -> TaggedVersion:
    every = [item for item in read if isinstance(item, VersionFile)]
    files = tuple(file.at(tag.name) for file in every if not is_placeholder(file.version))
    is_computed = len(files) < len(every) or any(isinstance(item, Computed) for item in read)
    return TaggedVersion(tag, files, tuple(item for item in read if isinstance(item, Unknown)), is_computed)


def _declared(path: str, found: GitObject | Unknown | None, readings: Readings, name: str = "") -> Reading:
    """The version in one file of a commit."""
    if not isinstance(found, GitObject) or found.kind != "blob":
        return found if isinstance(found, Unknown) else None
    return version_in(Text.decoded(path, found.content), name) if name else readings.of(path, found)
