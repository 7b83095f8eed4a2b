"""What a change is compared with, and what it touches."""

import subprocess
from pathlib import Path

import pytest

from conftest import Repository, Verdicts
from relaudit.core.model import Reason, Status
from relaudit.core.occasion import Moment, Occasion

LOG = "## Unreleased\n\n- A second deck.\n\n## 1.0.0\n"
OLD = {"v1:src/ferry.py": "DECKS = 1\n", "v1:CHANGELOG.md": LOG}
NEW = {"src/ferry.py": "DECKS = 2\n"}
GROWN = LOG.replace("deck.\n", "deck.\n- A third.\n")


def change(base: str) -> Occasion:
    return Occasion(Moment.CHANGE, base)


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True)


def test_a_change_that_logs_nothing(repository: Repository, verdicts: Verdicts) -> None:
    folder = repository({**OLD, **NEW, "src/other.py": "", "CHANGELOG.md": LOG}, log="main\nlight: v1")
    (finding,) = verdicts(folder, occasion=change("v1"))["changes-are-logged"].findings

    assert (
        finding.problem.message
        == "src/ferry.py and 1 more changed since v1, CHANGELOG.md has no line about it"
    )
    assert finding.problem.subject == "src/ferry.py"


@pytest.mark.parametrize(
    "files",
    [
        {"CHANGELOG.md": GROWN},
        {"CHANGELOG.md": "## Unreleased\n\n## 1.1.0\n\n- A third.\n\n## 1.0.0\n"},
        {"CHANGELOG.md": LOG, "changelog.d/3.feature.md": "A third."},
        {"CHANGELOG.md": LOG, "src/ferry.py": "DECKS = 1\n", "src/tests/test_ferry.py": "", "README.md": "More.\n"},
    ],
)  # fmt: skip
def test_a_change_that_is_logged_or_need_not_be(
    repository: Repository, verdicts: Verdicts, files: dict[str, str]
) -> None:
    folder = repository({**OLD, **NEW, **files}, log="main\nlight: v1")

    assert verdicts(folder, occasion=change("v1"))["changes-are-logged"].status is Status.PASSED


def test_a_change_that_brings_a_released_entry_is_logged(repository: Repository, verdicts: Verdicts) -> None:
    text = "## Unreleased\n\n## 1.1.0\n\n- A third.\n\n## 1.0.0\n"
    folder = repository({**OLD, **NEW, "CHANGELOG.md": text}, log="main, tag: v1.1.0\nlight: v1")

    assert verdicts(folder, occasion=change("v1"))["changes-are-logged"].status is Status.PASSED


def test_a_version_that_is_tagged_on_another_branch_may_still_be_pending_here(
    repository: Repository, verdicts: Verdicts
) -> None:
    text = "## 1.1.0\n\nUnreleased\n\n- A second deck.\n{}\n## 1.0.0\n"
    files = {**OLD, **NEW, "v1:CHANGELOG.md": text.format(""), "CHANGELOG.md": text.format("- A third.\n")}
    folder = repository(files, log="main | Change | v1\nstable, tag: v1.1.0 | Release 1.1.0 | v1\nlight: v1")
    found = verdicts(folder, occasion=change("v1"))

    assert found["changes-are-logged"].status is Status.PASSED
    assert found["unreleased-section-is-first"].status is Status.PASSED


def test_a_line_that_only_moved_logs_nothing(repository: Repository, verdicts: Verdicts) -> None:
    folder = repository(
        {**OLD, **NEW, "CHANGELOG.md": "## Unreleased\n\n## 1.1.0\n\n- A second deck.\n\n## 1.0.0\n"},
        log="main\nlight: v1",
    )

    assert verdicts(folder, occasion=change("v1"))["changes-are-logged"].status is Status.FAILED


def test_what_the_base_did_since_is_not_the_changes_doing(repository: Repository, verdicts: Verdicts) -> None:
    files = {
        **OLD, "src/ferry.py": "DECKS = 1\n", "README.md": "More.\n", "CHANGELOG.md": LOG,
        "later:src/ferry.py": "DECKS = 7\n", "later:CHANGELOG.md": GROWN,
    }  # fmt: skip
    folder = repository(files, log="main | Change | v1\nlater | Go on | v1\nlight: v1")

    assert verdicts(folder, occasion=change("later"))["changes-are-logged"].status is Status.PASSED


