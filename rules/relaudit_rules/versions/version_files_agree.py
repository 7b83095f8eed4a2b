"""Every file that declares the version says the same."""

from collections.abc import Iterator

from relaudit.api import HistorySince, InFile, Problem, Severity, Unknown, rule
from relaudit.evidence.declared import VersionFile
from relaudit.evidence.past.bumps import Bump, Bumps, unread
from relaudit.evidence.schemes import same
from relaudit.evidence.versions import PackageVersions, VersionFiles
from relaudit.process import VersionFormat

_MANY = 3


@rule(
    severity=Severity.ERROR, added="0.1", over=("version_files", "package_versions"),
    kinds={"in-history": Severity.WARNING, "no-source": Severity.NOTICE},
)  # fmt: skip
def version_files_agree(
    version_files: VersionFiles,
    package_versions: PackageVersions,
    bumps: Bumps | Unknown,
    form: VersionFormat | Unknown,
    since: HistorySince,
) -> Iterator[Problem | Unknown]:
    """All files that declare the version hold the same one.

    Why:
        A package whose metadata says one version and whose `__version__` says another lies to everyone who
        reports a bug, pins a dependency or looks for the commit behind a release. It happens when a bump
        touches one file of several.

    How to fix:
        Write the version into the other files too, which `relaudit --fix` does, and let a tool bump all of them, or declare
        it once and read it from there. The first of `process.version.files` is the source of truth; without it,
        `pyproject.toml` is. Packages of one repository are not compared with each other. Commits of the past that changed one file
        of several are warnings; `history-since` leaves them alone.
    """
    for files in (version_files, *package_versions.by_package.values()):
        yield from files.unknowns
        yield from _missing(files)
        source = files.source
        for file in files.files[1:]:
            if source and not same(file.version, source.version):
                yield _disagreement(file, source)
    yield from _without_source(version_files, form)
    yield from unread(bumps, since)
    if isinstance(bumps, Bumps):
        yield from (_halfway(bump) for bump in bumps.judged(since) if bump.changed and _wrong(bump))


def _missing(files: VersionFiles) -> Iterator[Problem]:
    for path in files.missing:
        message = f"{path} is stated to hold the version and does not exist"
        yield Problem(message, InFile(path=path), kind="missing", subject=path)
    for path in files.silent:
        message = f"{path} is stated to hold the version and declares none"
        yield Problem(message, InFile(path=path), kind="silent", subject=path)


def _disagreement(file: VersionFile, source: VersionFile) -> Problem:
    message = f"{file.path} says {file.version}, {source.path} says {source.version}"
    truth, fix = source.place("the source of truth"), file.fix(source.version)
    return Problem(message, file.place(), (truth,), subject=file.path, fix=fix)


def _without_source(files: VersionFiles, form: VersionFormat | Unknown) -> Iterator[Problem]:
    """Three places to bump by hand, and nobody says which of them is right when they differ."""
    is_stated = isinstance(form, VersionFormat) and (form.files or form.bumped_by)
    if len(files.files) >= _MANY and not is_stated:
        names = ", ".join(file.path for file in files.files)
        message = f"{names} all hold the version, and none is declared to be the source of truth"
        yield Problem(message, files.files[0].place(), kind="no-source")


def _wrong(bump: Bump) -> list[VersionFile]:
    return [file for file in bump.files[1:] if not same(file.version, bump.after)]


def _halfway(bump: Bump) -> Problem:
    changed = next(file for file in bump.files if file.path in bump.changed)
    left = [file for file in bump.files if not same(file.version, changed.version)]
    said = ", ".join(f"{file.path} says {file.version}" for file in left)
    message = f"commit {bump.name} sets {changed.path} to {changed.version}, and {said}"
    return Problem(
        message, bump.place(), tuple(file.place() for file in left), kind="in-history", subject=bump.oid
    )
