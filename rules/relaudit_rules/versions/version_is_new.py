"""A release gets a number that is still free."""

from collections.abc import Iterator

from relaudit.api import InRef, Moment, Occasion, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.declared import VersionFile, version_in
from relaudit.evidence.files import Text
from relaudit.evidence.past.proposed import Proposed
from relaudit.evidence.schemes import is_development, same
from relaudit.evidence.tags import ReleaseTags
from relaudit.evidence.versions import VersionFiles


@rule(severity=Severity.ERROR, added="0.1", over="version_files")
def version_is_new(
    version_files: VersionFiles, tags: ReleaseTags, change: Proposed | Unknown, occasion: Occasion
) -> Iterator[Problem | Unknown]:
    """A version that a change declares, or that is about to be tagged, was not released before.

    Why:
        An index refuses a file that it has already, and does so after the tag was pushed and the tests ran. The number is burned: the
        release has to be made again under another one.

    How to fix:
        Bump to the next free version. This is judged for a change (`--changed-since REV`, a pull request) that sets the version, and
        before a tag; a version that was just released is none to be released. Whether an index has the
        version already cannot be told without asking it.
    """
    if isinstance(change, Unknown) and occasion.moment is not Moment.BEFORE_TAG:
        yield change
        return
    yield from tags.unknowns
    source = version_files.source
    if source is None or is_development(source.version) or not _is_set(source, change):
        yield from version_files.unknowns
        yield Unknown("VersionFiles", Reason.INAPPLICABLE, detail="the change sets no version to be released")
        return
    taken = tags.of(source.version)
    if taken:
        message = f"{source.path} is set to {source.version}, which is tagged {taken.name} already"
        yield Problem(message, source.place(), (InRef(name=taken.name),), subject=source.path)
    else:
        detail = f"whether an index has {source.version} already"
        yield Unknown("Registries", Reason.OFFLINE, needs="the package index", detail=detail)


def _is_set(source: VersionFile, change: Proposed | Unknown) -> bool:
    """Whether the change gives the source of truth another version; before a tag it stands as it is."""
    if isinstance(change, Unknown):
        return True
    before = change.before.read(source.path)
    said = version_in(before) if isinstance(before, Text) else None
    return not (isinstance(said, VersionFile) and same(said.version, source.version))
