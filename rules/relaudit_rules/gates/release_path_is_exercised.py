"""Release workflows that run before the day of the release."""

from collections.abc import Iterator

from relaudit.api import InRef, Problem, Severity, Unknown, rule
from relaudit.evidence.github.runs import Run
from relaudit.evidence.workflows.paths.exercised import Unexercised, UnexercisedPaths
from relaudit.evidence.workflows.paths.model import ReleasePaths
from relaudit.evidence.workflows.started import StartedRuns


@rule(severity=Severity.WARNING, added="0.1", over="release_paths")
def release_path_is_exercised(
    release_paths: ReleasePaths, unexercised: UnexercisedPaths, started: StartedRuns
) -> Iterator[Problem | Unknown]:
    """A workflow that was changed since the last release runs somewhere before it publishes the next one.

    Why:
        A workflow that only a tag starts is tried out on the day that it has to work. The input that an action no longer has, the
        script that moved: all of it is found when the tag is public and half of the release is out.

    How to fix:
        Start it on pull requests or by hand as well, and skip no more than the step that publishes: `if: github.event_name == 'push'`. Or move the build to
        a workflow that both call. A file that is as it was at the last release is not judged: that release was the rehearsal; nor one that has run
        to its end as it is now, as far as GitHub is asked.
    """
    yield from release_paths.unknowns
    yield from unexercised.unknowns
    yield from (_problem(one) for one in unexercised.found if not _has_run(one, started))


def _has_run(one: Unexercised, started: StartedRuns) -> bool:
    """Whether the last run of the workflow was of the files as they are, and succeeded."""
    run = started.last(one.path.workflow)
    return isinstance(run, Run) and run.conclusion == "success"


def _problem(one: Unexercised) -> Problem:
    what = f"is new since {one.tag.name}" if one.is_new else f"was changed since {one.tag.name}"
    way = f"publishing to {one.path.target}"
    message = (
        f"{one.file} {what}, and nothing runs it but a release, so that {way} is tried out by the next one"
    )
    related = (one.change.place(), InRef(name=one.tag.name))
    return Problem(message, one.path.publication.place, related, subject=one.file)
