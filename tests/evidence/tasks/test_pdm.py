"""What PDM and Poe the Poet run.

How words are handed on, and what runs around what, was seen of PDM 2.29 and poe 0.49 with `echo` for each command.
"""

import shlex
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaudit.core.model import Unknown
from relaudit.evidence.workflows.tasks import pdm, poe
from relaudit.evidence.workflows.tasks.model import LOOSE, PLAIN, Reader, Task
from texts import Files

SCRIPTS = """[tool.pdm.scripts]
_.env_file = ".env"
lint = "ruff check"
pre_lint = "echo before"
post_lint = {shell = "echo after; true"}
test = {cmd = "pytest {args:tests -q} --strict"}
listed = {cmd = ["echo", "a b", "{args:c d}", "$HOME"]}
whole = {composite = ["lint src", "test", "echo done"]}
given = {composite = ["  lint {args:src}", "echo done"], keep_going = true}
line = {shell = "flake8 . | cat"}
signs = "echo a && echo $NAME '*.py' $(date)"
again = "{pdm} run lint"
called = {call = "boats:sail"}
helped = {help = "nothing"}
number = 3
build = "echo own build"
open = "echo 'a"
"""
TASKS = """[tool.poe.tasks]
lint = "ruff check"
test = {cmd = "pytest", ignore_fail = true}
half = {sequence = ["lint"], ignore_fail = "return_non_zero"}
signs = '''
  # a comment
pytest --cov=$NAME
  tests && true
'''
line = {shell = "flake8 . | cat; true"}
odd = {shell = "print(1)", interpreter = "python"}
both = ["lint --fix", {cmd = "mypy src"}, {shell = "true"}, ["test"]]
commands = {sequence = ["echo a", "echo b"], default_item_type = "cmd"}
short = {ref = "lint --quiet"}
needy = {cmd = "twine check", deps = ["lint --diff"], uses = {OUT = "test"}}
named = {cmd = "echo ${path}", args = ["path"]}
all = {parallel = ["lint", "short"]}
code = {script = "boats:sail"}
lost = ["nowhere"]
"""
REPEATED = """[tool.pdm.scripts]
many = {composite = ["a", "a", "a"]}
a = "echo"
[tool.poe.tasks]
a = "echo"
many = ["a", "a", "a"]
"""


PYPROJECT = Files({"pyproject.toml": SCRIPTS + TASKS})


def reader_of(command: str) -> Reader:
    return poe.lines if "poe" in command else pdm.lines


def told(command: str, files: Files = PYPROJECT, folder: str = "") -> Sequence[Task]:
    found = reader_of(command)(shlex.split(command), folder, files)
    assert not isinstance(found, Unknown), found
    return found


def texts(command: str, files: Files = PYPROJECT, folder: str = "") -> Sequence[str]:
    return [task.text for task in told(command, files, folder)]


def why(command: str, files: Files = PYPROJECT) -> str:
    found = reader_of(command)(shlex.split(command), "", files)
    assert isinstance(found, Unknown), found
    return found.detail


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("pdm run test", ["pytest tests -q --strict"]),
        ("pdm test -k 'a b'", ["pytest -k 'a b' --strict"]),
        ("pdm run -v test ''", ['pytest "${given}" --strict']),
        ("pdm run listed", ["echo 'a b' c d \"$HOME\""]),
        ("pdm run line --count", ["flake8 . | cat --count"]),
        ("pdm run again", ["pdm run lint"]),
        ("pdm run build", ["echo own build"]),
        ("pdm run pytest -k 'a b'", ["pytest -k 'a b'"]),
    ],
)
def test_a_script_runs_with_what_it_is_given(command: str, expected: Sequence[str]) -> None:
    assert texts(command) == expected


def test_hooks_run_around_a_script_and_are_given_nothing() -> None:
    assert texts("pdm lint src") == ["echo before", "ruff check src", "echo after; true"]


