"""`--fix` and `--patch`: what they write, print, and leave alone."""

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Repository
from relaudit.cli import run
from relaudit.core.errors import UsageError
from relaudit.evidence.overlay import Change
from relaudit.sources import editing
from relaudit.sources.worktree import WorkingTree
from relaudit.views.patch import patch

PROJECT = '[project]\nname = "ferry"\nversion = "2.0"\n'
DRIFTED = {"pyproject.toml": PROJECT, "ferry/__init__.py": '"""A ferry."""\n\n__version__ = "1.0"\n'}
ODD = "".join(f"\f\x0b{number}\u2028\x85\n" for number in range(1, 10))
LONG = "".join(f"{number}\n" for number in range(30, 120))
Captured = pytest.CaptureFixture[str]


def patch_of(folder: Path, *arguments: str) -> bytes:
    command = [sys.executable, "-m", "relaudit", "check", "--patch", *arguments, str(folder)]
    return subprocess.run(command, capture_output=True, check=False).stdout


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    return subprocess.run(
        ["git", *arguments], cwd=folder, input=stdin, check=True, capture_output=True
    ).stdout


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.parts
    }


def test_a_fix_is_written_and_the_report_is_of_what_is_left(repository: Repository, capsys: Captured) -> None:
    folder = repository(DRIFTED)

    assert run(["check", "--fix", str(folder)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("fixed: version-files-agree: writes 2.0 in ferry/__init__.py\n\n")
    assert "0 failed" in printed
    assert files_of(folder) == {
        "pyproject.toml": PROJECT.encode(),
        "ferry/__init__.py": b'"""A ferry."""\n\n__version__ = "2.0"\n',
    }


def test_fixing_twice_changes_nothing(repository: Repository, capsys: Captured) -> None:
    folder = repository(DRIFTED)
    run(["check", "--fix", str(folder)])
    before, _ = files_of(folder), capsys.readouterr()

    assert run(["check", "--fix", str(folder)]) == 0
    assert files_of(folder) == before
    assert "fixed:" not in capsys.readouterr().out


def test_a_finding_that_has_no_fix_is_left_and_is_exit_1(repository: Repository) -> None:
    stated = '[process.version]\nfiles = ["pyproject.toml", "ferry/__init__.py", "GONE"]\n'

    assert run(["check", "--fix", str(repository({**DRIFTED, "relaudit.toml": stated}))]) == 1


def test_a_fix_that_was_refused_is_told_with_the_reason(repository: Repository, capsys: Captured) -> None:
    target = (
        "[bumpversion]\ncurrent_version = 1.0\n[bumpversion:file:README]\nsearch = ferry {current_version}\n"
    )
    folder = repository({"pyproject.toml": PROJECT, "README": "ferry 1.0\n", ".bumpversion.cfg": target})

    assert run(["check", "--fix", str(folder)]) == 1
    printed = capsys.readouterr().out
    assert (
        "not fixed: bump-config-is-current: writes 2.0 in .bumpversion.cfg; bump-targets-exist would"
        in printed
    )
    assert files_of(folder)[".bumpversion.cfg"] == target.encode()


def test_several_targets_are_each_fixed(repository: Repository, capsys: Captured) -> None:
    one, other = repository(DRIFTED, name="one"), repository(DRIFTED, name="other")

    assert run(["check", "--fix", str(one), str(other)]) == 0
    assert capsys.readouterr().out.count("fixed: version-files-agree") == 2


def test_json_lists_the_repairs_and_what_is_fixable(repository: Repository, capsys: Captured) -> None:
    folder = repository(DRIFTED)
    run(["check", "--format", "json", str(folder)])
    before = json.loads(capsys.readouterr().out)["repositories"][0]
    run(["check", "--format", "json", "--fix", str(folder)])
    after = json.loads(capsys.readouterr().out)["repositories"][0]

    assert before["repairs"] == []
    assert [one["fixable"] for verdict in before["verdicts"] for one in verdict["findings"]] == [True]
    assert after["repairs"] == [
        {"rule": "version-files-agree", "description": "writes 2.0", "paths": ["ferry/__init__.py"], "refused": None}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'\xef\xbb\xbf__version__ = "1.0"\r\n', b'\xef\xbb\xbf__version__ = "2.0"\r\n'),
        (b'# \xc3\xa9\n__version__ = "1.0"', b'# \xc3\xa9\n__version__ = "2.0"'),
        (b"x = 1\r\n__version__: str = '1.0'\n\r\n", b"x = 1\r\n__version__: str = '2.0'\n\r\n"),
        (b'# \xe9\n__version__ = "1.0"\n', b'# \xe9\n__version__ = "2.0"\n'),
    ],
    ids=["mark-crlf", "no-end", "mixed-ends", "latin-1"],
)
def test_every_byte_beside_the_edit_stays(repository: Repository, before: bytes, after: bytes) -> None:
    folder = repository({**DRIFTED, "ferry/__init__.py": before})
    change = patch_of(folder)

    assert run(["check", "--fix", str(folder)]) == 0
    assert (folder / "ferry/__init__.py").read_bytes() == after
    git(folder, "apply", "--reverse", stdin=change)
    assert (folder / "ferry/__init__.py").read_bytes() == before


