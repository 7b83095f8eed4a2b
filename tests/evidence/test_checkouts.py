"""Which checkouts have a tag to take the version from, and how the others are mended."""

from datetime import date
from pathlib import Path

import pytest

from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.core.model import Verdict
from relaudit.core.occasion import Today
from relaudit.request import Request
from relaudit.sources.local import opened

PROJECT = '[build-system]\nrequires = ["hatch-vcs"]\n[tool.hatch.version]\nsource = "vcs"\n'
WORKFLOW = """\
on: {on}
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - {checkout}
      {between}- run: python -m build
      {keep}
  publish:
    needs: [build]
    {condition}runs-on: ubuntu-latest
    steps:
      - {upload}
"""
PLAIN = {
    "on": "push", "checkout": "uses: actions/checkout@v4", "between": "", "keep": "- {uses: actions/upload-artifact@v4, with: {path: dist/*}}", "condition": "", "upload": "run: twine upload dist/*",
}  # fmt: skip


def judged(folder: Path, workflow: str) -> Verdict:
    (folder / "pyproject.toml").write_text(PROJECT)
    workflows = folder / ".github" / "workflows"
    workflows.mkdir(parents=True)
    (workflows / "publish.yml").write_bytes(workflow.encode())
    request = Request(today=Today(date(2026, 1, 1)), select=("checkout-fetches-tags",))
    with opened(str(folder)) as repository:
        (verdict,) = Auditor(own(), request).audit(repository).audit.verdicts
    return verdict


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, 1),
        ({"on": "{push: {branches: [main]}}"}, 1),
        ({"on": "{push: {tags: ['v*']}}"}, 0),
        ({"on": "release"}, 0),
        ({"on": "[release, workflow_dispatch]"}, 1),
        ({"on": "repository_dispatch"}, 1),
        ({"on": "release", "checkout": "{uses: actions/checkout@v4, with: {ref: main}}"}, 1),
        ({"condition": "if: github.ref_type == 'tag'\n    "}, 0),
        ({"condition": "if: github.ref_type == 'branch'\n    "}, 1),
        ({"checkout": "{uses: actions/checkout@v4, with: {fetch-depth: 0}}"}, 0),
        ({"checkout": "{uses: actions/checkout@v4, with: {fetch-depth: 50}}"}, 1),
        ({"checkout": "{uses: actions/checkout@v4, with: {fetch-tags: true}}"}, 1),
        ({"checkout": "{uses: actions/checkout@v4, with: {repository: acme/other}}"}, 0),
        ({"between": "- run: git -c http.x=y fetch --prune --unshallow --tags\n      "}, 0),
        ({"between": "- run: git log\n      "}, 1),
        ({"between": "- run: export SETUPTOOLS_SCM_PRETEND_VERSION=1\n      "}, 0),
        ({"upload": "uses: pypa/gh-action-pypi-publish@release/v1"}, 1),
        ({"upload": "run: uv publish"}, 1),
        ({"upload": "run: echo done"}, 0),
        ({"keep": "- run: pip install dist/*.whl"}, 0),
        ({"keep": "- {uses: actions/upload-artifact@v4, with: {path: coverage.xml}}"}, 0),
        ({"keep": "- uses: hynek/build-and-inspect-python-package@v2"}, 1),
        ({"upload": "{if: startsWith(github.ref, 'refs/tags/'), run: twine upload dist/*}"}, 0),
    ],
)
def test_a_checkout_needs_history_unless_every_run_has_its_tag(
    tmp_path: Path, said: dict[str, str], found: int
) -> None:
    assert len(judged(tmp_path, WORKFLOW.format(**{**PLAIN, **said})).findings) == found


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"on": "workflow_call"}, "the workflow that calls this one decides what is checked out"),
        ({"keep": "- run: pip install dist/*.whl"}, "what is uploaded is built where it cannot be seen"),
        (
            {"checkout": "{uses: actions/checkout@v4, with: {ref: '${{ inputs.tag }}'}}"},
            "what is checked out is chosen in the run",
        ),
    ],
)
def test_what_cannot_be_seen_does_not_pass(tmp_path: Path, said: dict[str, str], why: str) -> None:
    verdict = judged(tmp_path, WORKFLOW.format(**{**PLAIN, **said}))

    assert [unknown.detail.partition(": ")[2] for unknown in verdict.unknowns] == [why]


def test_line_ends_are_kept(tmp_path: Path) -> None:
    workflow = WORKFLOW.format(**PLAIN).replace("\n", "\r\n")
    (finding,) = judged(tmp_path, workflow).findings
    assert finding.problem.fix is not None
    (edit,) = finding.problem.fix.edits

    assert edit.replacement == "\r\n        with:\r\n          fetch-depth: 0"
    assert workflow[edit.start :].startswith("\r\n")


def test_a_step_on_one_line_is_left_alone(tmp_path: Path) -> None:
    workflow = WORKFLOW.format(**{**PLAIN, "checkout": "{uses: actions/checkout@v4}"})
    (finding,) = judged(tmp_path, workflow).findings

    assert finding.problem.fix is None
