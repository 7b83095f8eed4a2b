"""The checks that a branch requires, held against those that jobs report."""

import pytest

from conftest import Repository, Verdicts
from relaudit.core.model import Status

JOB = "jobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: pytest\n"


def judged(repository: Repository, verdicts: Verdicts, workflow: str, check: str, more: str = "") -> Status:
    policy = f'[process.branches.main]\nrequired-checks = ["{check}"]\n{more}'
    folder = repository({"relaudit.toml": policy, ".github/workflows/ci.yml": workflow})
    return verdicts(folder)["required-checks-exist"].status


@pytest.mark.parametrize("event", ["pull_request", "pull_request_target", "merge_group", "push"])
def test_a_job_is_reported_on_what_concerns_a_pull_request(
    repository: Repository, verdicts: Verdicts, event: str
) -> None:
    status = judged(repository, verdicts, f"on: {event}\n{JOB}", "test")

    assert status is Status.PASSED


@pytest.mark.parametrize(
    "on", ["release", "schedule", "{push: {branches: [main]}}", "{pull_request: {branches: [next]}}"]
)
def test_a_job_is_not_reported_elsewhere(repository: Repository, verdicts: Verdicts, on: str) -> None:
    status = judged(repository, verdicts, f"on: {on}\n{JOB}", "test")

    assert status is Status.FAILED


def test_a_push_to_a_branch_that_is_merged_counts(repository: Repository, verdicts: Verdicts) -> None:
    workflow = f"on: {{push: {{branches: ['feature/*']}}}}\n{JOB}"
    topic = '[process.branches."feature/*"]\nrole = "topic"\n'

    status = judged(repository, verdicts, workflow, "test", topic)

    assert status is Status.PASSED


def test_a_job_that_is_skipped_is_reported_as_written(repository: Repository, verdicts: Verdicts) -> None:
    matrix = "    if: github.event_name == 'push'\n    strategy: {matrix: {a: [1, 2]}}\n"
    workflow = f"on: pull_request\n{JOB}".replace("    runs-on", f"{matrix}    runs-on")

    status = judged(repository, verdicts, workflow, "test")

    assert status is Status.PASSED


@pytest.mark.parametrize("name", ["", " ", "(", " / ", "${{", "x" * 2000, "☃"])
def test_no_name_does_harm(repository: Repository, verdicts: Verdicts, name: str) -> None:
    status = judged(repository, verdicts, f"on: pull_request\n{JOB}", name)

    assert status is Status.FAILED