def test_a_file_keeps_its_mode(repository: Repository) -> None:
    folder = repository(DRIFTED)
    (folder / "ferry/__init__.py").chmod(0o750)
    run(["check", "--fix", str(folder)])

    assert stat.S_IMODE((folder / "ferry/__init__.py").stat().st_mode) == 0o750
    assert sorted(path.name for path in (folder / "ferry").iterdir()) == ["__init__.py"]


def test_a_patch_is_what_git_applies_and_writes_nothing(repository: Repository) -> None:
    folder = repository({**DRIFTED, "VERSION": "1.0"})
    before, change = files_of(folder), patch_of(folder)

    assert files_of(folder) == before
    git(folder, "apply", stdin=change)
    assert files_of(folder) == {
        "pyproject.toml": PROJECT.encode(),
        "ferry/__init__.py": b'"""A ferry."""\n\n__version__ = "2.0"\n',
        "VERSION": b"2.0",
    }


def test_a_patch_of_a_revision_and_of_a_bare_directory_is_the_same(repository: Repository) -> None:
    folder = repository(DRIFTED)

    assert b'+__version__ = "2.0"' in patch_of(folder)
    assert patch_of(folder, "--at", "main") == patch_of(folder) == patch_of(folder / ".git")


def test_a_patch_goes_alone_and_the_report_to_a_file(
    repository: Repository, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    folder, report = repository(DRIFTED), tmp_path / "report.json"

    assert run(["check", "--patch", f"--format=json={report}", str(folder)]) == 1
    assert json.loads(report.read_text())["summary"]["failed"] == 1
    assert capsysbinary.readouterr().out.startswith(b"diff --git a/ferry/__init__.py b/ferry/__init__.py\n")


@pytest.mark.parametrize("name", ['fer\try "é.py', "fer ry/__init__.py", "\x1b[31mred.py", "a\nb.py"])
def test_a_patch_names_any_file_as_git_does(repository: Repository, name: str) -> None:
    stated = f"[process.version]\nfiles = ['pyproject.toml', {json.dumps(name)}]\n"
    folder = repository({"pyproject.toml": PROJECT, "relaudit.toml": stated})
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text('__version__ = "1.0"\n')
    change = patch_of(folder)

    assert b"\x1b" not in change
    git(folder, "apply", stdin=change)
    assert (folder / name).read_text() == '__version__ = "2.0"\n'


@pytest.mark.parametrize("name", ["./ferry/__init__.py", "docs/../ferry/__init__.py"])
def test_a_stated_path_means_the_file_it_leads_to(repository: Repository, name: str) -> None:
    stated = f'[process.version]\nfiles = ["pyproject.toml", "{name}", "ferry/__init__.py"]\n'
    folder = repository({**DRIFTED, "relaudit.toml": stated, "docs/a": ""})

    assert b"+++ b/ferry/__init__.py\n" in patch_of(folder)
    assert run(["check", "--fix", str(folder)]) == 0
    assert (folder / "ferry/__init__.py").read_text().endswith('"2.0"\n')


def test_a_file_of_two_names_is_fixed_once(repository: Repository, capsys: Captured) -> None:
    stated = '[process.version]\nfiles = ["pyproject.toml", "./ferry/__init__.py", "ferry/__init__.py"]\n'
    run(["check", "--fix", str(repository({**DRIFTED, "relaudit.toml": stated}))])
    printed = capsys.readouterr().out

    assert printed.count("fixed:") == 1
    assert "not fixed:" not in printed


def test_a_name_that_means_another_file_elsewhere_is_refused(
    repository: Repository, capsys: Captured
) -> None:
    stated = "[process.version]\nfiles = ['pyproject.toml', 'a\\b.py']\n"
    folder = repository({"pyproject.toml": PROJECT, "relaudit.toml": stated})
    (folder / "a\\b.py").write_text('__version__ = "1.0"\n')

    assert run(["check", "--fix", str(folder)]) == 1
    assert "has a backslash in its name" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--fix", "--at", "main", "{}"], "--at asks for a revision; --patch prints the change"),
        (["--fix", "{}/.git"], "is a bare git directory; --patch prints the change"),
        (["--patch", "{}", "{}"], "--patch prints the change of one repository; name one target"),
        (["--patch", "--format", "json", "{}"], "give --format a file, as in --format json=report.json"),
        (["--fix", "unsafe", "{}"], "--fix takes it with an equals sign, --fix=unsafe"),
        (["--fix=all", "{}"], "argument --fix: invalid choice: 'all'"),
    ],
)
def test_what_cannot_be_done_is_said_with_the_way_out(
    repository: Repository, capsys: Captured, arguments: list[str], message: str
) -> None:
    folder = repository(DRIFTED)
    before = files_of(folder)

    assert run(["check", *(word.format(folder) for word in arguments)]) == 2
    assert message in capsys.readouterr().err
    assert files_of(folder) == before


