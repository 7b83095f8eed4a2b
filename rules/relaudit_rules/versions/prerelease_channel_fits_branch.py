"""Each branch carries the kind of version that it is for."""

from collections.abc import Iterator

from relaudit.api import Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.declared import VersionFile
from relaudit.evidence.past.channels import BranchVersions
from relaudit.evidence.schemes import stage_of
from relaudit.process import VersionFormat


@rule(severity=Severity.WARNING, added="0.1", over="branch_versions")
def prerelease_channel_fits_branch(
    branch_versions: BranchVersions, form: VersionFormat
) -> Iterator[Problem | Unknown]:
    """Every branch declares a version of a kind that the process has for it.

    Why:
        What is built from the integration branch goes to a test index under the version that the branch declares. If that is a final
        version, the number is taken before the release, or testers believe that they have it.

    How to fix:
        Bump the branch to a pre-release, `1.3.0b1`, or to the final version where it is the release branch. The kinds are stated as
        `process.version.prerelease`: `{ develop = ["alpha", "beta", "rc"], main = [] }`.
    """
    if not form.prerelease:
        yield Unknown("VersionFormat", Reason.UNSTATED, needs="process.version.prerelease")
    yield from branch_versions.unknowns
    for name, (pattern, file) in branch_versions.by_branch.items():
        kinds = form.prerelease[pattern]
        stage = stage_of(file.version)
        if stage and stage not in (*kinds, "dev") if kinds else stage:
            yield _unfit(
                name, file, f"a version of kind {stage}", " or ".join(kinds) or "final versions only"
            )
        elif kinds and not stage:
            yield _unfit(name, file, "a final version", " or ".join(kinds))


def _unfit(branch: str, file: VersionFile, has: str, wanted: str) -> Problem:
    message = f"branch {branch} carries {file.version}, {has}, and is for {wanted}"
    return Problem(message, file.place(), subject=branch)
