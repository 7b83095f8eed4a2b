"""Which jobs run when an event comes."""

from pathlib import Path

import pytest

from asked import event, told
from relaudit.core.errors import UsageError
from relaudit.evidence.workflows.running.occurrence import Occurrence

JOBS = """\
on:
  push:
    branches: [main, 'release/**']
    tags: ['v*']
    paths: {paths}
  pull_request: {{branches: [main]}}
  release: {{types: [published, created]}}
  workflow_dispatch: {{inputs: {{dry: {{type: boolean}}, to: {{type: choice, options: [pypi, testpypi]}}}}}}
jobs:
  first:
    {first}
    runs-on: x
    steps: [{{run: 'true'}}]
  second:
    needs: first
    {second}
    runs-on: x
    steps: [{{run: 'true'}}]
"""


def jobs(folder: Path, said: str, first: str = "name: a", second: str = "name: b") -> dict[str, str]:
    text = JOBS.format(first=first, second=second, paths="['**']")
    (one,) = event(folder, {"ci.yml": text}, said)
    return {job.name: str(job.truth) for job in one.jobs}


@pytest.mark.parametrize(
    ("said", "condition", "wanted"),
    [
        ("push:main", "github.ref == 'refs/heads/main'", "yes"),
        ("push:main", "github.ref_type == 'tag'", "no"),
        ("push:release/1.x", "startsWith(github.ref_name, 'release/')", "yes"),
        ("tag:v1.2.3", "github.ref == 'refs/tags/v1.2.3'", "yes"),
        ("tag:v1.2.3", "startsWith(github.event.ref, 'refs/tags')", "yes"),
        ("tag:v1.2.3", "contains(github.ref_name, 'rc')", "no"),
        ("pull_request:main", "github.base_ref == 'main'", "yes"),
        ("pull_request:main", "github.event.pull_request.merged", "maybe"),
        ("release:published", "github.event.action == 'published'", "yes"),
        ("release:v1.2.3", "github.ref_name == 'v1.2.3'", "yes"),
        ("release:created", "github.event.action == 'published'", "no"),
        ("workflow_dispatch:main", "inputs.dry", "maybe"),
        ("workflow_dispatch:main", "github.ref == 'refs/heads/main'", "yes"),
        ("push:main", "vars.ENABLED", "maybe"),
        ("push:main", "github.repository == 'acme/ferry'", "maybe"),
        ("push:main", "failure()", "no"),
        ("push:main", "always()", "yes"),
    ],
)
def test_a_condition_is_judged_by_what_the_event_says(
    tmp_path: Path, said: str, condition: str, wanted: str
) -> None:
    assert jobs(tmp_path, said, first=f"if: {condition}")["first"] == wanted


@pytest.mark.parametrize(
    ("second", "wanted"),
    [
        ("name: b", "no"),
        ("if: always()", "yes"),
        ("if: '!failure()'", "yes"),
        ("if: needs.first.result == 'skipped'", "no"),  # it asks for success() as well
        ("if: always() && needs.first.result == 'skipped'", "yes"),
        ("if: always() && needs.first.result == 'success'", "no"),
        ("if: always() && needs.first.outputs.x", "maybe"),
    ],
)
def test_a_job_is_skipped_with_what_it_needs_unless_it_asks_for_a_status(
    tmp_path: Path, second: str, wanted: str
) -> None:
    assert jobs(tmp_path, "push:main", first="if: false", second=second)["second"] == wanted


@pytest.mark.parametrize(
    ("said", "starts"),
    [
        ("push:main", "maybe"), ("push:other", "no"), ("tag:v1", "yes"), ("tag:1.0", "no"), ("pull_request:main", "yes"), ("pull_request:other", "no"),
        ("release:published", "yes"), ("release:deleted", "no"), ("workflow_dispatch", "yes"), ("schedule", None),
    ],
)  # fmt: skip
def test_filters_decide_what_starts_and_changed_files_stay_open(
    tmp_path: Path, said: str, starts: str | None
) -> None:
    text = JOBS.format(first="name: a", second="name: b", paths="['src/**']")

    assert [str(one.truth) for one in event(tmp_path, {"ci.yml": text}, said)] == ([starts] if starts else [])


def test_jobs_that_need_each_other_never_end(tmp_path: Path) -> None:
    text = "on: push\njobs:\n  a: {needs: b, runs-on: x, steps: [{run: 'true'}]}\n  b: {needs: a, runs-on: x, steps: [{run: 'true'}]}\n"

    assert [one.refusal != "" for one in event(tmp_path, {"ci.yml": text}, "push:main")] == [True]


def test_workflows_that_call_each_other_end(tmp_path: Path) -> None:
    text = "on: [push, workflow_call]\njobs:\n  a: {uses: ./.github/workflows/ci.yml}\n  p: {runs-on: x, steps: [{run: twine upload dist/*}]}\n"

    assert len(told(tmp_path, {"ci.yml": text})) < 30


@pytest.mark.parametrize("said", ["", "pusch:main", "push", "tag:", "tag", "main", "push main", "🚀"])
def test_what_is_no_event_is_said_with_the_way_out(said: str) -> None:
    with pytest.raises(UsageError, match=r"push:main|tag:v1\.2\.3"):
        Occurrence.of(said)


def test_each_way_to_start_is_a_path_of_its_own(tmp_path: Path) -> None:
    text = """\
        on:
          push: {branches: [main, 'release/*'], tags: ['v*', '!v0*']}
          release: {types: [published, created]}
        jobs:
          publish: {runs-on: x, steps: [{run: twine upload dist/*, if: "github.ref != 'refs/heads/main'"}]}
        """

    assert [one.partition(":")[0] for one in told(tmp_path, {"publish.yml": text})] == [
        "push refs/heads/release/*",
        "push refs/tags/v*",
        "release refs/tags/* published",
        "release refs/tags/* created",
    ]
