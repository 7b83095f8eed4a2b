"""The command line: exit codes, formats, errors with the way out."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Repository
from relaudit import __version__
from relaudit.cli import run
from relaudit.cli.occasion import occasion_of
from relaudit.cli.output import wants_colour
from relaudit.core.errors import UsageError
from relaudit.core.occasion import Moment, Occasion

BROKEN = {
    "pyproject.toml": '[project]\nname = "ferry"\nversion = "2"\n',
    "ferry/__init__.py": '__version__ = "1"\n',
}
CLEAN = {"VERSION": "1.0.0"}
Captured = pytest.CaptureFixture[str]


def test_findings_are_exit_1_and_none_are_0(repository: Repository, capsys: Captured) -> None:
    assert run(["check", str(repository(BROKEN, name="broken"))]) == 1
    assert "error: version-files-agree" in capsys.readouterr().out
    assert run(["check", str(repository(CLEAN, name="clean"))]) == 0


def test_check_is_meant_when_no_command_is_named(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository(BROKEN))

    assert run(["."]) == 1
    assert run([]) == 1
    assert run(["--offline", "."]) == 1


def test_a_folder_inside_a_checkout_means_the_checkout(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository(BROKEN) / "ferry")

    assert run(["."]) == 1


def test_strict_is_exit_3_when_something_is_unknown(repository: Repository) -> None:
    folder = repository({"pyproject.toml": "[project"})

    assert run(["check", str(folder)]) == 0
    assert run(["check", "--strict", str(folder)]) == 3


def test_findings_come_before_open_questions(repository: Repository) -> None:
    assert run(["check", "--strict", str(repository({**BROKEN, "CHANGELOG.rst": "x"}))]) == 1


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        ('fail-on = "never"', 0),
        ('[rules.version-files-agree]\nseverity = "warning"', 0),
        ("fail-on = 'warning'", 1),
    ],
)
def test_policy_decides_what_fails(repository: Repository, policy: str, code: int) -> None:
    assert run(["check", str(repository({**BROKEN, "relaudit.toml": policy}))]) == code


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["check", "--select", "version"],
            "relaudit: 'version' is no rule, family or pack, did you mean 'versions'?; `relaudit rules` lists them",
        ),
        (["check", "--format", "jsn", "."], "relaudit: there is no format 'jsn', did you mean 'json'?"),
        (
            ["check", "./nowhere"],
            "relaudit: ./nowhere is no folder; a target is a checkout or a bare git directory",
        ),
        (["check", "--select", "tags", "--ignore", "tags", "."], "relaudit: no rule is selected"),
        (["chekc"], "relaudit: 'chekc' is neither a command nor a folder, did you mean 'check'?"),
        (
            ["check", "acme/widgets"],
            "relaudit: acme/widgets is on github.com, and there is no token: set GITHUB_TOKEN, or give --online",
        ),
        (["check", "--at", "v9", "."], "relaudit: there is no revision 'v9' in ."),
        (["check", "--policy-at", "v9", "."], "relaudit: --policy-at: there is no revision 'v9' in ."),
        (["check", "--policy", "no.toml", "."], "relaudit: --policy no.toml: there is no such file"),
        (
            ["explain", "version-files-agre"],
            "relaudit: there is no rule 'version-files-agre', did you mean 'version-files-agree'?",
        ),
        (
            ["org", "--local", "."],
            "relaudit: there is no repository in ., neither directly nor one level below",
        ),
        (
            ["check", "--format", "json=/no/such/folder/x", "."],
            "relaudit: /no/such/folder/x cannot be written: No such file or directory",
        ),
    ],
)
def test_a_wrong_call_is_one_sentence_and_exit_2(
    repository: Repository,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Captured,
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(repository(CLEAN))

    assert run(arguments) == 2
    assert capsys.readouterr().err.startswith(message)


def test_a_policy_error_is_exit_2(repository: Repository, capsys: Captured) -> None:
    assert run(["check", str(repository({"relaudit.toml": "selct = []"}))]) == 2
    assert (
        capsys.readouterr().err
        == "relaudit: relaudit.toml:1:1: unknown key 'selct', did you mean 'select'?\n"
    )


def test_a_defect_is_exit_2_and_not_a_finding(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setattr("relaudit.cli.rules.everything", lambda: 1 / 0)

    assert run(["rules"]) == 2
    assert "this is a defect of relaudit" in capsys.readouterr().err


def test_what_a_defect_quotes_begins_no_line(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    def failing() -> None:
        raise ValueError("a\n::error::owned\r  ::error::owned")

    monkeypatch.setattr("relaudit.cli.rules.everything", failing)

    assert run(["rules"]) == 2
    assert {line[0] for line in capsys.readouterr().err.splitlines()[:-1]} == {"|"}


def test_an_interrupt_is_exit_4(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("relaudit.cli.rules.everything", interrupted)

    assert run(["rules"]) == 4
    assert "interrupted" in capsys.readouterr().err


def test_several_formats_and_files(repository: Repository, tmp_path: Path, capsys: Captured) -> None:
    folder = repository(BROKEN)
    code = run(
        [
            "check",
            "--format",
            "github",
            "--format",
            f"json={tmp_path / 'r.json'}",
            "--format",
            f"markdown={tmp_path / 'r.md'}",
            str(folder),
        ]
    )

    assert code == 1
    assert capsys.readouterr().out.startswith("::error file=ferry/__init__.py")
    assert json.loads((tmp_path / "r.json").read_text())["summary"]["failed"] == 1
    assert "version\\-files\\-agree" in (tmp_path / "r.md").read_text()


def test_two_runs_differ_in_the_run_block_only(repository: Repository, capsys: Captured) -> None:
    folder, texts = repository(BROKEN), []
    for _ in range(2):
        run(["check", "--format", "json", str(folder)])
        data = json.loads(capsys.readouterr().out)
        data.pop("run")
        texts.append(json.dumps(data))

    assert texts[0] == texts[1]


def test_a_revision_is_audited_as_it_was(repository: Repository) -> None:
    folder = repository({**BROKEN, "v1.0:VERSION": "1.0"}, log="main\ntag: v1.0")

    assert run(["check", "--at", "v1.0", str(folder)]) == 0
    assert run(["check", "--at", "main", str(folder)]) == 1
    assert run(["check", str(folder / ".git")]) == 1


def test_the_policy_of_another_revision_is_in_force(repository: Repository, capsys: Captured) -> None:
    lax = 'fail-on = "never"\n'
    folder = repository(
        {**BROKEN, "relaudit.toml": lax, "base:relaudit.toml": "", "base:VERSION": "1"}, log="main\nbase"
    )

    assert run(["check", str(folder)]) == 0
    assert run(["check", "--policy-at", "base", str(folder)]) == 1
    assert "note: the policy is that of base" in capsys.readouterr().out


def test_rules_are_listed_and_explained(capsys: Captured) -> None:
    assert run(["rules"]) == 0
    assert "version-files-agree error" in " ".join(capsys.readouterr().out.split())
    assert run(["explain", "version-files-agree"]) == 0
    assert "**How to fix**" in capsys.readouterr().out


def test_what_is_unset_is_shown_as_gone(repository: Repository, capsys: Captured) -> None:
    text = 'extends = ["two-branch"]\nunset = [\'process.branches."fix/*"\', "process.commits"]\n'

    assert run(["policy", "show", str(repository({"relaudit.toml": text}))]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert lines[-2:] == [
        '# process.branches."fix/*" # unset at relaudit.toml:2:10',
        "# process.commits # unset at relaudit.toml:2:38",
    ]
    assert [
        line
        for line in lines[:-2]
        if "fix/*" in line.partition("=")[0] or "commits" in line or "unset" in line
    ] == []


def test_an_empty_table_is_shown_with_its_origin(repository: Repository, capsys: Captured) -> None:
    text = "[process]\n\n[process.secrets]\n\n[process.events.pulls]\npublishes = {}\n"

    assert run(["policy", "show", str(repository({"relaudit.toml": text}))]) == 0
    assert [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()[1:]] == [
        "process.secrets = {} # relaudit.toml:3:10",
        "process.events.pulls.publishes = {} # relaudit.toml:6:13",
    ]


def test_the_policy_is_shown_with_its_origins(repository: Repository, capsys: Captured) -> None:
    folder = repository({"relaudit.toml": 'extends = ["two-branch"]\n\n[process.tags]\nsigned = true\n'})

    assert run(["policy", "show", str(folder)]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "process.tags.signed = true # relaudit.toml:4:10" in lines
    assert 'process.tags.pattern = "v{version}" # preset two-branch' in lines
    assert 'process.changelog.required-for = "every-version" # preset two-branch' in lines
    assert 'process.version.bumped-by = "person" # preset two-branch' in lines
    assert 'process.branches."feature/*".role = "topic" # preset two-branch' in lines


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_a_completion_script_is_printed(shell: str, capsys: Captured) -> None:
    assert run(["completion", shell]) == 0
    assert "--policy-at" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["org", "--help"]])
def test_help_has_examples_and_exit_codes(arguments: list[str], capsys: Captured) -> None:
    assert run(arguments) == 0
    text = capsys.readouterr().out
    assert "exit codes" in text
    assert "1  findings at or above the policy's fail-on" in text


def test_the_version_is_printed(capsys: Captured) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"relaudit {__version__}\n"


def test_an_organisation_survives_a_broken_repository(
    repository: Repository, tmp_path: Path, capsys: Captured
) -> None:
    repository(BROKEN, name="org/broken")
    repository(CLEAN, name="org/acme+clean/repo")
    repository({"relaudit.toml": "nonsense = 1"}, name="org/unreadable")
    (tmp_path / "org" / "no-repository").mkdir()
    code = run(
        [
            "org",
            "--local",
            str(tmp_path / "org"),
            "--json",
            str(tmp_path / "r.json"),
            "--markdown",
            str(tmp_path / "r.md"),
        ]
    )
    audits = json.loads((tmp_path / "r.json").read_text())["repositories"]

    assert code == 4
    assert [audit["repository"] for audit in audits] == ["acme+clean", "broken", "unreadable"]
    assert [bool(audit["verdicts"]) for audit in audits] == [True, True, False]
    assert audits[2]["error"].startswith("relaudit.toml:1:1: unknown key 'nonsense'")
    assert "| unreadable | not audited" in (tmp_path / "r.md").read_text()
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("variables", "occasion"),
    [
        ({}, Occasion()),
        ({"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "main"}, Occasion(Moment.CHANGE, "main")),
        (
            {"GITHUB_EVENT_NAME": "push", "GITHUB_REF_TYPE": "tag", "GITHUB_REF_NAME": "v1"},
            Occasion(Moment.AFTER_TAG, "v1"),
        ),
        ({"GITHUB_EVENT_NAME": "push", "GITHUB_REF_TYPE": "branch"}, Occasion()),
    ],
)
def test_the_event_tells_the_occasion(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], occasion: Occasion
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert occasion_of("") == occasion
    assert occasion_of("2.0") == Occasion(Moment.AFTER_TAG, "2.0")
    assert occasion_of("", "HEAD~3") == Occasion(Moment.CHANGE, "HEAD~3")


def test_two_occasions_are_one_too_many() -> None:
    with pytest.raises(UsageError, match="two occasions"):
        occasion_of("2.0", "main")


def test_colours_can_be_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")

    assert wants_colour("auto")
    assert not wants_colour("never")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not wants_colour("auto")
    assert wants_colour("always")


def test_a_terminal_gets_colours_and_no_markup(repository: Repository) -> None:
    folder = repository({**BROKEN, "ferry/__init__.py": '__version__ = "[red]1[/red]"\n'})
    command = [str(Path(sys.executable).with_name("relaudit")), "check", "--color", "always", str(folder)]
    text = subprocess.run(command, capture_output=True, text=True, check=False).stdout

    assert "\x1b[" in text
    assert "[red]1[/red]" in text


def test_output_without_unicode_is_ascii(repository: Repository) -> None:
    command = [str(Path(sys.executable).with_name("relaudit")), "check", str(repository(BROKEN))]
    done = subprocess.run(
        command, capture_output=True, check=False, env={"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin:/bin"}
    )

    assert done.stdout.isascii()
    assert b"--> ferry/__init__.py:1:15" in done.stdout


def test_the_shown_policy_drives_no_terminal(repository: Repository, capsys: Captured) -> None:
    text = '[process.secrets."\\u001b]0;x\\u0007\\u202e"]\nscope = "\\u009b31m"\n'

    assert run(["policy", "show", str(repository({"relaudit.toml": text}))]) == 0
    shown = capsys.readouterr().out
    assert not [character for character in shown if character in "\x1b\x07\u202e\x9b"]


def test_output_that_the_terminal_cannot_encode_is_escaped(repository: Repository) -> None:
    folder = repository({**BROKEN, "ferry/__init__.py": '__version__ = "1.0-\u0142"\n'})
    command = [str(Path(sys.executable).with_name("relaudit")), "check", "--format", "github", str(folder)]
    environment = {"PYTHONIOENCODING": "cp1252", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, capture_output=True, check=False, env=environment)

    assert done.returncode == 1, done.stderr
    assert b"1.0-\\u0142" in done.stdout


def test_an_organisation_survives_a_defect(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    repository(CLEAN, name="org/one")
    monkeypatch.setattr("relaudit.org.local.opened", lambda *_, **__: 1 / 0)

    assert run(["org", "--local", str(tmp_path / "org")]) == 4
    assert "not audited: ZeroDivisionError" in capsys.readouterr().out


def test_options_may_stand_before_the_target(
    repository: Repository, tmp_path: Path, capsys: Captured
) -> None:
    policy = tmp_path / "p.toml"
    policy.write_text("strict = true\n")

    assert run(["policy", "show", "--policy", str(policy), str(repository(CLEAN))]) == 0
    assert "strict = true" in capsys.readouterr().out


def test_a_released_version_has_to_be_one(repository: Repository, capsys: Captured) -> None:
    assert run(["check", "--released", "abc", str(repository(CLEAN))]) == 2
    assert "--released takes a version, 'abc' is none" in capsys.readouterr().err


def test_what_a_tool_implies_is_shown_as_derived(repository: Repository, capsys: Captured) -> None:
    folder = repository(
        {".bumpversion.cfg": "[bumpversion]\ncurrent_version = 1.0\ntag_name = rel-{new_version}\n"}
    )

    assert run(["policy", "show", str(folder)]) == 0
    assert 'process.tags.pattern = "rel-{version}"' in capsys.readouterr().out.split("  # derived from")[1]
