"""What was published was let go by somebody."""

from collections.abc import Iterator

from relaudit.api import InSettings, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.workflows.approved import ReviewedRun, Reviews


@rule(severity=Severity.WARNING, added="0.1", kinds={"self": Severity.NOTICE})
def releases_are_approved(reviews: Reviews) -> Iterator[Problem | Unknown]:
    """What was published from an environment that asks for a review was approved, and not only by who started it.

    Why:
        The guide says that a release waits for a second person. An administrator may pass by the review, and who starts a release may well approve it
        alone where the environment does not forbid it: then one stolen account is enough to publish.

    How to fix:
        Switch on *prevent self-review* in the environment, and take away *allow administrators to bypass*. Where the process proves a gate by a review,
        `proven = "by-review"`, the environment needs reviewers. Judged are the last three runs that published, of the last twenty; GitHub does not tell
        since when an environment asks for a review, so that a run without one counts once an earlier one had it. Rehearsals (TestPyPI) and pages need none.
    """
    yield from reviews.unknowns
    if not reviews:
        detail = "no run of late has published from an environment that asks for a review"
        yield Unknown("Reviews", Reason.INAPPLICABLE, detail=detail)
    for name, path in reviews.unreviewed.items():
        job = path.publication.route.name
        message = f"a gate is proven by review, and the environment {name} lets job {job} publish to {path.target} without one"
        setting = InSettings(setting=f"environment {name}", url=reviews.page)
        yield Problem(message, setting, (path.publication.place,), kind="no-review", subject=name)
    for one in reviews.runs:
        problem = _judged(one)
        if problem is not None:
            yield problem


def _judged(one: ReviewedRun) -> Problem | None:
    path, name = one.path, one.environment.name
    run = InSettings(setting=f"run {one.run.number} of {path.workflow.path}", url=one.run.page)
    published = f"on {one.run.day} job {path.publication.route.name} published to {path.target} from environment {name}"
    subject = f"{path.workflow.path} {one.run.number} {name}"
    if not one.by:
        message = f"{published}, which asks for a review, and nobody had approved it"
        return Problem(message, run, (path.publication.place,), subject=subject)
    if len(one.by) == 1 and one.by == one.run.by:
        message = f"{published}, started and approved by {next(iter(one.by))} alone"
        return Problem(message, run, (path.publication.place,), kind="self", subject=subject)
    return None