def test_nothing_is_written_when_one_target_of_several_cannot_be(repository: Repository) -> None:
    one, other = repository(DRIFTED, name="one"), repository(DRIFTED, name="other")
    before = files_of(one)

    assert run(["check", "--fix", str(one), str(other / ".git")]) == 2
    assert files_of(one) == before


def test_a_link_is_not_written_through(repository: Repository, tmp_path: Path, capsys: Captured) -> None:
    folder = repository({"pyproject.toml": PROJECT, "kept/VERSION.txt": "1.0\n"})
    (folder / "VERSION").symlink_to("kept/VERSION.txt")

    assert run(["check", "--fix", str(folder)]) == 1
    assert "VERSION is a link; what it leads to has to be edited by its own name" in capsys.readouterr().out
    assert (folder / "kept/VERSION.txt").read_text() == "1.0\n"
    assert (folder / "VERSION").is_symlink()


def test_a_folder_that_is_a_link_is_not_written_through_in_a_revision_either(
    repository: Repository, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = repository({"pyproject.toml": PROJECT, "src/ferry/__init__.py": '__version__ = "1.0"\n'})
    (folder / "ferry").symlink_to("src/ferry")
    git(folder, "add", ".")
    git(folder, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "x")
    run(["check", "--patch", "--at", "HEAD", str(folder)])
    printed = capfd.readouterr()

    assert "ferry/__init__.py is a link" in printed.err
    assert "+++ b/src/ferry/__init__.py" in printed.out
    assert "+++ b/ferry/" not in printed.out


@pytest.mark.parametrize("path", [".git/version.py", "x/.GIT/version.py"])
def test_nothing_of_gits_own_is_written(repository: Repository, capsys: Captured, path: str) -> None:
    stated = f'[process.version]\nfiles = ["pyproject.toml", "{path}"]\n'
    folder = repository({"pyproject.toml": PROJECT, "relaudit.toml": stated})
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text('__version__ = "1.0"\n')
    run(["check", "--fix", str(folder)])

    assert f"{path} is no file of the repository's" in capsys.readouterr().out
    assert (folder / path).read_text() == '__version__ = "1.0"\n'


@pytest.mark.parametrize("version", ['2.0" + "', '2.0"; import os; "', "2.0\\n", "2.0 x"])
def test_a_version_that_is_more_than_a_version_is_written_nowhere(
    repository: Repository, version: str
) -> None:
    folder = repository({**DRIFTED, "pyproject.toml": f"[project]\nname = 'ferry'\nversion = '{version}'\n"})
    before = files_of(folder)
    run(["check", "--fix=unsafe", str(folder)])

    assert files_of(folder) == before


def test_a_file_that_changed_since_it_was_read_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"1")
    (tmp_path / "other").write_bytes(b"changed")

    with pytest.raises(UsageError, match="other has changed since it was read; nothing was written"):
        editing.write(WorkingTree(tmp_path), [Change("one", b"1", b"2"), Change("other", b"1", b"2")])
    assert files_of(tmp_path) == {"one": b"1", "other": b"changed"}


def test_what_became_a_link_since_it_was_read_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"1")
    (tmp_path / "one").symlink_to("kept")

    with pytest.raises(UsageError, match=r"one is a link; .*; nothing was written"):
        editing.write(WorkingTree(tmp_path), [Change("one", b"1", b"2")])
    assert (tmp_path / "one").is_symlink()


