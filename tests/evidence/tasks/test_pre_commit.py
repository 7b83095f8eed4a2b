"""What pre-commit and prek run."""

import shlex
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaudit.core.model import Unknown
from relaudit.evidence.workflows.tasks.model import PLAIN, Task
from relaudit.evidence.workflows.tasks.pre_commit import lines
from texts import Files

CONFIG = """default_language_version: {python: python3}
repos:
  - repo: https://git.example/hooks
    rev: v1
    hooks:
      - id: tidy
      - id: lint
        args: [--fix, "a b", $HOME]
        verbose: true
      - id: slow
        alias: slower
        stages: [manual]
  - repo: local
    hooks:
      - id: own
        name: Our own
        entry: bash -c 'a && b'
        language: system
        args:
          - -x
      - id: pushed
        entry: python -m pushed
        language: python
        stages: [push, pre-commit]
      - id: no-tabs
        entry: \\t
        language: pygrep
      - id: no-files
        entry: Such files are not for here
        language: fail
      - id: boxed
        entry: image:1 run
        language: docker_image
      - id: message
        entry: check-message
        language: unsupported
        stages: [commit-msg]
  - repo: meta
    hooks: []
"""
EVERY = [
    "tidy",
    "lint --fix 'a b' '$HOME'",
    "bash -c 'a && b' -x",
    "python -m pushed",
    "no-tabs",
    "no-files",
    "boxed",
]
ALWAYS = [text for text in EVERY if text != "python -m pushed"]


FILES = {".pre-commit-config.yaml": CONFIG, "ci/hooks.yaml": "repos: [{repo: local, hooks: [{id: other}]}]"}


def told(command: str, files: Mapping[str, str] = FILES, folder: str = "") -> Sequence[Task]:
    found = lines(shlex.split(command), folder, Files(files))
    assert not isinstance(found, Unknown), found
    return found


def texts(command: str, files: Mapping[str, str] = FILES, folder: str = "") -> Sequence[str]:
    return [task.text for task in told(command, files, folder)]


def why(command: str, files: Mapping[str, str] = FILES) -> str:
    found = lines(shlex.split(command), "", Files(files))
    assert isinstance(found, Unknown), found
    return found.detail


def config(text: str) -> Mapping[str, str]:
    return {".pre-commit-config.yaml": text}


@pytest.mark.parametrize(
    "command",
    [
        "pre-commit", "pre-commit run", "pre-commit run --all-files", "pre-commit run -a --color always --show-diff-on-failure", "prek", "prek -a",
        "prek run --all-files", "pre-commit run --files a.py b.py", "pre-commit run --from-ref '' --to-ref HEAD", "/usr/bin/pre-commit run",
        "pre-commit run --hook-stage commit", "pre-commit run --hook-stage=pre-commit",
    ],
)  # fmt: skip
def test_the_hooks_of_the_usual_stage_run(command: str) -> None:
    assert texts(command) == EVERY


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("pre-commit run --hook-stage manual", [*ALWAYS[:2], "slow", *ALWAYS[2:]]),
        ("pre-commit run -a --hook-stage push", EVERY),
        ("pre-commit run --hook-stage=pre-push", EVERY),
        ("prek run --stage commit-msg", [*ALWAYS, "check-message"]),
        ("pre-commit run lint -a", ["lint --fix 'a b' '$HOME'"]),
        ("pre-commit run --hook-stage manual -a slower", ["slow"]),
        ("prek run tidy own", ["tidy", "bash -c 'a && b' -x"]),
        ("prek run -a --skip own --skip=lint", [text for text in EVERY if text[:4] not in ("bash", "lint")]),
        ("pre-commit run -c ci/hooks.yaml", ["other"]),
        ("pre-commit run --config=ci/hooks.yaml -a", ["other"]),
    ],
)
def test_hooks_are_chosen(command: str, expected: Sequence[str]) -> None:
    assert texts(command) == expected


def test_stages_may_be_told_for_all() -> None:
    text = "default_stages: [pre-push]\nrepos: [{hooks: [{id: a}, {id: b, stages: [pre-commit]}]}]"

    assert texts("pre-commit run", config(text)) == ["b"]


