"""Tags tell the truth."""

from collections.abc import Iterator

from relaudit.api import Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.declared import VersionFile
from relaudit.evidence.schemes import same
from relaudit.evidence.tagged import TaggedVersion, TaggedVersions

_NAMED = 5


@rule(severity=Severity.ERROR, added="0.1", over="tagged_version_files")
def tags_match_versions(tagged_version_files: TaggedVersions) -> Iterator[Problem | Unknown]:
    """At every release tag, the version files say what the tag says.

    Why:
        Whoever builds from the tag gets a package of another version: the index refuses it as a duplicate,
        or worse, accepts it. A bug reported against the version cannot be found in the source.

    How to fix:
        Bump first and tag the commit that has the bump. A published tag is not moved: release again under
        the next version, and waive the old tag by `refs` with `until = "forever"`.
    """
    yield from tagged_version_files.unknowns
    undeclared: list[str] = []
    for tagged in tagged_version_files.tags:
        yield from tagged.unknowns
        wrong = [file for file in tagged.files if not same(file.version, tagged.tag.version)]
        if wrong:
            yield _mismatch(tagged, wrong)
        if not (tagged.files or tagged.unknowns or tagged.is_computed):
            undeclared.append(tagged.tag.name)
    every = len(tagged_version_files.tags)
    if undeclared and len(undeclared) < every:
        shown = ", ".join(undeclared[:_NAMED]) + (" …" if len(undeclared) > _NAMED else "")
        detail = f"no file declares the version at {len(undeclared)} of {every} tags: {shown}"
        yield Unknown("TaggedVersions", Reason.UNDECIDABLE, detail=detail)


def _mismatch(tagged: TaggedVersion, wrong: list[VersionFile]) -> Problem:
    said = ", ".join(f"{file.path} says {file.version}" for file in wrong)
    first, *others = (file.place() for file in wrong)
    return Problem(f"at tag {tagged.tag.name} {said}", first, tuple(others), subject=tagged.tag.name)
