"""A lock file holds the version of the project that it locks."""

from collections.abc import Iterator

from relaudit.api import InFile, Problem, Severity, Unknown, rule
from relaudit.evidence.locked import LockFile, LockFiles
from relaudit.evidence.schemes import same


@rule(severity=Severity.WARNING, added="0.1", over="lock_files")
def lockfile_version_agrees(lock_files: LockFiles) -> Iterator[Problem | Unknown]:
    """The lock file's own entry for the project has the version of the manifest.

    Why:
        The entry is written by the tool that locks, whenever it locks. One of another version tells that nobody
        has locked since the bump: an installation that insists on the lock file, as CI does with `--locked`,
        `--frozen` or `npm ci`, fails on the day of the release, and the bump commit is followed by a stray one.

    How to fix:
        Lock again after the bump, in the same commit: `uv lock`, `cargo update --workspace`,
        `npm install --package-lock-only`. Let the bump tool do it, in a hook before it commits.
    """
    yield from lock_files.unknowns
    for file in lock_files.files:
        wrong = [entry for entry in file.entries if not same(entry.version, file.manifest.version)]
        if not file.entries:
            yield _without_entry(file)
        elif wrong:
            manifest = file.manifest
            message = f"{file.path} holds {wrong[0].version} of the project, {manifest.path} says {manifest.version}"
            others = tuple(entry.place("here too") for entry in wrong[1:])
            related = (*others, manifest.place("the manifest"))
            yield Problem(message, wrong[0].place(), related, subject=file.path)


def _without_entry(file: LockFile) -> Problem:
    message = f"{file.path} has no entry for {file.name}: it was not locked since the project got this name"
    place = file.stranger.place("the project that was locked") if file.stranger else InFile(path=file.path)
    return Problem(message, place, (file.manifest.place("the manifest"),), kind="absent", subject=file.path)