@pytest.mark.parametrize(
    ("skipped", "expected"),
    [
        ("-k :pre", ["ruff check", "echo after; true"]),
        ("--skip=post_lint", ["echo before", "ruff check"]),
        ("-k pre_lint,:post", ["ruff check"]),
        ("-k :all", ["ruff check"]),
    ],
)
def test_hooks_can_be_left_out(skipped: str, expected: Sequence[str]) -> None:
    assert texts(f"pdm run {skipped} lint") == expected


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("pdm run -k :all whole -x", ["ruff check src -x", "pytest -x --strict", "echo done -x"]),
        ("pdm run -k :all given", ["ruff check src", "echo done"]),
        ("pdm run -k :all given docs", ["ruff check docs", "echo done"]),
    ],
)
def test_a_composite_script_gives_all_its_parts_what_it_is_given(
    command: str, expected: Sequence[str]
) -> None:
    assert texts(command) == expected


def test_to_keep_going_is_not_to_ignore() -> None:
    assert [task.is_ignored for task in told("pdm run -k :all given")] == [False, False]


def test_the_signs_of_a_shell_are_words_where_there_is_none() -> None:
    assert texts("pdm run signs") == ["echo a '&&' echo \"$NAME\" '*.py' \"\\$(date)\""]


@pytest.mark.parametrize(
    ("command", "shell"), [("pdm run line", LOOSE), ("pdm run test", PLAIN), ("pdm run ls", PLAIN)]
)
def test_a_shell_is_given_what_is_written_for_one(command: str, shell: str) -> None:
    assert told(command)[0].shell == shell


@pytest.mark.parametrize(
    ("command", "lines"),
    [
        ("pdm run line", [10]), ("pdm run test", [6]), ("pdm run whole", [4, 3, 5, 6, 8]), ("pdm run ls", [0]),
        ("poe both", [19, 29, 29, 20]),
    ],
)  # fmt: skip
def test_the_place_is_that_of_the_line(command: str, lines: Sequence[int]) -> None:
    assert [task.place.line for task in told(command)] == lines


@pytest.mark.parametrize(
    "command", ["pdm", "pdm install", "pdm build", "pdm run", "pdm run -l", "pdm run --list", "pdm --version", "poe", "poe --help lint", "poe -d lint"]
)  # fmt: skip
def test_other_commands_run_no_lines(command: str) -> None:
    assert texts(command, Files({})) == []


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("pdm run called", "the script called of PDM is no command line"),
        ("pdm run helped", "the script helped of PDM is no command line"),
        ("pdm run number", "the script number of PDM is no command line"),
        ("pdm run open", "the words of echo 'a cannot be told apart"),
        ("pdm nowhere", "PDM has no script nowhere"),
        ("pdm run ''", "which script PDM runs, or where, is known to the run alone"),
        ("pdm run -p lib lint", "which script PDM runs, or where, is known to the run alone"),
        ("poe code", "the task code of poe is no command line"),
        ("poe odd", "the task odd of poe is no command line"),
        ("poe lost", "poe has no task nowhere"),
        ("poe nowhere", "poe has no task nowhere"),
        ("poe ''", "which task is run, or where, is known to the run alone"),
        ("poe -C lib lint", "which task is run, or where, is known to the run alone"),
    ],
)
def test_what_cannot_be_told(command: str, expected: str) -> None:
    assert why(command) == expected


@pytest.mark.parametrize("command", ["pdm run lint", "poe lint"])
def test_without_a_file_nothing_is_told(command: str) -> None:
    assert why(command, Files({})).startswith("there is no ")


@pytest.mark.parametrize("command", ["pdm run lint", "poe lint"])
def test_a_file_that_cannot_be_read_is_handed_on(command: str) -> None:
    assert why(command, Files({"pyproject.toml": "[tool"})).startswith("pyproject.toml:1:")


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("poe lint src 'a b'", ["ruff check src 'a b'"]),
        ("poe -q lint ''", ['ruff check "${given}"']),
        ("poetry poe lint", ["ruff check"]),
        ("poe signs", ["pytest --cov=$NAME tests '&&' true".replace("--cov=$NAME", '"--cov=$NAME"')]),
        ("poe line x", ["flake8 . | cat; true"]),
        ("poe both x", ["ruff check --fix", "mypy src", "true", "pytest"]),
        ("poe commands", ["echo a", "echo b"]),
        ("poe short x", ["ruff check --quiet x"]),
        ("poe needy", ["ruff check --diff", "pytest", "twine check"]),
        ("poe named here", ['echo "${path}"']),
        ("poe all", ["ruff check", "ruff check --quiet"]),
    ],
)
def test_a_task_of_poe_runs_with_what_it_is_given(command: str, expected: Sequence[str]) -> None:
    assert texts(command) == expected


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("poe test", [True]),
        ("poe half", [False]),
        ("poe lint", [False]),
        ("poe both", [False, False, False, True]),
    ],
)
def test_a_task_of_poe_may_fail(command: str, expected: Sequence[bool]) -> None:
    assert [task.is_ignored for task in told(command)] == expected


