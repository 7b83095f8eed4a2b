"""Files that runs are said to keep."""

from collections.abc import Iterator

from relaudit.api import InSettings, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.workflows.artifacts.attached import AttachedFiles, Lacking
from relaudit.evidence.workflows.artifacts.declared import Declared, DeclaredArtifacts


@rule(severity=Severity.NOTICE, added="0.1", over="declared_artifacts")
def declared_artifacts_are_uploaded(
    declared_artifacts: DeclaredArtifacts, attached: AttachedFiles
) -> Iterator[Problem | Unknown]:
    """Every file that the process names under `artifacts` is uploaded by a workflow, or attached to a release, and the newest release has it.

    Why:
        What a run writes and does not upload is gone when the runner is. The day somebody asks for the coverage of the last release, or the
        report of the test that failed, there is nothing to look at.

    How to fix:
        Add a step with `actions/upload-artifact` and the file under `path`, with `if: always()` for what is wanted after a failure; or attach
        it to the release. Take out of `process.artifacts` what nobody needs. A release that lacks what the workflow attaches today, and attached then,
        broke off half-way, or what made the file did not: look at its run.
    """
    for one in declared_artifacts.files:
        if one.kept:
            continue
        if one.open_at:
            for place in one.open_at:
                detail = (
                    f"{place.path}:{place.line} may keep {one.file}: what it uploads is decided elsewhere"
                )
                yield Unknown("Artifacts", Reason.UNDECIDABLE, detail=detail)
            continue
        yield _problem(one)
    yield from attached.unknowns
    for lacking in attached.lacking:
        yield _not_attached(lacking)


def _not_attached(one: Lacking) -> Problem:
    release = InSettings(setting=f"release {one.release.tag}", url=one.release.page)
    message = f"the process has {one.declared.file} kept as {one.declared.name}, and the release {one.release.tag} does not have it"
    subject = f"{one.declared.name} {one.declared.file} {one.release.tag}"
    return Problem(message, release, (one.by.place,), kind="not-attached", subject=subject)


def _problem(one: Declared) -> Problem:
    why = "no step uploads it or attaches it to a release"
    if one.elsewhere:
        why = f"only {one.elsewhere[0].workflow} uploads it, which is none of its workflows"
    message = f"the process has {one.file} kept as {one.name}, and {why}"
    elsewhere = tuple(path.place for path in one.elsewhere[:1])
    stated = (one.stated,) if one.stated is not None and one.stated != one.place else ()
    return Problem(message, one.place, (*elsewhere, *stated), subject=f"{one.name} {one.file}")
