"""Which gates a required check runs, and whether its workflow reports it every time."""

from collections.abc import Mapping

import pytest

from conftest import Repository, Verdicts
from relaudit.core.model import Reason, Status

STEPS = "runs-on: ubuntu-latest\n    steps: [{run: %s}]\n"
CALLED = "on: workflow_call\njobs:\n  unit:\n    " + STEPS % "pytest" + "  lint:\n    " + STEPS % "ruff check"
FILES: Mapping[str, str] = {
    ".github/workflows/pr.yml": "on: pull_request\njobs:\n  ci:\n    uses: ./.github/workflows/outer.yml\n",
    ".github/workflows/outer.yml": "on: workflow_call\njobs:\n  inner:\n    uses: ./.github/workflows/inner.yml\n",
    ".github/workflows/inner.yml": CALLED,
}
POLICY = "[process.branches.main]\nrequired-checks = [%s]\n[process.gates.tests]\n"
ONE_JOB = "on: %s\njobs:\n  test:\n    " + STEPS % "pytest"


def judged(
    repository: Repository, verdicts: Verdicts, rule: str, checks: str, files: Mapping[str, str]
) -> Status:
    return verdicts(repository({"relaudit.toml": POLICY % checks, **files}))[rule].status


@pytest.mark.parametrize(
    ("checks", "status"),
    [
        ('"ci / inner / unit"', Status.PASSED),
        ('"ci / inner / lint"', Status.FAILED),
        ('"ci / inner / lint", "ci / inner / unit"', Status.PASSED),
    ],
)
def test_a_called_workflow_reports_each_of_its_jobs(
    repository: Repository, verdicts: Verdicts, checks: str, status: Status
) -> None:
    assert judged(repository, verdicts, "required-checks-cover-gates", checks, FILES) is status


@pytest.mark.parametrize("name", ["k", "a"])
def test_workflows_that_call_themselves_come_to_an_end(
    repository: Repository, verdicts: Verdicts, name: str
) -> None:
    """GitHub starts no such workflow."""
    call = "uses: ./.github/workflows/w.yml"
    jobs = "".join(f"  j{number}:\n    name: a\n    {call}\n" for number in range(10))
    hostile = f"on: {{pull_request: , workflow_call: }}\njobs:\n{jobs}  k:\n    needs: [j1, j2]\n    {call}\n"
    files = {
        "relaudit.toml": POLICY % f'"{name}{" / a" * 9}"',
        ".github/workflows/w.yml": hostile,
    }
    (unknown,) = verdicts(repository(files))["required-checks-cover-gates"].unknowns

    assert unknown.reason is Reason.UNDECIDABLE


def test_what_stands_in_a_circle_is_reported_once(repository: Repository, verdicts: Verdicts) -> None:
    call = "name: a\n    uses: ./.github/workflows/w.yml"
    circle = f"on: {{pull_request: , workflow_call: }}\njobs:\n  one:\n    {call}\n  leaf:\n    name: a\n    {STEPS % 'pytest'}"
    files = {".github/workflows/w.yml": circle}

    assert judged(repository, verdicts, "required-checks-cover-gates", '"a / a / a"', files) is Status.PASSED


def test_a_gate_of_a_workflow_that_is_called_is_run_on_a_pull_request(
    repository: Repository, verdicts: Verdicts
) -> None:
    folder = repository({"relaudit.toml": POLICY % '"ci / inner / lint"', **FILES})
    (finding,) = verdicts(folder)["required-checks-cover-gates"].findings

    assert "job unit, which does, may fail" in finding.problem.message


@pytest.mark.parametrize(
    ("condition", "step", "status"),
    [
        ("", "echo", Status.PASSED),
        ("if: always()", "echo", Status.FAILED),
        ("if: always()", "'test ${{ needs.test.result }} = success'", Status.PASSED),
    ],
)
def test_a_job_that_waits_for_others_covers_them_where_it_shows_their_failure(
    repository: Repository, verdicts: Verdicts, condition: str, step: str, status: Status
) -> None:
    workflow = f"{ONE_JOB % 'pull_request'}  all:\n    needs: test\n    {condition}\n    {STEPS % step}"
    files = {".github/workflows/ci.yml": workflow}

    assert judged(repository, verdicts, "required-checks-cover-gates", '"all"', files) is status


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("{pull_request: {paths: [src/**]}}", Status.FAILED),
        ("{pull_request: {paths-ignore: [docs/**]}}", Status.FAILED),
        ("{pull_request: {types: [opened]}}", Status.FAILED),
        ("{pull_request: {paths: ['**']}}", Status.PASSED),
        ("{pull_request: {paths: [src/**]}, push: {}}", Status.PASSED),
        ("{pull_request: {paths: [src/**]}, push: {branches: [main]}}", Status.FAILED),
        ("{pull_request: {types: [opened, synchronize, labeled]}}", Status.PASSED),
        ("{pull_request: {branches: [main]}}", Status.PASSED),
    ],
)
def test_a_filter_keeps_a_required_check_away(
    repository: Repository, verdicts: Verdicts, on: str, status: Status
) -> None:
    files = {".github/workflows/ci.yml": ONE_JOB % on}

    assert judged(repository, verdicts, "required-checks-always-report", '"test"', files) is status
