"""Rehearsals before what counts."""

from collections.abc import Iterator

from relaudit.api import Problem, Severity, Unknown, rule
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.paths.staging import StagedUpload, StagedUploads
from relaudit.evidence.workflows.paths.told import starting


@rule(severity=Severity.WARNING, added="0.1", over="staged_uploads")
def staging_comes_first(staged_uploads: StagedUploads) -> Iterator[Problem | Unknown]:
    """What is published to PyPI has been published to TestPyPI before, where the process or the run does both.

    Why:
        TestPyPI finds the description that cannot be shown, the file that is missing, the version that is wrong, where it costs nothing. It finds
        them too late when the upload to PyPI runs beside it, or in a run that never asked what became of it.

    How to fix:
        Put both into one run, the job for PyPI behind the other (`needs`). Where they answer different events, let the later run ask: install
        the version from TestPyPI before the upload, or start on `workflow_run`. The process states it as `process.events.NAME.after = "testpypi"`, or
        in the `order` of an event.
    """
    yield from staged_uploads.unknowns
    told: set[tuple[int, str]] = set()
    for one in staged_uploads.uploads:
        key = (id(one.path.publication.at.step), one.path.target)
        if one.waits is Truth.NO and key not in told:
            told.add(key)
            yield _problem(one)


def _problem(one: StagedUpload) -> Problem:
    path, publication = one.path, one.path.publication
    name = publication.route.name
    if one.event:
        why = f"without asking for {one.stage}, which the process puts before it (event {one.event})"
    else:
        why = f"without waiting for the upload to {one.stage}, which may show that it should not"
    publishes = "publishes" if path.truth is Truth.YES else "may publish"
    message = f"job {name} {publishes} to {path.target} {starting(path)} {why}"
    subject = f"{publication.at.workflow.path} {name} {path.target}"
    related = tuple(other.publication.place for other in one.rehearsals[:1])
    return Problem(message, publication.place, related, kind="stated" if one.event else "", subject=subject)
