"""What has to pass is what was promised."""

from collections.abc import Iterator

from relaudit.api import InFile, Problem, Severity, Unknown, rule
from relaudit.evidence.workflows.covering import GateCover, GateCovers


@rule(severity=Severity.WARNING, added="0.1")
def required_checks_cover_gates(covers: GateCovers) -> Iterator[Problem | Unknown]:
    """Every gate that the process declares is run by a required check of the branch that releases come from.

    Why:
        The guide says that tests, types and lint pass before anything is merged. GitHub waits for the one check that somebody ticked; the
        others may be red, and the pull request is green enough to be merged.

    How to fix:
        Require the check of the job that runs the gate, or of one job that needs all others. Judged are the production branches, where
        checks are required by the process or by GitHub.
    """
    yield from covers.unknowns
    for one in covers.missing:
        yield _problem(one)


def _problem(one: GateCover) -> Problem:
    if one.jobs:
        job = one.jobs[0]
        place = job.workflow.file.place(job.job.key)
        message = f"no required check of {one.branch} runs {one.gate}: job {job.job.id}, which does, may fail and the pull request be merged"
    else:
        place = InFile(path=".github/workflows")
        message = (
            f"no required check of {one.branch} runs {one.gate}, nor does any other job on a pull request"
        )
    return Problem(message, place, subject=f"{one.branch} {one.gate}")
