"""Which runs by hand build something other than what they are told to, and which cannot be blamed for it."""

from datetime import date
from pathlib import Path

import pytest

from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.core.model import Verdict
from relaudit.core.occasion import Today
from relaudit.request import Request
from relaudit.sources.local import opened

WORKFLOW = """\
on:
  {also}
  workflow_dispatch:
    inputs:
      {given}
jobs:
  publish:
    runs-on: ubuntu-latest
    {condition}
    steps:
      {checkout}
      - run: python -m build
      - uses: pypa/gh-action-pypi-publish@release/v1
      - run: {after}
"""
TOLD = "tag: {description: An existing tag}"
PLAIN = {
    "also": "pull_request:", "given": TOLD, "condition": "timeout-minutes: 5", "checkout": "- uses: actions/checkout@v4", "after": "'echo ${{ inputs.tag }} ${{ inputs.version }}'",
}  # fmt: skip
INSTEAD = "'echo ${{ inputs.tag || github.ref_name }}'"
TAGGED = "push: {tags: ['v*']}"


def judged(folder: Path, said: dict[str, str]) -> Verdict:
    workflows = folder / ".github" / "workflows"
    workflows.mkdir(parents=True)
    (workflows / "release.yml").write_text(WORKFLOW.format(**{**PLAIN, **said}))
    request = Request(today=Today(date(2026, 1, 1)), select=("dispatched-releases-build-what-they-name",))
    with opened(str(folder)) as repository:
        (verdict,) = Auditor(own(), request).audit(repository).audit.verdicts
    return verdict


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"given": "version: {description: Re-publish this version}"},
        {"also": TAGGED, "given": "tag: {required: true}", "after": INSTEAD},
        {"also": "release: {types: [published]}", "given": "tag: {required: true}", "after": "'echo ${{ github.event.release.tag_name || inputs.tag }}'"},
        {"checkout": "- {uses: actions/checkout@v4, with: {ref: '${{ github.ref }}', fetch-depth: 0}}"},
    ],
)  # fmt: skip
def test_the_branch_is_built_whatever_is_said(tmp_path: Path, said: dict[str, str]) -> None:
    assert len(judged(tmp_path, said).findings) == 1


@pytest.mark.parametrize(
    "said",
    [
        {"given": "tag: {description: The tag to make}"},
        {"given": "tag: {description: A tag that must not already be there}"},
        {"given": "tag: {description: An existing kind, type: choice, options: [major]}"},
        {"given": "existing: {type: boolean}"},
        {"given": "environment: {description: An existing environment}"},
        {"after": "git tag"},
        {"given": "tag: {required: true}", "after": INSTEAD},
        {"also": TAGGED, "given": "tag: {required: true}"},
        {"also": TAGGED, "given": "tag: {required: true}", "after": "'gh release create ${{ inputs.tag || github.ref_name }}'"},
        {"condition": "if: startsWith(github.ref, 'refs/tags/')"},
        {"checkout": "- {uses: actions/checkout@v4, with: {ref: '${{ inputs.tag }}'}}"},
        {"checkout": "- {uses: actions/checkout@v4, with: {ref: '${{ env.REF }}'}}"},
        {"checkout": "- uses: actions/checkout@v4\n      - run: git checkout ${{ inputs.tag }}"},
        {"checkout": "- uses: actions/checkout@v4\n      - run: gh release download ${{ inputs.tag }}"},
        {"checkout": "- uses: actions/checkout@v4\n      - run: hatch version ${{ inputs.tag }}"},
        {"checkout": "- uses: actions/checkout@v4\n      - run: '[[ $GITHUB_REF == refs/tags/* ]]'"},
        {"checkout": '- uses: actions/checkout@v4\n      - run: test "$(cat VERSION)" = "${{ inputs.tag }}"'},
        {"checkout": "- uses: acme/checkout@v4"},
    ],
)  # fmt: skip
def test_what_may_be_right_is_not_blamed(tmp_path: Path, said: dict[str, str]) -> None:
    assert judged(tmp_path, said).findings == ()


@pytest.mark.parametrize("given", ["[]", "tag", "{tag: [1, 2]}", "'tag(': {description: 'An existing ('}", "tag: {description: [An, existing]}"])  # fmt: skip
def test_inputs_that_are_none_do_no_harm(tmp_path: Path, given: str) -> None:
    assert judged(tmp_path, {"given": given}).findings == ()
