"""Where the notes of a release come from, as the texts and the scripts around it tell."""

import pytest

from relaudit.evidence.files import Text
from relaudit.evidence.workflows.gates.steps import StepAt
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.notes.origins import Context, is_fixed, of_file, of_text, points_elsewhere
from relaudit.evidence.yaml import Yaml, parse_yaml

WORKFLOW = """\
on: push
jobs:
  before:
    runs-on: x
    steps:
      - id: told
        uses: release-drafter/release-drafter@v6
  release:
    runs-on: x
    steps:
      - id: cut
        run: sed -n '/^## 1/,/^## /p' CHANGELOG.md > section.md
      - id: listed
        run: git log --oneline > list.md
      - id: cliff
        uses: orhun/git-cliff-action@v4
        env: {OUTPUT: cliff.md}
      - id: mixed
        run: cat CHANGELOG.md <(git log) > mixed.md
      - run: |
          NOTES="$(git log)"
          BODY=$(cat CHANGELOG.md)
          gh release create
"""


def context(changelog: str = "changelog.md") -> Context:
    file = parse_yaml(Text("w.yml", WORKFLOW))
    assert isinstance(file, Yaml)
    workflow = Workflow(file)
    job = workflow.jobs[1]
    return Context(StepAt(workflow, job, job.steps[-1], file), changelog)


@pytest.mark.parametrize(
    ("path", "origin"),
    [
        ("CHANGELOG.md", "changelog"), ("section.md", "changelog"), ("list.md", "commits"), ("cliff.md", "commits"), ("mixed.md", ""), ("other.md", ""), ("$FILE", ""), ("", ""), ("notes/", ""),
    ],
)  # fmt: skip
def test_a_file_comes_from_what_writes_it(path: str, origin: str) -> None:
    assert of_file(path, context()) == origin


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("", "nothing"), (" \n", "nothing"), ("Better than ever", "text"), ("Ferry ${{ github.ref_name }}", "text"), ("${{ steps.x.outputs.version }} is out", "text"), ("Ferry $VERSION", "text"), ("$UPDATES", ""), ("${{ steps.cut.outputs.updates }}", "changelog"), ("${{ steps.cut.outputs.tag_notes }}", "changelog"), ("${{ steps.cut.outputs.tag-name }}", "text"),
        ("${{ steps.cut.outputs.text }}", "changelog"), ("${{ steps.listed.outputs.text }}", "commits"), ("${{ needs.before.outputs.body }}", "generated"), ("${{ needs.none.outputs.body }}", ""),
        ("${{ inputs.notes }}", ""), ("${{ github.event.release.body }}", ""), ("$NOTES", "commits"), ("$BODY", "changelog"), ("$NOTES $BODY", ""), ("$OTHER", ""), ("$(git log)", "commits"),
        ("$(cat CHANGELOG.md)", "changelog"), ("$(date)", ""), ("${{ github.ref_name }}: $NOTES", "commits"), ("${{", "text"), ("$" * 5000, "text"), ("${{ steps." * 500, "text"),
    ],
)  # fmt: skip
def test_a_text_comes_from_what_is_filled_into_it(text: str, origin: str) -> None:
    assert of_text(text, context()) == origin


def test_a_file_like_the_changelog_is_none_where_none_is_kept() -> None:
    assert of_file("CHANGELOG.md", context("")) != "text"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("A release", True), ("Ferry 2", False), ("$TAG", False), ("${{ x }}", False), ("`date`", False)],
)
def test_a_text_that_names_nothing_is_the_same_for_every_release(text: str, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_fixed(text) is expected


@pytest.mark.parametrize(("text", "expected"), [("See the changelog", True), ("https://ferry.example", True), ("A release", False)])  # fmt: skip
def test_a_text_may_say_where_the_changes_are(text: str, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    assert points_elsewhere(text) is expected
