"""Which events try out the way to a release before it is needed."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.core.occasion import Today
from relaudit.request import Request
from relaudit.sources.local import opened

TAGS = "push: {tags: ['v*']}"
WORKFLOW = """\
on: {{{on}}}
jobs:
  build:
    {condition}runs-on: ubuntu-latest
    steps: [{{run: python -m build}}]
  publish:
    needs: build
    if: startsWith(github.ref, 'refs/tags/') || github.event_name == 'release'
    runs-on: ubuntu-latest
    steps: [{{run: twine upload dist/*}}]
"""


def git(folder: Path, *words: str) -> None:
    who = [
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@example.org",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "tag.gpgsign=false",
    ]
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


def judged(
    folder: Path, on: str, condition: str = "", *, tags: tuple[str, ...] = ("v1.0.0",), late: str = ""
) -> int:
    path = folder / ".github" / "workflows" / "publish.yml"
    path.parent.mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    for number, tag in enumerate((*tags, "")):
        path.write_text(WORKFLOW.format(on=on, condition=condition) + f"# {number}\n")
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "-m", f"Change {number}")
        git(folder, "tag", tag) if tag else None
    git(folder, "tag", late) if late else None
    request = Request(today=Today(date(2026, 1, 1)), select=("release-path-is-exercised",))
    with opened(str(folder)) as repository:
        (verdict,) = Auditor(own(), request).audit(repository).audit.verdicts
    return len(verdict.findings)


@pytest.mark.parametrize(
    ("on", "condition", "expected"),
    [
        (TAGS, "", 1),
        ("release: {types: [published]}", "", 1),
        (f"{TAGS}, pull_request: ", "", 0),
        (f"{TAGS}, workflow_dispatch: ", "", 0),
        ("push: {tags: ['v*'], branches: [main]}", "", 0),
        (f"{TAGS}, pull_request: ", "if: github.event_name == 'push'\n    ", 1),
        (f"{TAGS}, schedule: [{{cron: '0 0 * * *'}}]", "", 0),
    ],
)
def test_a_run_that_builds_is_a_rehearsal(tmp_path: Path, on: str, condition: str, expected: int) -> None:
    assert judged(tmp_path, on, condition) == expected


def test_without_a_release_nothing_was_ever_tried(tmp_path: Path) -> None:
    assert judged(tmp_path, TAGS, tags=()) == 0


def test_a_candidate_tries_it_out(tmp_path: Path) -> None:
    assert judged(tmp_path, TAGS, late="v1.1.0rc1") == 0


def test_a_tag_that_starts_nothing_tries_nothing_out(tmp_path: Path) -> None:
    assert judged(tmp_path, TAGS, late="1.1.0rc1") == 1
