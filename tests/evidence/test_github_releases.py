"""Which steps release a pre-release as the latest, by the page's own way of asking."""

from datetime import date
from pathlib import Path

import pytest

from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.core.occasion import Today
from relaudit.request import Request
from relaudit.sources.local import opened

WORKFLOW = """\
on: {on}
jobs:
  release:
    runs-on: ubuntu-latest
    {condition}steps:
      - {step}
"""
TAGS = "{push: {tags: ['v*']}}"
ACTION = "{uses: softprops/action-gh-release@v2}"


def kinds(folder: Path, step: str, on: str = TAGS, condition: str = "") -> list[str]:
    workflows = folder / ".github" / "workflows"
    workflows.mkdir(parents=True)
    said = condition and f"if: {condition}\n    "
    (workflows / "release.yml").write_text(WORKFLOW.format(on=on, step=step, condition=said))
    request = Request(today=Today(date(2026, 1, 1)), select=("prereleases-are-flagged",))
    with opened(str(folder)) as repository:
        (verdict,) = Auditor(own(), request).audit(repository).audit.verdicts
    return [finding.problem.kind for finding in verdict.findings]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (ACTION, ["could"]),
        ("{uses: softprops/action-gh-release@v2, with: {draft: true}}", []),
        ("{uses: softprops/action-gh-release@v2, with: {make_latest: legacy}}", []),
        ("{uses: softprops/action-gh-release@v2, with: {make_latest: true}}", ["could"]),
        ("{uses: softprops/action-gh-release@v2, with: {prerelease: true}}", []),
        ("{uses: softprops/action-gh-release@v2, with: {prerelease: false}}", ["could"]),
        ("{uses: softprops/action-gh-release@v2, with: {prerelease: '${{ needs.a.outputs.b }}'}}", []),
        ('{uses: softprops/action-gh-release@v2, with: {prerelease: "is ${{ github.ref }}"}}', []),
        (
            "{uses: softprops/action-gh-release@v2, with: {prerelease: \"${{ github.event_name == 'x' }}\"}}",
            ["constant"],
        ),
        ("{uses: softprops/action-gh-release@v2, with: [a]}", []),
        ("{run: gh release create v1}", ["could"]),
        ("{run: gh release create v1 $FLAGS}", []),
        ("{run: gh release create v1 --latest=false}", []),
        ("{run: gh release upload v1 a.whl}", []),
        ("{uses: actions/upload-release-asset@v1}", []),
    ],
)
def test_what_says_nothing_is_the_latest(tmp_path: Path, step: str, expected: list[str]) -> None:
    assert kinds(tmp_path, step) == expected


@pytest.mark.parametrize(
    ("on", "condition"),
    [
        ("{push: {branches: [main]}}", ""),
        ("{push: {tags: ['v[0-9]+']}}", ""),
        ("release", ""),
        (TAGS, "${{ !contains(github.ref, 'rc') }}"),
        ("workflow_dispatch", ""),
    ],
)
def test_what_no_prerelease_starts_needs_to_say_nothing(tmp_path: Path, on: str, condition: str) -> None:
    assert kinds(tmp_path, ACTION, on, condition) == []