def test_the_shell_of_poe_is_told_from_no_shell() -> None:
    assert [task.shell for task in told("poe both")] == [PLAIN, PLAIN, LOOSE, PLAIN]


@pytest.mark.parametrize("text", [TASKS, TASKS.replace("tool.poe.", "")])
def test_tasks_of_poe_may_stand_in_a_file_of_their_own(text: str) -> None:
    files = Files({"lib/poe_tasks.toml": text, "lib/pyproject.toml": "[project]\n"})

    assert texts("poe lint", files, "lib/") == ["ruff check"]


def test_kinds_that_are_not_named_can_be_set() -> None:
    sets = '[tool.poe]\ndefault_task_type = "shell"\ndefault_array_item_task_type = "cmd"\n'
    files = Files({"pyproject.toml": f'{sets}[tool.poe.tasks]\na = "x | y"\nb = ["echo a"]\n'})

    assert (texts("poe a", files), texts("poe b", files)) == (["x | y"], ["echo a"])


@pytest.mark.parametrize(("command", "lines"), [("pdm run many", {3, 0}), ("poe many", {5, 0})])
def test_places_in_large_files_are_looked_for_no_longer_than_is_worth_it(
    command: str, lines: set[int]
) -> None:
    files = Files({"pyproject.toml": f"{REPEATED}#{'x' * 1_500_000}\n"})

    assert {task.place.line for task in told(command, files)} == lines


_PAIRS = tuple(zip("abcdefghijklmno", "bcdefghijklmnop", strict=True))


@pytest.mark.parametrize(
    ("command", "tables"),
    [
        ("pdm run a", '[tool.pdm.scripts]\na = {composite = ["b"]}\nb = {composite = ["a"]}\n'),
        ("pdm run a", "[tool.pdm.scripts]\n" + "".join(f'{one} = {{composite = ["{next_}", "{next_}"]}}\n' for one, next_ in _PAIRS)),
        ("pdm run a x", "[tool.pdm.scripts]\n" + "".join(f'{one} = {{composite = ["{next_} {{args}} {{args}}"]}}\n' for one, next_ in _PAIRS)),
        ("poe a", '[tool.poe.tasks]\na = {ref = "b"}\nb = ["a"]\n'),
        ("poe a", "[tool.poe.tasks]\n" + "".join(f'{one} = ["{next_}", "{next_}"]\n' for one, next_ in _PAIRS) + 'p = "echo"\n'),
        ("pdm run a0", "[tool.pdm.scripts]\n" + "".join(f'a{n} = {{composite = ["a{n + 1}"]}}\n' for n in range(40))),
        ("poe a0", "[tool.poe.tasks]\n" + "".join(f'a{n} = ["a{n + 1}"]\n' for n in range(40)) + 'a40 = "echo"\n'),
        ("poe a0", "[tool.poe.tasks]\n" + "".join(f'a{n} = {{ref = "a{n + 1}"}}\n' for n in range(40)) + 'a40 = "echo"\n'),
        ("poe a", f'[tool.poe.tasks]\na = ["b", "b"]\nb = "{"x " * 9000}"\n'),
        ("poe a", f"[tool.poe.tasks]\na = {'[' * 60}{']' * 60}\n"),
    ],
)  # fmt: skip
def test_there_is_an_end_to_what_is_run(command: str, tables: str) -> None:
    assert why(command, Files({"pyproject.toml": tables}))


@given(
    st.text('{}args:$-."`\\[]=\n ', max_size=60),
    st.lists(st.sampled_from(["run", "a", "-k", "", "--", "b"]), max_size=5),
)
def test_no_text_is_too_odd(text: str, words: Sequence[str]) -> None:
    files = Files(
        {"pyproject.toml": f"[tool.pdm.scripts]\na = '''{text}'''\n[tool.poe.tasks]\na = '''{text}'''\n"}
    )

    assert None not in (pdm.lines(["pdm", *words], "", files), poe.lines(["poe", *words], "", files))
