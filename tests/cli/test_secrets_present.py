"""`--secrets-present` makes up for a list that no token may read, and is believed only where a run has secrets."""

import json
from pathlib import Path

import pytest

from conftest import Repository
from relaudit.cli import run

Captured = pytest.CaptureFixture[str]
WORKFLOW = (
    "on: push\njobs: {a: {runs-on: x, steps: [{run: 'twine ${{ secrets.KEY }} ${{ secrets.OTHER }}'}]}}\n"
)
OWN = {"pull_request": {"head": {"repo": {"fork": False}}}}
FORKS: tuple[object, ...] = (
    {"pull_request": {"head": {"repo": {"fork": True}}}},
    {"pull_request": {"head": {"repo": None}}},
    {"pull_request": {}},
    {},
    [],
    "no JSON",
)


def judged(folder: Path, capsys: Captured, *words: str) -> tuple[int, str, list[str], list[str]]:
    said = [f"--secrets-present={word}" for word in words]
    code = run(
        ["check", "--offline", "--select", "secrets-exist", "--format", "json", *said, "--", str(folder)]
    )
    (verdict,) = json.loads(capsys.readouterr().out)["repositories"][0]["verdicts"]
    details = [unknown["detail"] for unknown in verdict["unknowns"]]
    return code, verdict["status"], [finding["subject"] for finding in verdict["findings"]], details


@pytest.fixture
def folder(repository: Repository) -> Path:
    return repository({".github/workflows/ci.yml": WORKFLOW})


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        (("KEY=true", "OTHER=true"), (0, "passed", [], [])),
        (("KEY=true", "other=false"), (1, "failed", ["OTHER"], [])),
        (("KEY=true",), (0, "unknown", [], ["GitHub was not asked"])),
        ((), (0, "unknown", [], ["GitHub was not asked"])),
    ],
)
def test_what_is_said_decides(
    folder: Path, capsys: Captured, words: tuple[str, ...], outcome: tuple[object, ...]
) -> None:
    assert judged(folder, capsys, *words) == outcome


def test_a_wrong_word_is_exit_2_and_not_shown(folder: Path, capsys: Captured) -> None:
    code = run(["check", "--secrets-present", "KEY=hunter2", "--", str(folder)])
    told = capsys.readouterr()

    assert code == 2
    assert told.err.startswith("relaudit: --secrets-present takes NAME=true or NAME=false")
    assert "hunter2" not in told.out + told.err


@pytest.mark.parametrize("event", FORKS, ids=repr)
def test_in_a_change_from_a_fork_false_is_unknown(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured, event: object
) -> None:
    (tmp_path / "event.json").write_text(event if isinstance(event, str) else json.dumps(event))
    monkeypatch.setenv("GITHUB_EVENT_NAME", "pull_request")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(tmp_path / "event.json"))
    _, status, findings, details = judged(folder, capsys, "KEY=false", "OTHER=true")

    assert (status, findings) == ("unknown", [])
    assert (
        "the calling workflow says that KEY is empty, as every secret is in a pull request from a fork"
        in details
    )


def test_in_a_change_of_its_own_and_in_a_push_false_is_a_finding(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    (tmp_path / "event.json").write_text(json.dumps(OWN))
    monkeypatch.setenv("GITHUB_EVENT_NAME", "pull_request")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(tmp_path / "event.json"))
    in_change = judged(folder, capsys, "KEY=false", "OTHER=true")
    (tmp_path / "event.json").write_text("{}")
    monkeypatch.setenv("GITHUB_EVENT_NAME", "push")

    assert in_change == judged(folder, capsys, "KEY=false", "OTHER=true") == (1, "failed", ["KEY"], [])


@pytest.mark.parametrize("variable", ["GITHUB_ACTOR", "GITHUB_TRIGGERING_ACTOR"])
def test_in_a_run_of_dependabot_false_is_unknown(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured, variable: str
) -> None:
    monkeypatch.setenv(variable, "dependabot[bot]")
    _, status, findings, details = judged(folder, capsys, "KEY=false", "OTHER=true")

    assert (status, findings) == ("unknown", [])
    assert "as every secret is in a run that Dependabot started" in details[-1]
