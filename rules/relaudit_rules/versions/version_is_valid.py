"""The version is one."""

from collections.abc import Iterator

from relaudit.api import HistorySince, Problem, Severity, Unknown, replace, rule
from relaudit.evidence.declared import VersionFile
from relaudit.evidence.past.bumps import Bumps, unread
from relaudit.evidence.schemes import form_for, is_valid, scheme_name
from relaudit.evidence.versions import PackageVersions, VersionFiles
from relaudit.process import VersionFormat


@rule(
    severity=Severity.ERROR,
    added="0.1",
    over=("version_files", "package_versions"),
    kinds={"in-history": Severity.WARNING},
)
def version_is_valid(
    version_files: VersionFiles,
    package_versions: PackageVersions,
    bumps: Bumps | Unknown,
    form: VersionFormat | Unknown,
    since: HistorySince,
) -> Iterator[Problem | Unknown]:
    """Every declared version is a version of the scheme that the process uses.

    Why:
        An index refuses a version that it cannot read, and it does so on release day, after the tag was
        pushed. Tools that compare versions sort an unreadable one before everything else.

    How to fix:
        Spell the version as the scheme wants it: `0.1.6a1` rather than `0.1.6 alpha 1`. When the project
        numbers its releases in another way, state it: `process.version.scheme` is `pep440`, `semver` or
        `calver` with a `pattern`.
    """
    for files in (version_files, *package_versions.by_package.values()):
        yield from files.unknowns
        yield from filter(None, (_invalid(file, form) for file in files.files))
    yield from unread(bumps, since)
    for bump in bumps.judged(since) if isinstance(bumps, Bumps) else ():
        for file in bump.files:
            problem = _invalid(file, form) if file.path in bump.changed else None
            if problem:
                yield replace(problem, kind="in-history", subject=bump.oid)


def _invalid(file: VersionFile, form: VersionFormat | Unknown) -> Problem | None:
    scheme = form_for(file.path, form if isinstance(form, VersionFormat) else None)
    if is_valid(file.version, scheme):
        return None
    message = f"'{file.version}' in {file.path} is no version of {scheme_name(scheme)}"
    return Problem(message, file.place(), subject=file.path)
