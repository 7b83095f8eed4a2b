"""Which commands look for the tag that release notes begin at, and what they look at."""

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
on: push
jobs:
  release:
    runs-on: ubuntu-latest
    steps:
      {checkout}
      - run: |
          {script}
      - uses: softprops/action-gh-release@v2
"""
CHECKOUT = "- uses: actions/checkout@v4"
SCRIPT = 'git log "$(git describe --tags --abbrev=0)..HEAD"'


def judged(folder: Path, checkout: str = CHECKOUT, script: str = SCRIPT) -> Verdict:
    workflows = folder / ".github" / "workflows"
    workflows.mkdir(parents=True)
    (workflows / "release.yml").write_text(WORKFLOW.format(checkout=checkout, script=script))
    request = Request(today=Today(date(2026, 1, 1)), select=("release-notes-start-at-previous-tag",))
    with opened(str(folder)) as repository:
        (verdict,) = Auditor(own(), request).audit(repository).audit.verdicts
    return verdict


@pytest.mark.parametrize(
    ("checkout", "found"),
    [
        (CHECKOUT, 1),
        ("- {uses: actions/checkout@v4, with: {fetch-depth: 1}}", 1),
        ("- {uses: actions/checkout@v4, with: {fetch-depth: 1, fetch-tags: false}}", 1),
        ("- {uses: actions/checkout@v4, with: {fetch-depth: 0}}", 0),
        ("- {uses: actions/checkout@v4, with: {fetch-depth: 50}}", 0),
        ("- {uses: actions/checkout@v4, with: {fetch-tags: true}}", 0),
        ("- {uses: actions/checkout@v4, with: {repository: acme/other}}", 0),
        ("- {uses: actions/checkout@v4, with: {path: other}}", 0),
        (f"{CHECKOUT}\n      - run: git fetch --unshallow --tags", 0),
        ("- run: git clone .", 0),
        (f"- {{uses: actions/checkout@v4, with: {{fetch-depth: 0}}}}\n      {CHECKOUT}", 1),
    ],
)
def test_the_checkout_tells_what_is_there(tmp_path: Path, checkout: str, found: int) -> None:
    assert len(judged(tmp_path, checkout).findings) == found


@pytest.mark.parametrize(
    ("script", "found"),
    [
        (SCRIPT, 1),
        ('A=$(git describe --abbrev=0 HEAD^ || true); git log "${A}..HEAD"', 1),
        ("A=$(git describe --abbrev=0 HEAD^); git log $A..", 1),
        ("A=$(git tag --sort=-v:refname | sed -n 2p); git shortlog $A..HEAD", 1),
        ('echo "before=$(git describe --abbrev=0)" >> "$GITHUB_OUTPUT"; git log ${{ steps.x.outputs.before }}..HEAD', 1),
        ("A=$(git describe --abbrev=0); git log -1; echo $A", 0),
        ("A=$(git describe --tags); git log $A..HEAD", 0),
        ("A=$(git describe --abbrev=0); echo compare/$A...HEAD; git log -1", 0),
        ("git fetch --tags --unshallow; git log $(git describe --abbrev=0)..HEAD", 0),
        ("# git log $(git describe --abbrev=0)..HEAD", 0),
        ("git describe --abbrev=0", 0),
        ("git tag -l 'v*' " + "$(" * 2000, 0),
    ],
)  # fmt: skip
def test_what_is_found_has_to_begin_a_range(tmp_path: Path, script: str, found: int) -> None:
    assert len(judged(tmp_path, script=script).findings) == found
