"""Which gates a required check runs, and whether its workflow reports it every time."""

from collections.abc import Mapping

import pytest

from conftest import Repository, Verdicts
from relaudit.core.model import Status

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
