"""Histories, names and sizes that nobody plans for: each is judged, unknown or left aside, and nothing crashes."""

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Repository, Verdicts
from relaudit.core.model import Reason, Status, Verdict
from relaudit.evidence.schemes import identity, order, parsed

PROJECT = '[project]\nname = "ferry"\nversion = "1.0.0"\n'
FILES = {"pyproject.toml": PROJECT, "CHANGELOG.md": "# Changelog\n\n## 1.0.0 - 2026-01-01\n"}


def relaudit(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "relaudit", "check", "--offline", *arguments, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> str:
    who = ("-c", "user.name=Example", "-c", "user.email=someone@example.com")
    done = subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, input=stdin)
    return done.stdout.decode().strip()


def crashes(verdicts: "dict[str, Verdict]") -> list[str]:
    every = [unknown for verdict in verdicts.values() for unknown in verdict.unknowns]
    return [unknown.detail for unknown in every if unknown.reason is Reason.CRASHED]


def test_a_hundred_thousand_tags_are_judged(repository: Repository) -> None:
    folder = repository(FILES)
    head = git(folder, "rev-parse", "HEAD")
    names = sorted(f"refs/tags/v{number // 1000}.{number % 1000}.0" for number in range(100_000))
    packed = "# pack-refs with: peeled fully-peeled sorted \n" + "".join(f"{head} {name}\n" for name in names)
    (folder / ".git" / "packed-refs").write_text(packed)
    done = relaudit(folder)

    assert done.returncode == 1, done.stderr
    assert "at tag v99.999.0 pyproject.toml says 1.0.0" in done.stdout
    assert "99994 more of tags-match-versions" in done.stdout
    assert "crashed" not in done.stdout


@pytest.mark.parametrize("version", ["1" * 10_000, "1." * 4_999 + "1", "1.0.0-" + "a" * 10_000])
def test_a_version_of_ten_thousand_characters_is_one_finding_of_a_few_lines(
    repository: Repository, version: str
) -> None:
    files = {**FILES, "pyproject.toml": PROJECT.replace("1.0.0", version), "VERSION": "1.0.0\n"}
    done = relaudit(repository(files, log="main, tag: v1.0.0"), "--select", "versions", "--select", "tags")

    assert done.returncode == 1, done.stderr
    assert "crashed" not in done.stdout + done.stderr
    assert "version-files-agree" in done.stdout
    assert max(map(len, done.stdout.splitlines())) < 1000


def test_a_number_beyond_what_python_converts_has_an_order_all_the_same() -> None:
    huge = "1" * 10_000

    assert parsed(huge) is None
    assert order(huge) < order("1.0")
    assert identity(huge) == huge


def test_a_blob_of_a_gigabyte_is_too_large(repository: Repository, tmp_path: Path) -> None:
    folder, huge = repository(FILES), tmp_path / "huge"
    with huge.open("wb") as file:
        file.truncate(1 << 30)
    oid = git(folder, "hash-object", "-w", "--no-filters", str(huge))
    tree = git(folder, "mktree", stdin=f"100644 blob {oid}\tVERSION\n".encode())
    git(folder, "tag", "v0.9.0", git(folder, "commit-tree", tree, "-m", "Huge"))
    (folder / "VERSION").symlink_to(huge)
    done = relaudit(folder, "--verbose")

    assert done.returncode == 0, done.stdout
    assert "tags-match-versions" in done.stdout
    assert "1,073,741,824 bytes, 8,388,608 are read at most" in done.stdout


def test_a_submodule_is_no_file_and_no_folder_of_this_repository(
    repository: Repository, verdicts: Verdicts
) -> None:
    policy = '[process.version]\nfiles = ["pyproject.toml", "engine/VERSION"]\n'
    folder = repository({**FILES, "relaudit.toml": policy})
    head = git(folder, "rev-parse", "HEAD")
    git(folder, "reset", "--quiet")
    git(folder, "update-index", "--add", "--cacheinfo", f"160000,{head},engine")
    git(folder, "commit", "-m", "Add the engine", "--allow-empty")
    git(folder, "tag", "v1.0.0")
    found = verdicts(folder, at="HEAD")

    assert crashes(dict(found)) == []
    assert [one.problem.kind for one in found["version-files-agree"].findings] == ["missing"]
    assert found["tags-match-versions"].status is Status.PASSED