def test_a_configuration_that_is_named_is_looked_for_in_the_folder() -> None:
    assert texts("pre-commit run -c hooks.yaml", folder="ci/") == ["other"]


def test_the_usual_configuration_stands_at_the_root_and_so_do_the_hooks() -> None:
    assert {task.folder for task in told("pre-commit run", folder="ci/")} == {""}


def test_no_shell_is_given_the_hooks() -> None:
    assert {(task.shell, task.is_ignored, task.folder) for task in told("pre-commit run")} == {
        (PLAIN, False, None)
    }


def test_the_place_is_that_of_the_command_or_the_name() -> None:
    assert [task.place.line for task in told("pre-commit run")] == [6, 7, 17, 22, 25, 28, 31]


@pytest.mark.parametrize(
    "command",
    [
        "pre-commit install", "pre-commit install --install-hooks", "pre-commit autoupdate", "pre-commit --version", "pre-commit run --help", "pre-commit gc",
        "pre-commit install-hooks", "prek prepare-hooks", "prek -V",
    ],
)  # fmt: skip
def test_other_commands_run_no_lines(command: str) -> None:
    assert texts(command, {}) == []


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("pre-commit run nowhere", "there is no hook nowhere at the stage pre-commit"),
        ("pre-commit run slow", "there is no hook slow at the stage pre-commit"),
        ("pre-commit run ''", "which hooks run is known to the run alone"),
        ("pre-commit ''", "which hooks run is known to the run alone"),
        ("pre-commit run --hook-stage ''", "which hooks run is known to the run alone"),
        ("pre-commit run -c ''", "which hooks run is known to the run alone"),
        ("pre-commit try-repo . lint", "which hooks run is known to the run alone"),
        ("prek run -C lib", "hooks of another folder are not followed"),
        ("pre-commit run -c nowhere.yaml", "there is no nowhere.yaml"),
        ("pre-commit run -c ../out.yaml", "there is no such file"),
    ],
)
def test_what_cannot_be_told(command: str, expected: str) -> None:
    assert why(command) == expected


def test_without_a_file_nothing_is_told() -> None:
    assert why("pre-commit run", {}) == "there is no .pre-commit-config.yaml"


def test_the_other_file_of_prek_is_not_read() -> None:
    assert why("prek run", {**FILES, "prek.toml": ""}) == "prek.toml is not read"


def test_the_other_file_of_prek_is_none_of_pre_commit() -> None:
    assert texts("pre-commit run tidy", {**FILES, "prek.toml": ""}) == ["tidy"]


def test_a_file_that_cannot_be_read_is_handed_on() -> None:
    assert why("pre-commit run", config("repos: [")).startswith(".pre-commit-config.yaml:")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("repos: [{hooks: [{name: a}]}]", "a hook has no name, or a command that is too long to be read"),
        (f"repos: [{{hooks: [{{id: a, entry: {'x' * 6000}}}]}}]", "a hook has no name, or a command that is too long to be read"),
        ("repos: [{hooks: [{id: a, entry: \"b 'c\"}]}]", "the words of b 'c cannot be told apart"),
        (f"repos: [{{hooks: [{{id: a, args: [{'x, ' * 600}]}}]}}]", "a hook is given more words than are read"),
        (f"a: &a [{{id: a}}]\nb: &b {{hooks: *a}}\nrepos: [{'*b, ' * 600}]", "there are more hooks than are read"),
    ],
)  # fmt: skip
def test_there_is_an_end_to_what_is_read(text: str, expected: str) -> None:
    assert why("pre-commit run", config(text)) == expected


@pytest.mark.parametrize(
    "text", ["", "a", "[a]", "repos: a", "repos: [a, {hooks: a}, {hooks: [a, [b]]}]", "repos: {hooks: [{id: a}]}", "repos: [{hooks: {id: a}}]"]
)  # fmt: skip
def test_odd_files_have_no_hooks(text: str) -> None:
    assert texts("pre-commit run", config(text)) == []


@given(
    st.lists(
        st.sampled_from(["run", "lint", "-c", "", "--", "--files", "-a", "--hook-stage", "manual"]),
        max_size=6,
    )
)
def test_no_command_is_too_odd(words: Sequence[str]) -> None:
    assert lines(["pre-commit", *words], "", Files(FILES)) is not None
