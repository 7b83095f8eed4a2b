"""Every file that declares the version says the same."""

from collections.abc import Iterator

from relaudit.api import InFile, Problem, Severity, Unknown, rule
from relaudit.evidence.declared import VersionFile
from relaudit.evidence.schemes import same
from relaudit.evidence.versions import VersionFiles


@rule(severity=Severity.ERROR, added="0.1", over="version_files")
def version_files_agree(version_files: VersionFiles) -> Iterator[Problem | Unknown]:
    """All files that declare the version hold the same one.

    Why:
        A package whose metadata says one version and whose `__version__` says another lies to everyone who
        reports a bug, pins a dependency or looks for the commit behind a release. It happens when a bump
        touches one file of several.

    How to fix:
        Write the version into the other files too, which `relaudit --fix` does, and let a tool bump all of
        them, or declare it once and read it from there. The first of `process.version.files` is the source
        of truth; without it, `pyproject.toml` is.
    """
    yield from version_files.unknowns
    for path in version_files.missing:
        yield Problem(
            f"{path} is stated to hold the version and does not exist",
            InFile(path=path),
            kind="missing",
            subject=path,
        )
    for path in version_files.silent:
        yield Problem(
            f"{path} is stated to hold the version and declares none",
            InFile(path=path),
            kind="silent",
            subject=path,
        )
    source = version_files.source
    for file in version_files.files[1:]:
        if source and not same(file.version, source.version):
            yield _disagreement(file, source)


def _disagreement(file: VersionFile, source: VersionFile) -> Problem:
    message = f"{file.path} says {file.version}, {source.path} says {source.version}"
    truth, fix = source.place("the source of truth"), file.fix(source.version)
    return Problem(message, file.place(), (truth,), subject=file.path, fix=fix)