def test_a_rename_of_case_alone_loses_nothing(repository: Repository, verdicts: Verdicts) -> None:
    old = {
        "Changelog.md": "# Changelog\n\n## 0.9.0 - 2025-12-31\n",
        "pyproject.toml": PROJECT.replace("1.0.0", "0.9.0"),
    }
    files = {**FILES, **{f"v0.9.0:{path}": text for path, text in old.items()}}
    found = verdicts(repository(files, log="main\ntag: v0.9.0"))

    assert crashes(dict(found)) == []
    assert found["bump-commits-update-changelog"].status is Status.PASSED
    assert found["tags-match-versions"].status is Status.PASSED


def test_a_tag_and_a_branch_of_one_name_are_told_apart(repository: Repository, verdicts: Verdicts) -> None:
    files = {
        "pyproject.toml": PROJECT,
        "v1.0.0:pyproject.toml": PROJECT.replace("1.0.0", "0.9.0"),
        "other:pyproject.toml": PROJECT,
    }
    folder = repository(files, log="main | Today | other\ntag: v1.0.0 | Release | other\nother | Start")
    git(folder, "branch", "v1.0.0", "main")
    found = verdicts(folder)

    assert crashes(dict(found)) == []
    assert [one.problem.message for one in found["tags-match-versions"].findings] == [
        "at tag v1.0.0 pyproject.toml says 0.9.0"
    ]
    assert [one.problem.message for one in found["tags-are-on-release-branch"].findings] == [
        "tag v1.0.0 is not on main or another release branch, no branch holds it"
    ]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-8-sig", "cp1252"])
def test_a_document_in_another_encoding_is_read(
    repository: Repository, verdicts: Verdicts, encoding: str
) -> None:
    readme = "# Fähre – die Fähre\n\nCurrent Version: 0.9.0\n".replace(
        "–", "-" if encoding == "latin-1" else "–"
    )
    policy = '[process.version]\nsecondary = ["README.md"]\n'
    folder = repository({**FILES, "README.md": readme.encode(encoding), "relaudit.toml": policy})
    verdict = verdicts(folder)["secondary-versions-agree"]

    assert [finding.problem.location.line for finding in verdict.findings] == [3]  # type: ignore[union-attr]  # a place in a file


def test_a_message_that_is_too_large_to_read_makes_nothing_pass(
    repository: Repository, verdicts: Verdicts
) -> None:
    policy = """
        [process.branches.main]
        role = "production"
        direct-pushes = false
        [process.commits]
        convention = "conventional"
    """
    folder = repository(
        {**FILES, "relaudit.toml": policy}, log="main | feat: sail\ntag: v1.0.0 | feat: float"
    )
    git(
        folder, "commit", "-q", "--allow-empty", "-F", "-", stdin=b"feat: much\n\n" + b"x" * (9 * 1024 * 1024)
    )
    found = verdicts(folder)

    for rule in ("commits-are-conventional", "no-direct-commits", "version-increment-is-legal"):
        assert found[rule].status is Status.UNKNOWN, rule
        assert any(unknown.reason is Reason.TOO_LARGE for unknown in found[rule].unknowns), rule


def test_a_past_file_that_cannot_be_read_is_told_by_its_commit_and_left_behind(
    repository: Repository, verdicts: Verdicts
) -> None:
    files = {
        "VERSION": "1.1.0\n",
        "pyproject.toml": PROJECT.replace("1.0.0", "1.1.0"),
        "broken:pyproject.toml": "[project\n",
        "broken:VERSION": "1.0.0\n",
    }
    log = "main | Mend\nbroken | Break\n | Begin"
    found = verdicts(repository(files, log=log))["version-files-agree"]
    later = {**files, "relaudit.toml": "history-since = 2027-01-01\n"}

    assert found.status is Status.UNKNOWN
    assert found.unknowns[0].detail.startswith("commit ")
    assert "history-since after 2025-12-31" in found.unknowns[0].needs
    assert verdicts(repository(later, log=log, name="later"))["version-files-agree"].status is Status.PASSED
