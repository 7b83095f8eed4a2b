"""What repeats the version repeats the right one."""

from collections.abc import Iterator, Sequence

from relaudit.api import Fix, InFile, Problem, Reason, Severity, Unknown, record, rule
from relaudit.evidence.repetition import SecondaryVersion
from relaudit.evidence.schemes import is_final, same
from relaudit.evidence.secondary import SecondaryVersions
from relaudit.evidence.tags import ReleaseTags
from relaudit.evidence.versions import VersionFiles, undeclared
from relaudit.process import VersionFormat


@rule(severity=Severity.WARNING, added="0.1", over="secondary_versions")
def secondary_versions_agree(
    secondary_versions: SecondaryVersions,
    version_files: VersionFiles,
    tags: ReleaseTags | Unknown,
    form: VersionFormat | Unknown,
) -> Iterator[Problem | Unknown]:
    """Image labels, charts, citations and documents that repeat the version repeat the project's.

    Why:
        An image that is labelled 3.4.0 and runs 3.5.0 is not found when a vulnerability of 3.5.0 is looked for. A
        chart's `appVersion` is what a cluster shows as installed, a citation what a paper names. Nothing breaks when
        they are forgotten, so they are.

    How to fix:
        Let the bump tool write them too, or have the build pass the version as an argument. What repeats the version
        in a document is judged where `process.version.secondary` names the document. Between two releases, when
        the project's version is one of development, the newest release is right as well.
    """
    yield from secondary_versions.unknowns
    for path in secondary_versions.missing:
        message = f"{path} is stated to repeat the version and does not exist"
        yield Problem(message, InFile(path=path), kind="missing", subject=path)
    for path in secondary_versions.silent:
        message = f"{path} is stated to repeat the version and mentions none"
        yield Problem(message, InFile(path=path), kind="silent", subject=path)
    right = _right(version_files, tags, form)
    if isinstance(right, Unknown):
        yield from (version_files.unknowns or [right]) if secondary_versions.found else ()
        return
    wrong: dict[tuple[str, str], list[SecondaryVersion]] = {}
    for item in secondary_versions.found:
        if not any(_agree(item, version) for version in right.versions):
            wrong.setdefault((item.file.path, item.file.key), []).append(item)
    for items in wrong.values():
        yield right.unsettled or _disagreement(items, right)


@record
class Right:
    """The versions that are right, the first of them the project's; `unsettled` when there may be others."""

    versions: Sequence[str]
    said: str
    place: InFile | None = None
    unsettled: Unknown | None = None


def _right(
    files: VersionFiles, tags: ReleaseTags | Unknown, form: VersionFormat | Unknown
) -> Right | Unknown:
    """The declared version, and while that is one of development the newest release; by the tags when they alone tell."""
    newest = _newest(tags)
    source = files.source
    if source is not None:
        said, place = f"{source.path} says {source.version}", source.place("the source of truth")
        if is_final(source.version) and "+" not in source.version:
            return Right((source.version,), said, place)
        unsettled = newest if isinstance(newest, Unknown) else None
        released = () if isinstance(newest, Unknown) else newest
        return Right((source.version, *released), said, place, unsettled)
    if not (isinstance(form, VersionFormat) and form.source == "tag"):
        return undeclared()
    return newest if isinstance(newest, Unknown) else Right(newest, f"the newest release is {newest[0]}")


def _newest(tags: ReleaseTags | Unknown) -> Sequence[str] | Unknown:
    """The newest release, and the newest final one."""
    if isinstance(tags, Unknown):
        return tags
    final = [tag.version for tag in tags.newest_first if is_final(tag.version)]
    found = [*(tag.version for tag in tags.newest_first[:1]), *final[:1]]
    detail = "no release is tagged, so there is none that the versions could be of"
    return found or next(iter(tags.unknowns), Unknown("ReleaseTags", Reason.UNDECIDABLE, detail=detail))


def _agree(item: SecondaryVersion, version: str) -> bool:
    written, whole = item.file.version.removeprefix("v"), version.removeprefix("v")
    return same(written, whole) or (item.short and whole.startswith(f"{written}."))


def _disagreement(items: Sequence[SecondaryVersion], right: Right) -> Problem:
    """One problem for all the places in which a file repeats a version, so that one fix ends it."""
    file = items[0].file
    message = f"{file.path} gives {file.version} as the version, {right.said}"
    related = (*(item.file.place("here too") for item in items[1:]), *([right.place] if right.place else []))
    return Problem(message, file.place(), related, kind=file.key, subject=file.path, fix=_fix(items, right))


def _fix(items: Sequence[SecondaryVersion], right: Right) -> Fix | None:
    if len(right.versions) > 1:
        return None
    edits = [item.file.edit(_wanted(item, right.versions[0])) for item in items]
    return Fix.of(f"writes {_wanted(items[0], right.versions[0])}", *edits, safe=True)


def _wanted(item: SecondaryVersion, version: str) -> str:
    """The version in the same form: with its `v`, and as short as it stands there."""
    written, parts = item.file.version, version.removeprefix("v").split(".")
    is_shortened = item.short and is_final(version)
    kept = parts[: written.count(".") + 1] if is_shortened else parts
    return ("v" if written.startswith("v") else "") + ".".join(kept)
