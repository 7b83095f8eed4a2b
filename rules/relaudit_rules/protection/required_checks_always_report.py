"""Required checks that come every time."""

from collections.abc import Iterator

from relaudit.api import Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.reporting import Silence, silences
from relaudit.evidence.workflows.requiredchecks import RequiredCheck, RequiredChecks


@rule(severity=Severity.ERROR, added="0.1", over="workflows")
def required_checks_always_report(
    workflows: Workflows, checks: RequiredChecks
) -> Iterator[Problem | Unknown]:
    """The workflow of a required check runs for every pull request.

    Why:
        A workflow that a filter of paths leaves out reports nothing, and a required check that is not reported stays "expected": the pull
        request that touches only the changelog, the one for the release, cannot be merged, and somebody passes by the rules.

    How to fix:
        Take the filter off the workflow and put a condition on its jobs: a job that is skipped is reported as a success. Or have a
        second workflow, with the opposite filter, report the same name.
    """
    yield from workflows.unknowns
    yield from checks.unknowns
    if not checks:
        yield Unknown("RequiredChecks", Reason.UNSTATED, needs="process.branches.NAME.required-checks")
    for check in checks.checks:
        for silence in silences(check):
            yield _problem(check, silence)


def _problem(check: RequiredCheck, silence: Silence) -> Problem:
    message = f"{check.branch} requires the check {check.name}, and its workflow filters by {silence.says} it is never reported"
    place = place_of(silence.workflow.file, silence.at)
    return Problem(message, place, subject=f"{check.branch} {check.name}")
