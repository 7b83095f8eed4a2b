"""`graph`, `simulate` and `ready`, as a user sees them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from relaudit.cli import run

FILES = {
    "pyproject.toml": '[project]\nname = "ferry"\nversion = "1.2.0"\n',
    "CHANGELOG.md": "# Changelog\n\n## [1.2.0] - 2026-01-30\n\n- A bell.\n",
    ".github/workflows/publish.yml": """\
on:
  push:
    branches: [develop]
    tags: ["v*"]
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: pytest
      - run: mypy . || true
  publish:
    needs: test
    runs-on: ubuntu-latest
    environment: index
    permissions: {contents: read}
    steps:
      - run: python -m build
      - run: twine upload dist/*
        if: github.ref_type == 'tag'
        env: {TWINE_PASSWORD: "${{ secrets.PYPI_TOKEN }}"}
      - uses: softprops/action-gh-release@v2
        if: vars.RELEASES
""",
    ".github/workflows/broken.yml": "jobs: {}\n",
}
HOSTILE = {
    ".github/workflows/publish.yml": 'on: release\njobs:\n  "a]:\\e[31m\\"<b>":\n    runs-on: x\n    environment: "\\e[2J<script>"\n    steps: [{run: twine upload dist/*}]\n'
}
Folder = Callable[..., Path]


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = run([*arguments])
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_a_graph_says_what_is_published_and_behind_what(
    repository: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = shown(capsys, "graph", str(repository(FILES)))

    assert code == 0
    assert (
        text
        == """\
.github/workflows/publish.yml
  when branch develop is pushed
    publish:21  github-release  softprops/action-gh-release  GITHUB_TOKEN, environment index
        behind tests (test), build (publish)
        cannot fail: mypy (test)
        only where a condition, an input or the changed files say so
        lacks contents: write (has read)
  when a tag v* is pushed
    publish:18  pypi ferry      twine upload                 secret PYPI_TOKEN, environment index
        behind tests (test), build (publish)
        cannot fail: mypy (test)
    publish:21  github-release  softprops/action-gh-release  GITHUB_TOKEN, environment index
        behind tests (test), build (publish)
        cannot fail: mypy (test)
        only where a condition, an input or the changed files say so
        lacks contents: write (has read)

"""
    )


def test_a_graph_as_json_has_the_documented_keys(
    repository: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    _, text = shown(capsys, "graph", str(repository(FILES)), "--format", "json")
    path = json.loads(text)["paths"][1]

    assert path.pop("gates")[1] == {
        "kind": "types", "name": "mypy", "job": "test", "can_fail": False,
        "location": {"path": ".github/workflows/publish.yml", "line": 10, "column": 14},
    }  # fmt: skip
    assert path == {
        "event": "push", "ref": "refs/tags/v*", "types": [], "runs": "yes", "workflow": ".github/workflows/publish.yml", "job": "publish", "step": 2,
        "publication": {"target": "pypi", "how": "twine upload", "project": "ferry", "images": []},
        "credential": {"kind": "secret", "name": "PYPI_TOKEN"}, "environment": "index", "permissions": {"contents": "read"}, "permissions_suffice": True,
        "location": {"path": ".github/workflows/publish.yml", "line": 18, "column": 14},
    }  # fmt: skip


def test_a_graph_for_mermaid_joins_each_event_to_what_it_publishes(
    repository: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    _, text = shown(capsys, "graph", str(repository(FILES)), "--format", "mermaid")

    assert text.startswith("flowchart LR\n")
    assert '(["when a tag v* is pushed"])' in text
    assert '[["pypi ferry<br/>secret PYPI_TOKEN"]]' in text
    assert '{{"tests: test<br/>build: publish"}}' in text


@pytest.mark.parametrize("kind", ["table", "mermaid", "json"])
def test_no_text_of_a_stranger_acts_on_whoever_reads_it(
    repository: Folder, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    _, text = shown(capsys, "graph", str(repository(HOSTILE)), "--format", kind)

    assert "\x1b" not in text
    assert kind != "mermaid" or "<script>" not in text


def test_a_simulation_says_why_line_by_line(repository: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = shown(capsys, "simulate", "tag:v1.2.0", str(repository(FILES)))
    words = [" ".join(line.split()) for line in text.splitlines()]

    assert code == 0
    assert words == [
        "tag:v1.2.0",
        ".github/workflows/publish.yml starts, its filters take it .github/workflows/publish.yml:2:3",
        "job test runs, without a condition .github/workflows/publish.yml:6:3",
        "job publish runs, after what it needs .github/workflows/publish.yml:11:3",
        "publishes pypi ferry by twine upload with secret PYPI_TOKEN in environment index .github/workflows/publish.yml:18:14",
        "behind tests (test), build (publish)",
        "cannot fail: mypy (test)",
        "may publish github-release by softprops/action-gh-release with GITHUB_TOKEN in environment index .github/workflows/publish.yml:21:15",
        "behind tests (test), build (publish)",
        "cannot fail: mypy (test)",
        ".github/workflows/broken.yml does not start, GitHub refuses the file: 'on' is missing .github/workflows/broken.yml:1:1",
    ]


def test_a_simulation_as_json_tells_the_same(repository: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    _, text = shown(capsys, "simulate", "push:develop", "--format", "json", str(repository(FILES)))
    publish, broken = json.loads(text)["workflows"]

    assert (publish["starts"], broken["starts"]) == ("yes", "refused")
    assert [(one["target"], one["runs"]) for one in publish["publishes"]] == [("github-release", "maybe")]


@pytest.mark.parametrize(
    ("version", "code", "said"),
    [
        ("1.2.0", 1, "[x] the version is 1.2.0"),
        ("1.3.0", 1, "[ ] the version is 1.3.0"),
        ("v1.2.0", 2, "'v1.2.0' is the name of a tag; the version is 1.2.0"),
        ("next", 2, "'next' is no version; say 1.2.0, or 1.2.0rc1"),
    ],
)
def test_a_checklist_stands_for_one_version(
    repository: Folder, capsys: pytest.CaptureFixture[str], version: str, code: int, said: str
) -> None:
    found, text = shown(capsys, "ready", version, str(repository(FILES)))

    assert said in text
    assert found == code


def test_a_checklist_that_is_done_lets_the_release_go_on(
    repository: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {name: text for name, text in FILES.items() if name.endswith(("toml", "md"))}
    folder = str(repository(files))
    code, text = shown(capsys, "ready", "1.2.0", folder, "--format", "json")
    document = json.loads(text)

    assert code == 0
    assert document["ready"] is True
    assert {item["state"] for item in document["items"]} <= {"ticked", "unknown"}
    assert shown(capsys, "ready", "1.2.0", "--strict", folder)[0] == 3


def test_a_target_may_follow_an_option(repository: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(repository(FILES))

    assert shown(capsys, "graph", "--color", "never", folder) == shown(capsys, "graph", folder)
    assert shown(capsys, "graph", folder, "--at", "HEAD", "more")[0] == 2