def test_work_that_is_not_committed_counts_and_files_that_git_does_not_know_do_not(
    repository: Repository, verdicts: Verdicts
) -> None:
    folder = repository({"src/ferry.py": "DECKS = 1\n", "CHANGELOG.md": LOG}, log="main, light: v1")
    (folder / "src" / "ferry.pyc").write_bytes(b"\0")

    assert verdicts(folder, occasion=change("v1"))["changes-are-logged"].status is Status.PASSED
    (folder / "src" / "ferry.py").write_text("DECKS = 2\n")
    assert verdicts(folder, occasion=change("v1"))["changes-are-logged"].status is Status.FAILED


def test_a_branch_is_what_its_remote_has(repository: Repository, verdicts: Verdicts) -> None:
    folder = repository({**OLD, **NEW, "CHANGELOG.md": LOG}, log="main, release\nlight: v1")
    git(folder, "update-ref", "refs/remotes/origin/release", "v1")

    assert verdicts(folder, occasion=change("release"))["changes-are-logged"].status is Status.FAILED


@pytest.mark.parametrize(("base", "needs"), [("", "--changed-since REV"), ("develop", "the base branch: fetch-depth: 0, or git fetch origin develop"), ("-x\ny", "the base branch: fetch-depth: 0, or git fetch origin -x\ny")])  # fmt: skip
def test_a_base_that_is_not_there_is_unknown(
    repository: Repository, verdicts: Verdicts, base: str, needs: str
) -> None:
    folder = repository({**NEW, "CHANGELOG.md": LOG})
    (unknown,) = verdicts(folder, occasion=change(base))["changes-are-logged"].unknowns

    assert (unknown.reason, unknown.needs) == (Reason.UNDECIDABLE, needs)


def test_sources_that_nobody_finds_are_unknown(repository: Repository, verdicts: Verdicts) -> None:
    folder = repository({"CHANGELOG.md": LOG, "main.go": ""}, log="main\nlight: v1")
    (unknown,) = verdicts(folder, occasion=change("v1"))["changes-are-logged"].unknowns

    assert unknown.needs == "rules.changes-are-logged.paths"


def test_stated_paths_and_trailers(repository: Repository, verdicts: Verdicts) -> None:
    policy = '[rules.changes-are-logged]\npaths = ["*.go"]\ntrailers = ["No-news: yes"]\n'
    files = {
        "relaudit.toml": policy,
        "CHANGELOG.md": LOG,
        "main.go": "2",
        "v1:main.go": "1",
        "v1:CHANGELOG.md": LOG,
    }
    silent = repository(files, log="main | Changelog: none\nlight: v1")
    excused = repository(files, log="main | No-news: yes\nlight: v1", name="excused")

    assert verdicts(silent, occasion=change("v1"))["changes-are-logged"].status is Status.FAILED
    assert verdicts(excused, occasion=change("v1"))["changes-are-logged"].status is Status.PASSED


def test_what_a_commit_of_the_base_says_excuses_nothing(repository: Repository, verdicts: Verdicts) -> None:
    folder = repository({**OLD, **NEW, "CHANGELOG.md": LOG}, log="main | Change\nlight: v1 | Changelog: none")

    assert verdicts(folder, occasion=change("v1"))["changes-are-logged"].status is Status.FAILED


def test_a_shallow_clone_has_no_base(repository: Repository, verdicts: Verdicts, tmp_path: Path) -> None:
    folder = repository({**OLD, **NEW, "CHANGELOG.md": LOG}, log="main\nlight: v1")
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "-q", "--depth=1", folder.as_uri(), clone], check=True, capture_output=True
    )
    (unknown,) = verdicts(clone, occasion=change("v1"))["changes-are-logged"].unknowns

    assert unknown.reason is Reason.SHALLOW
    assert "fetch-depth: 0" in unknown.needs
