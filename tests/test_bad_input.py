"""Bad input: a clear error or an unknown, and nothing else is lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Repository, Verdicts
from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.cli import run
from relaudit.core.model import Reason, Status, Unknown
from relaudit.core.occasion import Today
from relaudit.outcome import Outcome, report
from relaudit.request import Request
from relaudit.sources.local import opened
from relaudit.sources.worktree import WorkingTree
from relaudit.testing import DAY

PYPROJECT = '[project]\nname = "ferry"\nversion = "1.0.0"\n'
CHANGELOG = "## 1.0.0\n\n- First.\n"
WORKFLOW = ".github/workflows/ci.yml"
POLICY = "[process.secrets.KEY]\n"
GOOD = "on: push\njobs:\n  a:\n    env:\n      T: ${{ secrets.OTHER }}\n    runs-on: x\n    steps: [run: a]\n"


def reasons(verdicts: Verdicts, folder: Path, rule: str) -> set[Reason]:
    return {unknown.reason for unknown in verdicts(folder)[rule].unknowns}


@pytest.mark.parametrize(
    ("path", "text", "rule", "reason"),
    [
        ("pyproject.toml", '[project]\nname = "a\n', "version-files-agree", Reason.UNREADABLE),
        ("pyproject.toml", '[project]\nversion = "1"\nversion = "2"\n', "version-files-agree", Reason.UNREADABLE),
        ("pyproject.toml", "x = " + "[" * 100_000, "version-files-agree", Reason.UNREADABLE),
        (WORKFLOW, "on: [push\njobs: {", "secrets-are-documented", Reason.UNREADABLE),
        (WORKFLOW, "{" * 100_000, "secrets-are-documented", Reason.TOO_LARGE),
        (WORKFLOW, "a: b: c", "secrets-are-documented", Reason.UNREADABLE),
        (".bumpversion.cfg", "[bumpversion]\ncurrent_version = 1\ncurrent_version = 2", "bump-config-is-current", Reason.UNREADABLE),
        (".bumpversion.toml", "a = [", "bump-targets-exist", Reason.UNREADABLE),
    ],
)  # fmt: skip
def test_a_broken_file_is_unknown_where_it_matters(
    repository: Repository, verdicts: Verdicts, path: str, text: str, rule: str, reason: Reason
) -> None:
    others = {
        "VERSION": "1.0.0",
        "CHANGELOG.md": CHANGELOG,
        "relaudit.toml": POLICY,
        ".github/workflows/ok.yml": GOOD,
    }
    folder = repository({**others, path: text}, log="main, tag: v1.0.0")

    assert reason in reasons(verdicts, folder, rule)
    assert verdicts(folder)["changelog-and-tags-agree"].status is Status.PASSED


def test_a_broken_workflow_does_not_hide_the_others(repository: Repository, verdicts: Verdicts) -> None:
    folder = repository({WORKFLOW: "on: [", ".github/workflows/ok.yml": GOOD, "relaudit.toml": POLICY})
    verdict = verdicts(folder)["secrets-are-documented"]

    assert [finding.problem.subject for finding in verdict.findings] == ["OTHER"]
    assert len(verdict.unknowns) == 1


def test_duplicate_keys_in_a_workflow_are_both_read(repository: Repository, verdicts: Verdicts) -> None:
    twice = "on: push\njobs:\n  a:\n    env: {T: '${{ secrets.ONE }}'}\n    env: {T: '${{ secrets.TWO }}'}\n"
    folder = repository({WORKFLOW: twice, "relaudit.toml": POLICY})

    assert [finding.problem.subject for finding in verdicts(folder)["secrets-are-documented"].findings] == [
        "ONE",
        "TWO",
    ]


def test_an_alias_bomb_is_walked_once(repository: Repository, verdicts: Verdicts) -> None:
    bomb = ["x0: &x0 ['${{ secrets.DEEP }}']"] + [
        f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]" for n in range(1, 30)
    ]
    folder = repository({WORKFLOW: "\n".join(bomb), "relaudit.toml": POLICY})

    assert [finding.problem.subject for finding in verdicts(folder)["secrets-are-documented"].findings] == [
        "DEEP"
    ]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_marks_and_line_ends_change_nothing(
    repository: Repository, verdicts: Verdicts, mark: bytes, ends: bytes
) -> None:
    files = {
        "pyproject.toml": PYPROJECT, "ferry/__init__.py": '\n__version__ = "0.9"\n', "CHANGELOG.md": "# Log\n\n## 0.8.0\n",
        WORKFLOW: GOOD, "relaudit.toml": POLICY,
    }  # fmt: skip
    folder = repository({path: mark + text.encode().replace(b"\n", ends) for path, text in files.items()})
    found = {
        rule: verdict.findings[0].problem.location
        for rule, verdict in verdicts(folder).items()
        if verdict.findings
    }

    assert {(rule, where.line, where.column) for rule, where in found.items()} == {  # type: ignore[union-attr]  # in files
        ("version-files-agree", 2, 15), ("changelog-and-tags-agree", 3, 1), ("changelog-has-version", 3, 1), ("secrets-are-documented", 5, 22),
        ("documented-secrets-are-used", 0, 0),
    }  # fmt: skip


@pytest.mark.parametrize("target", ["/etc/passwd", "../outside.toml", "../../outside.toml"])
def test_a_link_out_of_the_tree_is_not_followed(
    repository: Repository, verdicts: Verdicts, tmp_path: Path, target: str
) -> None:
    (tmp_path / "outside.toml").write_text('[project]\nversion = "6.6.6"\n')
    folder = repository({"VERSION": "1.0.0"})
    (folder / "pyproject.toml").symlink_to(target)
    text = WorkingTree(folder).read("pyproject.toml")
    blind = run(["check", str(folder)])

    assert isinstance(text, Unknown)
    assert "link out of the tree" in text.detail
    assert blind == 2


def test_a_link_inside_the_tree_is_followed_in_the_folder_and_at_a_revision(
    repository: Repository, verdicts: Verdicts
) -> None:
    folder = repository({"real/VERSION": "1.0.0\n"})
    (folder / "VERSION").symlink_to("real/VERSION")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Link")

    assert verdicts(folder)["version-is-valid"].status is Status.PASSED
    assert verdicts(folder, at="HEAD")["version-is-valid"].status is Status.PASSED


def test_a_link_out_of_a_revision_is_not_followed(repository: Repository, verdicts: Verdicts) -> None:
    folder = repository({"CHANGELOG.md": CHANGELOG})
    (folder / "VERSION").symlink_to("../../../etc/passwd")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Link")

    assert reasons(verdicts, folder, "version-files-agree") == {Reason.UNREADABLE}
    with opened(folder, "HEAD") as one:
        assert isinstance(one.tree.read("VERSION"), Unknown)


def test_a_pipe_in_place_of_a_file_does_not_hang(repository: Repository, verdicts: Verdicts) -> None:
    folder = repository({"pyproject.toml": PYPROJECT})
    os.mkfifo(folder / "VERSION")

    assert reasons(verdicts, folder, "version-files-agree") == {Reason.UNREADABLE}


def test_a_file_beyond_the_limit_is_too_large(repository: Repository, verdicts: Verdicts) -> None:
    folder = repository({"pyproject.toml": PYPROJECT})
    with (folder / "CHANGELOG.md").open("wb") as file:
        file.truncate(9 * 1024 * 1024)

    assert reasons(verdicts, folder, "changelog-has-version") == {Reason.TOO_LARGE}


HOSTILE = "a\n::error::owned\x1b[31m%0A::error::also\u202e[link](http://x)<img src=x>|`@team`.yml"


@pytest.mark.parametrize("format_", ["console", "json", "github", "markdown"])
def test_no_reporter_lets_a_hostile_name_through(repository: Repository, format_: str) -> None:
    folder = repository({"relaudit.toml": POLICY, WORKFLOW: GOOD})
    (folder / ".github" / "workflows" / HOSTILE.replace("/", "_")).write_text(GOOD.replace("OTHER", "X_Y"))
    loaded = own()
    with opened(folder, name=HOSTILE) as one:
        outcome = Auditor(loaded, Request(today=Today(DAY))).audit(one)
    broken = Outcome(type(outcome.audit)(HOSTILE, error=f"broken {HOSTILE}"))
    text = loaded.reporters[format_](report([outcome, broken], loaded.rules, started="", seconds=0))

    assert "X_Y" in text.replace("\\", "")
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert not [line for line in text.splitlines() if line.lstrip().startswith("::error::")]
    assert "%0A::" not in text or format_ in ("console", "json", "markdown")
    assert "<img" not in text or format_ in ("console", "json", "github")
    assert "\n::error" not in text.replace("\n::error file=", "").replace("\n::error title=relaudit::", "")


def test_a_name_that_is_no_text_survives(
    repository: Repository, verdicts: Verdicts, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder = repository({"relaudit.toml": POLICY, WORKFLOW: GOOD})
    raw = os.fsencode(folder) + b"/.github/workflows/\xff\xfe.yml"
    with open(raw, "wb") as file:
        file.write(GOOD.replace("OTHER", "NAMED").encode())
    assert len(verdicts(folder)["secrets-are-documented"].findings) == 2

    for format_ in ("console", "json", "github", "markdown"):
        assert run(["check", "--format", format_, str(folder)]) == 0


def test_an_empty_folder_is_judged(tmp_path: Path, verdicts: Verdicts) -> None:
    assert {verdict.status for verdict in verdicts(tmp_path).values()} <= {
        Status.NOT_APPLICABLE,
        Status.UNKNOWN,
    }
    assert reasons(verdicts, tmp_path, "changelog-and-tags-agree") == {Reason.NO_GIT}


@pytest.mark.parametrize("bare", [(), ("--bare",)])
def test_a_repository_without_commits_is_judged(
    tmp_path: Path, verdicts: Verdicts, bare: tuple[str, ...]
) -> None:
    git(tmp_path, "init", "-q", *bare)

    of_files = [
        one
        for one in verdicts(tmp_path).values()
        if not any("on GitHub" in unknown.needs for unknown in one.unknowns)
    ]

    assert {verdict.status for verdict in of_files} == {Status.NOT_APPLICABLE}


def test_a_detached_head_is_judged(repository: Repository, verdicts: Verdicts) -> None:
    folder = repository({"VERSION": "2.0", "v1.0:VERSION": "1.0"}, log="main, tag: v2.0\ntag: v1.0")
    git(folder, "checkout", "-q", "-f", "--detach", "v1.0")
    with opened(folder) as one:
        head = one.revision

    assert head == git(folder, "rev-parse", "v1.0^{commit}").strip()
    assert verdicts(folder)["tags-match-versions"].status is Status.PASSED


def test_a_tag_that_points_at_a_blob_is_left_aside(repository: Repository, verdicts: Verdicts) -> None:
    folder = repository({"VERSION": "1.0"}, log="main, tag: v1.0")
    git(folder, "tag", "v2.0", git(folder, "rev-parse", "HEAD:VERSION").strip())
    git(folder, "tag", "-a", "-m", "x", "v3.0", "HEAD:VERSION")

    assert verdicts(folder)["tags-match-versions"].status is Status.PASSED


def test_a_shallow_clone_knows_no_history(repository: Repository, verdicts: Verdicts, tmp_path: Path) -> None:
    files = {"VERSION": "2.0", "CHANGELOG.md": "## 2.0\n\n## 1.0\n", "v1.0:VERSION": "9"}
    origin, clone = repository(files, log="main, tag: v2.0\ntag: v1.0"), tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", origin.as_uri(), str(clone))
    found = verdicts(clone)

    of_the_past = (
        "tags-match-versions",
        "changelog-and-tags-agree",
        "version-files-agree",
        "version-is-valid",
    )
    assert {rule: found[rule].status for rule in of_the_past} == dict.fromkeys(of_the_past, Status.UNKNOWN)
    assert "fetch-depth: 0" in found["tags-match-versions"].unknowns[0].needs
    assert found["changelog-has-version"].status is Status.PASSED


@pytest.mark.parametrize(
    ("option", "status"),
    [("--depth=1", Status.UNKNOWN), ("--single-branch", Status.UNKNOWN), ("--no-tags", Status.PASSED)],
)
def test_a_branch_is_missed_only_where_all_were_fetched(
    repository: Repository, verdicts: Verdicts, tmp_path: Path, option: str, status: Status
) -> None:
    workflow = "on: {push: {branches: [develop]}}\njobs: {a: {runs-on: x, steps: [run: a]}}\n"
    origin = repository({".github/workflows/w.yml": workflow}, log="main | two\ndevelop | one")
    git(tmp_path, "clone", "-q", option, origin.as_uri(), str(tmp_path / "clone"))

    assert verdicts(tmp_path / "clone")["trigger-branches-exist"].status is status


def test_a_linked_worktree_is_read(repository: Repository, verdicts: Verdicts, tmp_path: Path) -> None:
    folder = repository({"VERSION": "2.0"}, log="main, tag: v2.0")
    git(folder, "worktree", "add", "-q", str(tmp_path / "linked"), "-b", "other")

    assert verdicts(tmp_path / "linked")["tags-match-versions"].status is Status.PASSED


def test_a_repository_with_longer_hashes_is_read(tmp_path: Path, verdicts: Verdicts) -> None:
    git(tmp_path, "init", "-q", "--object-format=sha256")
    (tmp_path / "VERSION").write_text("1.0")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "x")
    git(tmp_path, "tag", "v1.1")
    (finding,) = verdicts(tmp_path, at="HEAD")["tags-match-versions"].findings

    assert finding.problem.message == "at tag v1.1 VERSION says 1.0"


def test_a_shared_object_store_is_read(repository: Repository, verdicts: Verdicts, tmp_path: Path) -> None:
    origin, clone = repository({"VERSION": "2.0"}, log="main, tag: v2.0"), tmp_path / 'a "quoted"\nfolder'
    git(tmp_path, "clone", "-q", "--shared", str(origin), str(clone))

    assert verdicts(clone)["tags-match-versions"].status is Status.PASSED


def test_a_lost_object_is_no_reason_to_pass(repository: Repository, verdicts: Verdicts) -> None:
    folder = repository({"VERSION": "2.0", "v1.0:VERSION": "1.0"}, log="main, tag: v2.0\ntag: v1.0")
    oid = git(folder, "rev-parse", "v1.0:VERSION").strip()
    (folder / ".git/objects" / oid[:2] / oid[2:]).unlink()

    assert verdicts(folder)["tags-match-versions"].status is Status.UNKNOWN


def test_a_tag_that_cannot_be_read_is_no_reason_to_find_anything(
    repository: Repository, verdicts: Verdicts
) -> None:
    files = {"VERSION": "2.0", "CHANGELOG.md": "## 2.0\n\n## 1.0\n", "v1.0:VERSION": "1.0"}
    folder = repository(files, log="main, tag: v2.0\ntag: v1.0")
    oid = git(folder, "rev-parse", "v1.0").strip()
    stored = folder / ".git/objects" / oid[:2] / oid[2:]
    stored.chmod(0o644)
    stored.write_bytes(b"garbage")
    found = verdicts(folder)

    assert found["changelog-and-tags-agree"].findings == ()
    assert found["changelog-and-tags-agree"].status is Status.UNKNOWN
    assert found["tags-match-versions"].status is Status.UNKNOWN


def test_a_changelog_that_a_partial_clone_lacks_is_no_finding(
    repository: Repository, verdicts: Verdicts, tmp_path: Path
) -> None:
    files = {
        "VERSION": "2.0", "CHANGELOG.md": "## 2.0\n\n## 1.0\n",
        "v1.1:VERSION": "1.1", "v1.1:CHANGELOG.md": "## 1.1\n\n## 1.0\n", "v1.0:VERSION": "1.0",
    }  # fmt: skip
    origin, clone = repository(files, log="main, tag: v2.0\ntag: v1.1\ntag: v1.0"), tmp_path / "clone"
    assert verdicts(origin)["changelog-and-tags-agree"].status is Status.PASSED
    git(origin, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", origin.as_uri(), str(clone))

    assert verdicts(clone)["changelog-and-tags-agree"].findings == ()
    assert verdicts(clone)["changelog-and-tags-agree"].status is Status.UNKNOWN


def test_a_gitdir_that_is_not_there_is_no_repository(
    repository: Repository, verdicts: Verdicts, tmp_path: Path
) -> None:
    folder = tmp_path / "mounted"
    folder.mkdir()
    (folder / ".git").write_text("gitdir: /nowhere/.git/worktrees/x\n")
    (folder / "CHANGELOG.md").write_text(CHANGELOG)

    assert reasons(verdicts, folder, "changelog-and-tags-agree") == {Reason.NO_GIT}


@pytest.mark.parametrize("path", ["./src/VERSION", "src//VERSION", "x/../src/VERSION"])
def test_a_path_means_the_same_everywhere(repository: Repository, verdicts: Verdicts, path: str) -> None:
    files = {"src/VERSION": "1.0", "relaudit.toml": f'[process.version]\nfiles = ["{path}"]\n', "x/y": ""}
    folder = repository(files, log="main, tag: v1.0")
    git(folder, "tag", "v1.1")

    for at in ("", "main"):
        found = verdicts(folder, at=at)
        assert found["version-files-agree"].status is Status.PASSED
        assert [finding.problem.subject for finding in found["tags-match-versions"].findings] == ["v1.1"]


@pytest.mark.parametrize("path", ["/etc/hostname", "../VERSION", "/x.toml"])
def test_a_path_out_of_the_tree_is_not_there(repository: Repository, verdicts: Verdicts, path: str) -> None:
    folder = repository(
        {"VERSION": "1.0", "relaudit.toml": f'[process.version]\nfiles = ["VERSION", "{path}"]\n'}
    )

    for at in ("", "main"):
        assert verdicts(folder, at=at)["version-files-agree"].status in (Status.FAILED, Status.UNKNOWN)


def test_a_linked_folder_is_followed_at_a_revision_as_on_disk(
    repository: Repository, verdicts: Verdicts
) -> None:
    files = {"VERSION": "1.0", "lib/p/__init__.py": '__version__ = "1.0"\n'}
    folder = repository(
        {**files, "relaudit.toml": '[process.version]\nfiles = ["VERSION", "src/p/__init__.py"]\n'}
    )
    (folder / "src").symlink_to("lib")
    (folder / "loop").symlink_to("loop")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Link")

    assert verdicts(folder)["version-files-agree"].status is Status.PASSED
    assert verdicts(folder, at="HEAD")["version-files-agree"].status is Status.PASSED


@pytest.mark.parametrize(
    "rule", ["changelog-has-version", "bump-config-is-current", "changelog-and-tags-agree"]
)
def test_nothing_passes_by_being_missing(repository: Repository, verdicts: Verdicts, rule: str) -> None:
    bump = "[bumpversion]\ncurrent_version = 9.9.9\n"
    files = {".bumpversion.cfg": bump} | (
        {} if rule == "changelog-and-tags-agree" else {"CHANGELOG.md": CHANGELOG}
    )
    folder = repository(files, log="main, tag: v1.0.0")

    assert verdicts(folder)[rule].status is Status.UNKNOWN


def test_standing_in_a_repository_imports_nothing_of_it(repository: Repository) -> None:
    folder = repository({
        "VERSION": "1.0", "evil.egg-info/entry_points.txt": "[relaudit]\nevil = evilpack\n",
        "evilpack.py": "open('fired', 'w')\n", "argparse.py": "open('fired', 'w')\n",
    })  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "relaudit", "."], cwd=folder, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert not (folder / "fired").exists()


def test_a_pipe_among_the_refs_does_not_hang(
    repository: Repository, verdicts: Verdicts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relaudit.sources.asked._PATIENCE", 0.5)
    folder = repository({"VERSION": "1.0"}, log="main, tag: v1.0")
    os.mkfifo(folder / ".git" / "refs" / "tags" / "v2.0")

    assert "git did not answer in time" in verdicts(folder)["tags-match-versions"].unknowns[0].detail


def git(folder: Path, *arguments: str) -> str:
    who = dict.fromkeys(
        ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"),
        "someone@example.com",
    )
    environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
    return done.stdout.decode()