@pytest.mark.parametrize(
    "name", ["a", "a b", 'a "b" c', "a\\b", "a\tb", "a b\n", "é", "\x7f\x1b", "a/b c/d", "🚢", "a'b"]
)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1\n2\n", "1\n3\n"),
        ("1", "2"),
        ("1\r\n2", "1\r\n3\n"),
        (LONG, LONG.replace("1", "x")),
        (LONG, LONG[:-40]),
        (LONG[9:], LONG),
        (ODD, ODD.replace("5", "6")),
    ],
    ids=["lines", "no end", "returns", "several places", "shorter", "longer", "odd ends"],
)
def test_a_patch_is_written_as_git_writes_it(
    repository: Repository, name: str, before: str, after: str
) -> None:
    folder = repository({"VERSION": "1"})
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(before.encode())
    git(folder, "add", name)
    (folder / name).write_bytes(after.encode())
    told = git(folder, "diff", "--no-renames", "--no-indent-heuristic", "--", name)
    expected = b"".join(line for line in told.splitlines(keepends=True) if not line.startswith(b"index "))

    ours = patch(Change(name, before.encode(), after.encode()))
    assert bare(ours) == bare(expected)


def bare(patch: bytes) -> list[bytes]:
    """The lines, without what git repeats of the file beside the numbers of a hunk."""
    return [re.sub(rb"^(@@ .* @@).*", rb"\1", line) for line in patch.split(b"\n")]


def test_a_file_that_is_gone_is_not_made(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"1")

    with pytest.raises(UsageError, match="gone cannot be written: No such file or directory"):
        editing.write(WorkingTree(tmp_path), [Change("one", b"1", b"2"), Change("gone", b"1", b"2")])
    assert files_of(tmp_path) == {"one": b"1"}


def test_a_read_only_file_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one").write_bytes(b"1")
    monkeypatch.setattr(os, "access", lambda *_: False)

    with pytest.raises(UsageError, match="one is read-only; nothing was written"):
        editing.write(WorkingTree(tmp_path), [Change("one", b"1", b"2")])
    assert files_of(tmp_path) == {"one": b"1"}


def test_what_the_system_refuses_is_told_with_what_was_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one").write_bytes(b"1")
    (tmp_path / "other").write_bytes(b"1")
    real = os.replace

    def replaced(source: str, target: str) -> None:
        if target.endswith("other"):
            raise PermissionError(13, "Permission denied")
        real(source, target)

    monkeypatch.setattr(os, "replace", replaced)

    with pytest.raises(UsageError, match="other cannot be written: Permission denied; only one was written"):
        editing.write(WorkingTree(tmp_path), [Change("one", b"1", b"2"), Change("other", b"1", b"2")])
    assert files_of(tmp_path) == {"one": b"2", "other": b"1"}


def test_a_file_keeps_its_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one").write_bytes(b"1")
    status, given = (tmp_path / "one").stat(), []
    monkeypatch.setattr(os, "chown", lambda _, *owner: given.append(owner))
    editing.write(WorkingTree(tmp_path), [Change("one", b"1", b"2")])

    assert given == [(status.st_uid, status.st_gid)]


def test_help_shows_how(capsys: Captured) -> None:
    assert run(["check", "--help"]) == 0
    printed = capsys.readouterr().out
    assert "relaudit check --fix ." in printed
    assert "relaudit check --patch . | git apply" in printed


def test_many_repositories_at_once_are_not_fixed(tmp_path: Path, capsys: Captured) -> None:
    assert run(["org", "--fix", "--local", str(tmp_path)]) == 2
    assert "unrecognized arguments: --fix" in capsys.readouterr().err


def test_what_follows_a_bare_fix_is_a_target(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = repository(DRIFTED)
    monkeypatch.chdir(folder)

    assert run(["--fix", "--", "."]) == 0
    assert files_of(folder)["ferry/__init__.py"].endswith(b'"2.0"\n')


def test_a_patch_of_nothing_says_so(repository: Repository, capsys: Captured) -> None:
    assert run(["check", "--patch", str(repository({"VERSION": "1.0"}))]) == 0
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "relaudit: there is nothing that --fix would change\n")


def test_a_terminal_is_shown_a_harmless_patch(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    folder = repository({**DRIFTED, "ferry/__init__.py": '# \x1b[31m\n__version__ = "1.0"\n'})
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    run(["check", "--patch", str(folder)])
    printed = capsys.readouterr().out

    assert "\x1b" not in printed
    assert " # \\x1b[31m\n" in printed
