"""Which gates stand before what is published, and whether they can fail."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from asked import found, gates

PUBLISH = """\
on: {{push: {{tags: ['v*']}}}}
jobs:
  lint:
    runs-on: ubuntu-latest
    steps: [{{run: ruff check}}]
  test:
    {test}
    runs-on: ubuntu-latest
    steps:
      - {step}
  between:
    needs: test
    {between}
    runs-on: ubuntu-latest
    steps: [{{run: 'true'}}]
  publish:
    needs: [between]
    {publish}
    runs-on: ubuntu-latest
    steps:
      - run: python -m build
      - {own}
      - run: twine upload dist/*
      - run: mypy .
"""
PLAIN = {"test": "name: test", "step": "run: pytest", "between": "name: between", "publish": "name: publish", "own": "run: twine check dist/*"}  # fmt: skip
BEFORE = ["build@publish", "artifacts@publish"]


def on_path(folder: Path, **said: str) -> list[str]:
    (path,) = found(folder, {"publish.yml": PUBLISH.format(**{**PLAIN, **said})}).paths
    return list(gates(path))


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({}, ["tests@test", *BEFORE]),
        ({"step": "run: pytest || true"}, ["tests@test!", *BEFORE]),
        ({"step": "{run: pytest, continue-on-error: true}"}, ["tests@test!", *BEFORE]),
        ({"test": "continue-on-error: true"}, ["tests@test!", *BEFORE]),
        ({"publish": "if: always()"}, BEFORE),
        ({"publish": "if: '!cancelled()'"}, BEFORE),
        ({"publish": "if: always() && needs.between.result == 'success'"}, ["tests@test", *BEFORE]),
        ({"between": "if: always()"}, ["tests@test", *BEFORE]),  # success() asks for all that came before
        ({"between": "if: always()", "publish": "if: '!failure()'"}, BEFORE),  # a run that is cancelled gets there
        ({"step": "{run: pytest, if: vars.SLOW}"}, BEFORE),
        ({"step": "{run: pytest, if: github.event_name == 'pull_request'}"}, BEFORE),
        ({"own": "{run: twine check dist/*, if: vars.X}"}, ["tests@test", "build@publish"]),
        ({"own": "run: twine check dist/* || true"}, ["tests@test", "build@publish", "artifacts@publish!"]),
        ({"own": "run: echo done"}, ["tests@test", "build@publish"]),
        ({"test": "strategy: {matrix: {os: [a, b]}}", "step": "{run: pytest, if: matrix.os == 'a'}"}, ["tests@test", *BEFORE]),
        ({"test": "strategy: {matrix: {os: [a, b]}}", "step": "{run: pytest, if: matrix.os == 'c'}"}, BEFORE),
    ],
)  # fmt: skip
def test_a_gate_counts_when_its_failure_keeps_the_publication_from_running(
    tmp_path: Path, said: dict[str, str], wanted: list[str]
) -> None:
    assert on_path(tmp_path, **said) == wanted


def test_a_publication_that_always_runs_has_no_gates_in_its_own_job(tmp_path: Path) -> None:
    text = "on: release\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: pytest\n      - {run: twine upload dist/*, if: always()}\n"
    (path,) = found(tmp_path, {"publish.yml": text}).paths

    assert gates(path) == []


def test_a_job_that_asks_for_all_results_hands_its_gates_on(tmp_path: Path) -> None:
    text = """\
        on: {push: {tags: ['*']}}
        jobs:
          test: {runs-on: x, steps: [{run: pytest}]}
          check:
            needs: test
            if: always()
            runs-on: x
            steps: [{uses: re-actors/alls-green@release/v1, with: {jobs: '${{ toJSON(needs) }}'}}]
          publish: {needs: check, runs-on: x, steps: [{run: twine upload dist/*}]}
        """
    (path,) = found(tmp_path, {"publish.yml": text}).paths

    assert gates(path) == ["tests@test"]


CALLED = {
    "ci.yml": "name: CI\non: [push, workflow_call]\njobs:\n  unit: {runs-on: x, steps: [{run: pytest}]}\n  lax: {runs-on: x, continue-on-error: true, steps: [{run: mypy}]}\n",
}


@pytest.mark.parametrize(
    "script",
    [
        "pytest || twine upload x", "if false; then pytest; fi; twine upload x", '[ -n "$T" ] && pytest; twine upload x',
        "case $X in a) pytest;; esac; twine upload x", "f() { pytest; }; twine upload x",
    ],
)  # fmt: skip
def test_a_script_that_may_go_around_a_gate_has_none(tmp_path: Path, script: str) -> None:
    text = f"on: release\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: |\n          {script}\n"
    (path,) = found(tmp_path, {"publish.yml": text}).paths

    assert gates(path) == []


@pytest.mark.parametrize(
    ("inner", "wanted"),
    [("if: vars.RUN", []), ("name: always", ["tests@ci/unit"])],
)
def test_a_gate_of_a_called_workflow_has_to_run_there(tmp_path: Path, inner: str, wanted: list[str]) -> None:
    files = {
        "ci.yml": f"on: workflow_call\njobs:\n  unit:\n    {inner}\n    runs-on: x\n    steps: [{{run: pytest}}]\n  more: {{runs-on: x, steps: [{{run: 'true'}}]}}\n",
        "publish.yml": "on: release\njobs:\n  ci: {uses: ./.github/workflows/ci.yml}\n  publish: {needs: ci, runs-on: x, steps: [{run: twine upload dist/*}]}\n",
    }
    (path,) = found(tmp_path, files).paths

    assert gates(path) == wanted


def test_a_gate_for_one_value_of_a_matrix_is_none_for_another(tmp_path: Path) -> None:
    text = """\
        on: release
        jobs:
          a:
            strategy: {matrix: {py: ['3.12', '3.13']}}
            runs-on: x
            steps:
              - {run: pytest, if: "matrix.py == '3.12'"}
              - {run: mypy, if: "matrix.py == '3.13'"}
              - {run: twine upload x, if: "matrix.py == '3.13'"}
        """
    (path,) = found(tmp_path, {"publish.yml": text}).paths

    assert gates(path) == ["types@a"]


@pytest.mark.parametrize(
    ("let_off", "wanted"), [("tests", []), ("lint", ["tests@tests"]), ("${{ vars.X }}", [])]
)
def test_a_job_that_is_let_off_is_no_gate(tmp_path: Path, let_off: str, wanted: list[str]) -> None:
    text = f"""\
        on: release
        jobs:
          tests: {{runs-on: x, steps: [{{run: pytest}}]}}
          check:
            needs: tests
            if: always()
            runs-on: x
            steps: [{{uses: re-actors/alls-green@release/v1, with: {{allowed-failures: '{let_off}', jobs: x}}}}]
          publish: {{needs: check, if: always() && needs.check.result == 'success', runs-on: x, steps: [{{run: twine upload x}}]}}
        """
    (path,) = found(tmp_path, {"publish.yml": text}).paths

    assert gates(path) == wanted


def test_of_several_awaited_workflows_none_is_waited_for(tmp_path: Path) -> None:
    files = {
        "tests.yml": "name: T\non: push\njobs:\n  a: {runs-on: x, steps: [{run: pytest}]}\n",
        "lint.yml": "name: L\non: push\njobs:\n  a: {runs-on: x, steps: [{run: ruff check}]}\n",
        "publish.yml": "on: {workflow_run: {workflows: [T, L]}}\njobs:\n  p:\n    if: github.event.workflow_run.conclusion == 'success'\n    runs-on: x\n    steps: [{run: twine upload x}]\n",
    }
    (path,) = found(tmp_path, files).paths

    assert gates(path) == []


def test_an_awaited_workflow_is_a_gate_by_what_it_runs_on_every_event(tmp_path: Path) -> None:
    files = {
        "tests.yml": "name: T\non: [push, pull_request]\njobs:\n  a: {if: github.event_name == 'push', runs-on: x, steps: [{run: pytest}]}\n  b: {runs-on: x, steps: [{run: mypy}]}\n",
        "publish.yml": "on: {workflow_run: {workflows: [T]}}\njobs:\n  p:\n    if: github.event.workflow_run.conclusion == 'success'\n    runs-on: x\n    steps: [{run: twine upload x}]\n",
    }
    (path,) = found(tmp_path, files).paths

    assert gates(path) == ["types@tests.yml/b"]


def test_a_called_workflow_is_a_gate_with_all_its_jobs(tmp_path: Path) -> None:
    publish = "on: release\njobs:\n  ci: {uses: ./.github/workflows/ci.yml}\n  publish: {needs: ci, runs-on: x, steps: [{run: twine upload dist/*}]}\n"
    (path,) = found(tmp_path, {**CALLED, "publish.yml": publish}).paths

    assert gates(path) == ["tests@ci/unit", "types@ci/lax!"]


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        ("github.event.workflow_run.conclusion == 'success'", ["tests@ci.yml/unit", "types@ci.yml/lax!"]),
        ("github.event.workflow_run.conclusion != 'cancelled'", []),
    ],
)
def test_the_run_that_is_waited_for_is_a_gate_where_its_success_is_asked_for(
    tmp_path: Path, condition: str, wanted: list[str]
) -> None:
    publish = f"on: {{workflow_run: {{workflows: [CI]}}}}\njobs:\n  publish:\n    if: {condition}\n    runs-on: x\n    steps: [{{run: twine upload dist/*}}]\n"
    (path,) = found(tmp_path, {**CALLED, "publish.yml": publish}).paths

    assert gates(path) == wanted


@pytest.mark.parametrize(
    ("script", "wanted"),
    [
        ('[ "v$(cat VERSION)" = "$GITHUB_REF_NAME" ] # version', ["version-matches-tag@publish"]),
        ('test "$VERSION" = "${GITHUB_REF#refs/tags/v}"', ["version-matches-tag@publish"]),
        ('if [[ "$TAG" != "v$VERSION" ]]; then echo no; exit 1; fi', ["version-matches-tag@publish"]),
        ('if [ "$A" != "$B" ]; then exit 1; fi', ["version-matches-tag@publish"]),
        ('if [ "$TAG" != "v$VERSION" ]; then echo "::warning::no"; fi', []),
        ('if [ "$TAG" != "v$VERSION" ]; then exit 0; fi', []),
        ('if [ "$TAG" = latest ]; then exit 1; fi # version', []),
        ("python scripts/check_version.py $GITHUB_REF_NAME", ["version-matches-tag@publish"]),
        (
            "python - <<'PY'\nimport sys\nif tag != version: sys.exit('no')\nPY",
            ["version-matches-tag@publish"],
        ),
        ("echo $TAG > version", []),
        ('VERSION=1; git verify-tag "$GITHUB_REF_NAME"', []),
        ('if [ "$TAG" != "$VERSION" ]; then echo no; fi; if [ -z "$X" ]; then exit 1; fi', []),
    ],
)
def test_a_tag_is_compared_with_a_version(tmp_path: Path, script: str, wanted: list[str]) -> None:
    steps = "\n".join(f"          {line}" for line in script.split("\n"))
    text = f"on: {{push: {{tags: ['*']}}}}\njobs:\n  publish:\n    runs-on: x\n    steps:\n      - env: {{A: '${{{{ github.ref_name }}}}', B: '${{{{ steps.x.outputs.version }}}}'}}\n        run: |\n{steps}\n      - run: twine upload dist/*\n"
    (path,) = found(tmp_path, {"publish.yml": text}).paths

    assert gates(path) == wanted


def test_scripts_of_the_repository_are_followed_to_their_gates(tmp_path: Path) -> None:
    files = {
        "publish.yml": "on: release\njobs:\n  publish:\n    runs-on: x\n    steps:\n      - run: ./ci/all.sh\n      - run: bash ci/loose.sh\n      - run: twine upload dist/*\n",
        "ci/all.sh": "#!/bin/bash -e\npytest\nmypy src || true\n",
        "ci/loose.sh": "ruff check\necho done\n",
    }
    (path,) = found(tmp_path, files).paths

    assert gates(path) == ["tests@publish", "types@publish!", "lint@publish!"]


@pytest.mark.parametrize(
    ("asks", "check", "upload", "is_gate"),
    [
        ("asked", "steps.asked.outputs.new == 'yes'", "steps.asked.outputs.new == 'yes'", True),
        ("asked", "vars.NEW", "vars.NEW", True),
        ("asked", "vars.NEW", "vars.OLD", False),
        ("asked", "steps.asked.outputs.new == 'yes'", "always() && steps.asked.outputs.new == 'yes'", False),
        ("other", "steps.asked.outputs.new == 'yes'", "steps.asked.outputs.new == 'yes'", False),  # who knows when it runs
        ("asked", "env.NEW", "env.NEW", False),  # any step between may set it
        ("asked", "toJSON(steps) == 'x'", "toJSON(steps) == 'x'", False),
        ("asked", "hashFiles('x') == ''", "hashFiles('x') == ''", False),
    ],
)  # fmt: skip
def test_a_gate_under_the_condition_of_the_publication_counts(
    tmp_path: Path, asks: str, check: str, upload: str, *, is_gate: bool
) -> None:
    text = f"""\
        on: {{push: {{tags: ['v*']}}}}
        jobs:
          publish:
            runs-on: ubuntu-latest
            steps:
              - {{id: {asks}, run: ./ask}}
              - {{run: twine check dist/*, if: "{check}"}}
              - {{run: twine upload dist/*, if: "{upload}"}}
    """
    (path,) = found(tmp_path, {"publish.yml": text}).paths

    assert list(gates(path)) == (["artifacts@publish"] if is_gate else [])


def test_an_image_that_is_built_and_pushed_at_once_is_built_under_any_condition(tmp_path: Path) -> None:
    text = """\
        on: {push: {branches: [main]}}
        jobs:
          image:
            runs-on: ubuntu-latest
            steps:
              - id: changes
                uses: dorny/paths-filter@v3
              - uses: docker/build-push-action@v6
                if: ${{ steps.changes.outputs.changed == 'true' || startsWith(github.ref, 'refs/tags/') }}
                with: {push: true, tags: ghcr.io/acme/ferry}
    """
    (path,) = found(tmp_path, {"publish.yml": text}).paths

    assert list(gates(path)) == ["build@image"]


def test_a_task_that_is_not_there_builds_nothing(tmp_path: Path) -> None:
    text = """\
        on: {push: {tags: ['v*']}}
        jobs:
          publish:
            runs-on: ubuntu-latest
            steps:
              - run: npm run build --if-present
              - run: npm run lint --if-present
              - run: npm publish
    """
    (path,) = found(tmp_path, {"publish.yml": text, "package.json": '{"scripts": {"lint": "echo"}}'}).paths

    assert list(gates(path)) == ["lint@publish"]


COMMAND = """\
on: {{push: {{tags: [v*]}}}}
env:
  BUILD: cargo
jobs:
  release:
    runs-on: ubuntu-latest
    steps:
{steps}
    - run: gh release create v1
"""


@pytest.mark.parametrize(
    ("steps", "wanted"),
    [
        (["run: $BUILD build --release"], ["build@release"]),
        (['run: "\\"${BUILD}\\" build --release"'], ["build@release"]),
        (["run: ${{ env.BUILD }} build --release"], ["build@release"]),
        (["{run: $BUILD build --release, env: {BUILD: cross}}"], ["build@release"]),
        (["{run: $BUILD build --release, env: {BUILD: uv --quiet}}"], ["build@release"]),
        (["run: echo BUILD=cross >> $GITHUB_ENV", "run: $BUILD build --release"], ["build@release"]),
        (["run: $BUILD build || true"], ["build@release!"]),
        (["{run: $BUILD build --release, env: {BUILD: echo}}"], []),
        (["run: echo BUILD=echo >> $GITHUB_ENV", "run: $BUILD build --release"], []),
        (["run: echo BUILD=$X >> $GITHUB_ENV", "run: $BUILD build --release"], []),
        (["{run: $BUILD build --release, env: {BUILD: '${{ matrix.with }}'}}"], []),
        (["run: BUILD=$X; $BUILD build --release"], []),
        (["run: $OTHER build --release"], []),
        (["run: echo $BUILD build"], []),
    ],
)
def test_a_command_may_be_a_variable_that_holds_its_name(
    tmp_path: Path, steps: Sequence[str], wanted: Sequence[str]
) -> None:
    text = COMMAND.format(steps="\n".join(f"    - {step}" for step in steps))

    (path,) = found(tmp_path, {"release.yml": text}).paths

    assert gates(path) == wanted
