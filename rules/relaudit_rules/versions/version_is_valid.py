"""The version is one."""

from collections.abc import Iterator

from relaudit.api import Problem, Severity, Unknown, rule
from relaudit.evidence.schemes import is_valid, scheme_name
from relaudit.evidence.versions import VersionFiles
from relaudit.process import VersionFormat


@rule(severity=Severity.ERROR, added="0.1", over="version_files")
def version_is_valid(
    version_files: VersionFiles, form: VersionFormat | Unknown
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
    yield from version_files.unknowns
    scheme = form if isinstance(form, VersionFormat) else VersionFormat()
    for file in version_files.files:
        if not is_valid(file.version, scheme):
            message = f"'{file.version}' in {file.path} is no version of {scheme_name(scheme)}"
            yield Problem(message, file.place(), subject=file.path)
