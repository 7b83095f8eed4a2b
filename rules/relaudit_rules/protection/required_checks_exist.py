"""Required checks that can come."""

from collections.abc import Iterator

from relaudit.api import InFile, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.requiredchecks import RequiredCheck, RequiredChecks

_SHOWN = 4


@rule(severity=Severity.ERROR, added="0.1", over="workflows")
def required_checks_exist(workflows: Workflows, checks: RequiredChecks) -> Iterator[Problem | Unknown]:
    """Every required check is reported by a job on a pull request into its branch, under just that name.

    Why:
        A required check that never comes is waited for without end: no pull request can be merged but by those who may pass by, who then pass by every
        check. A job with a matrix is reported once for each combination, `test (3.12)`, and never as `test`; a job with a `name` never under its id.

    How to fix:
        Require the name that is reported, or one job that needs all others and has a plain name. Judged are the names that the process
        states as `process.branches.NAME.required-checks`, and those that GitHub asks for; one that an app reported on the
        commit under audit can come.
    """
    yield from checks.unknowns
    if not checks:
        needs = "process.branches.NAME.required-checks"
        yield Unknown("RequiredChecks", Reason.UNSTATED, needs=needs)
    for check in checks.checks:
        if check.is_reported:
            continue
        if check.doubt:
            detail = (
                f"whether a job reports {check.name} on a pull request into {check.branch}: {check.doubt}"
            )
            yield Unknown("RequiredChecks", Reason.UNDECIDABLE, detail=detail)
        else:
            yield _problem(check, workflows)


def _problem(check: RequiredCheck, workflows: Workflows) -> Problem:
    message = f"{check.branch} requires the check {check.name}, and no job reports it on a pull request into {check.branch}{_instead(check)}"
    return Problem(message, _place(check, workflows), subject=f"{check.branch} {check.name}")


def _instead(check: RequiredCheck) -> str:
    shown, rest = check.near[:_SHOWN], len(check.near) - _SHOWN
    if not shown:
        return ""
    more = f" and {rest} more" if rest > 0 else ""
    if check.alike:
        return f"; job {check.alike[0].job.id} is reported as {', '.join(shown)}{more}"
    return f"; there is {', '.join(shown)}"


def _place(check: RequiredCheck, workflows: Workflows) -> InFile:
    """The job that may have been meant, else what starts on pull requests."""
    if check.alike:
        return place_of(check.alike[0].workflow.file, check.alike[0].job.key)
    triggers = ((one, one.trigger("pull_request")) for one in workflows.workflows)
    found = next(((one, trigger) for one, trigger in triggers if trigger is not None), None)
    return place_of(found[0].file, found[1].name) if found else InFile(path=".github/workflows")
