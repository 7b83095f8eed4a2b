"""What hatch runs; how scripts name each other and what a dash does was seen of hatch 1.18."""

import shlex
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaudit.core.model import Unknown
from relaudit.evidence.workflows.tasks.hatch import lines
from relaudit.evidence.workflows.tasks.model import LOOSE, Task
from texts import Files

SETTINGS = """[tool.hatch.envs.default.scripts]
shared = "echo shared {args:all}"
lint = "ruff check {args:src tests}"
both = ["lint --fix", "- shared", "- shared now", "- false"]
fill = "tool {root}/x {env:PLACE:here} {{braces}} {matrix:kind}"
opts = "pytest{env:HATCH_TEST_ARGS:} {args}"
nested = "tool {args:{root}/tests}"
bare = "mypy"

[tool.hatch.envs.docs.scripts]
build = [
    "mkdocs build", "shared",
]
lint = "markdownlint ."

[tool.hatch.envs.child]
template = "docs"

[tool.hatch.envs.alone]
detached = true
[tool.hatch.envs.alone.scripts]
go = "shared"

[tool.hatch.envs.many.scripts]
go = "echo many"
[[tool.hatch.envs.many.matrix]]
python = ["3.12"]

[tool.hatch.envs.changed.scripts]
go = "echo one"
[tool.hatch.envs.changed.overrides]
matrix.kind.scripts = [{ key = "go", value = "echo two" }]

[tool.hatch.envs.extra.extra-scripts]
go = "echo extra"

[tool.hatch.envs.one]
template = "two"
[tool.hatch.envs.two]
template = "one"

[tool.hatch.envs.lost]
template = "nowhere"

[tool.hatch.scripts]
top = "echo top"
"""
TESTS = """[tool.hatch.envs.hatch-test.scripts]
run = "pytest -n auto {args:tests}"
run-cov = "coverage run -m pytest {args}"
cov-combine = "coverage combine"
cov-report = "coverage report --fail-under=90"
"""


def asked(
    command: str, files: Mapping[str, str] | str = SETTINGS, folder: str = ""
) -> Sequence[Task] | Unknown:
    texts = {"pyproject.toml": files} if isinstance(files, str) else files
    return lines(shlex.split(command), folder, Files(texts))


def told(command: str, files: Mapping[str, str] | str = SETTINGS, folder: str = "") -> Sequence[Task]:
    found = asked(command, files, folder)
    assert not isinstance(found, Unknown), found
    return found


def texts(command: str, files: Mapping[str, str] | str = SETTINGS, folder: str = "") -> Sequence[str]:
    return [task.text for task in told(command, files, folder)]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("hatch run lint", ["ruff check src tests"]),
        ("hatch run lint docs 'a b'", ["ruff check docs 'a b'"]),
        ("hatch run bare src", ["mypy"]),
        ("hatch run nested", ["tool ${root}/tests"]),
        ("hatch run nested here", ["tool here"]),
        ("hatch run opts -x", ["pytest -x"]),
        ("hatch -v run docs:build", ["mkdocs build", "echo shared all"]),
        ("hatch -e docs run build", ["mkdocs build", "echo shared all"]),
        ("hatch --env=docs run lint", ["markdownlint ."]),
        ("hatch run docs:bare", ["mypy"]),
        ("hatch run child:build", ["mkdocs build", "echo shared all"]),
        ("hatch run alone:go", ["shared"]),
        ("hatch run +py=3.12 -kind=a many:go", ["echo many"]),
        ("hatch run many.py3.12:go", ["echo many"]),
        ("hatch run extra:go", ["echo extra"]),
        ("hatch run :top", ["echo top"]),
        ("hatch env run -e docs -e default -- lint", ["markdownlint .", "ruff check src tests"]),
        ("hatch run pytest -k 'a or b'", ["pytest -k 'a or b'"]),
        ("hatch run docs:pytest -x", ["pytest -x"]),
    ],
)
def test_a_script_runs_with_what_it_is_given(command: str, expected: Sequence[str]) -> None:
    assert texts(command) == expected


def test_scripts_that_are_named_are_run_in_their_place() -> None:
    assert texts("hatch run both") == [
        "ruff check src tests --fix",
        "echo shared all",
        "echo shared all now",
        "false",
    ]


def test_a_dash_lets_a_line_fail_but_for_a_script_with_words() -> None:
    assert [task.is_ignored for task in told("hatch run both")] == [False, True, False, True]


def test_what_else_stands_in_braces_is_known_to_the_run_alone() -> None:
    assert texts("hatch run fill") == ["tool ${root}/x ${PLACE} {braces} ${matrix}"]


def test_a_word_that_only_the_run_can_tell_is_a_variable() -> None:
    assert texts("hatch run lint '' src") == ['ruff check "${given}" src']


def test_a_shell_is_given_each_line() -> None:
    assert {task.shell for task in told("hatch run both")} == {LOOSE}


@pytest.mark.parametrize(("command", "line"), [("hatch run lint", 3), ("hatch run docs:build", 12)])
def test_the_place_is_that_of_the_line(command: str, line: int) -> None:
    assert told(command)[0].place.line == line


def test_a_command_of_its_own_stands_in_no_line() -> None:
    place = told("hatch run pytest")[0].place

    assert (place.path, place.line) == ("pyproject.toml", 0)


def test_the_environments_of_a_file_of_its_own_count_alone() -> None:
    files = {"pyproject.toml": SETTINGS, "hatch.toml": '[envs.default.scripts]\nlint = "flake8"\n'}

    assert (texts("hatch run lint", files), texts("hatch run bare", files)) == (["flake8"], ["bare"])


def test_a_file_of_its_own_without_environments_leaves_those_of_the_project() -> None:
    files = {"pyproject.toml": SETTINGS, "hatch.toml": '[version]\npath = "x"\n'}

    assert texts("hatch run lint", files) == ["ruff check src tests"]


def test_a_file_of_its_own_is_enough() -> None:
    assert texts("hatch run system:x", {"hatch.toml": "[version]\n"}) == ["x"]


def test_the_files_are_those_of_the_folder() -> None:
    assert texts("hatch run bare", {"lib/pyproject.toml": SETTINGS}, "lib/") == ["mypy"]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("hatch test", ["pytest"]),
        ("hatch test -acp -py 3.12", ["coverage run -m pytest", "coverage combine", "coverage report"]),
        ("hatch test --cover-quiet --python=3.12", ["coverage run -m pytest", "coverage combine"]),
        ("hatch test --retries 5 -i py=3.12 tests/a.py -k b", ["pytest tests/a.py -k b"]),
        ("hatch test -- -x --all", ["pytest -x --all"]),
        ("hatch fmt", ["ruff check --fix .", "ruff format ."]),
        ("hatch fmt --check src", ["ruff check src", "ruff format --check --diff src"]),
        ("hatch fmt -l --check", ["ruff check ."]),
        ("hatch fmt --formatter", ["ruff format ."]),
    ],
)
def test_hatch_brings_scripts_along(command: str, expected: Sequence[str]) -> None:
    assert texts(command) == expected


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("hatch test", ["pytest -n auto tests"]),
        (
            "hatch test -c x",
            ["coverage run -m pytest x", "coverage combine", "coverage report --fail-under=90"],
        ),
    ],
)
def test_scripts_of_the_project_are_run_instead(command: str, expected: Sequence[str]) -> None:
    assert texts(command, TESTS) == expected


def test_scripts_of_the_project_are_the_only_ones_then() -> None:
    own = '[tool.hatch.envs.hatch-static-analysis.scripts]\nlint-check = "flake8"\n'

    assert texts("hatch fmt --check", own) == ["flake8", "format-check"]


@pytest.mark.parametrize(
    "command",
    [
        "hatch",
        "hatch --version",
        "hatch build",
        "hatch env create docs",
        "hatch run --help",
        "hatch test -h",
        "hatch version",
    ],
)
def test_other_commands_run_no_lines(command: str) -> None:
    assert texts(command, {}) == []


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("hatch run", "known to the run alone"),
        ("hatch run ''", "known to the run alone"),
        ("hatch ''", "known to the run alone"),
        ("hatch -e '' run lint", "known to the run alone"),
        ("hatch -p other run lint", "known to the run alone"),
        ("hatch env run --filter '{}' -- lint", "known to the run alone"),
        ("hatch check code", "known to the run alone"),
        ("hatch run nowhere:lint", "no environment nowhere"),
        ("hatch run docs.py3.12:lint", "no environment docs.py3.12"),
        ("hatch run changed:go", "known to hatch alone"),
        ("hatch run one:lint", "no environment one"),
        ("hatch run lost:lint", "no environment nowhere"),
    ],
)
def test_what_cannot_be_told(command: str, why: str) -> None:
    found = asked(command)

    assert isinstance(found, Unknown)
    assert why in found.detail


def test_without_a_file_nothing_is_told() -> None:
    found = asked("hatch run lint", {})

    assert isinstance(found, Unknown)
    assert found.detail == "there is no pyproject.toml"


def test_a_file_that_cannot_be_read_is_handed_on() -> None:
    found = asked("hatch run lint", "[tool")

    assert isinstance(found, Unknown)
    assert found.detail.startswith("pyproject.toml:1:")


@pytest.mark.parametrize(
    "scripts",
    [
        'a = "b"\nb = "a"',
        "\n".join(f'{name} = ["{after}", "{after}"]' for name, after in zip("abcdefghijklmno", "bcdefghijklmnop", strict=True)),
        "\n".join(f'{name} = "{after} {{args}} {{args}}"' for name, after in zip("abcdefghijklmno", "bcdefghijklmnop", strict=True))
        + f'\np = "{"x" * 40_000}"',
    ],
)  # fmt: skip
def test_there_is_an_end_to_what_a_script_runs(scripts: str) -> None:
    found = asked(f"hatch run a {'y' * 9000}", f"[tool.hatch.envs.default.scripts]\n{scripts}\n")

    assert isinstance(found, Unknown)


def test_there_is_an_end_to_scripts_that_name_another() -> None:
    chain = "".join(f'a{number} = "a{number + 1}"\n' for number in range(40))

    assert isinstance(asked("hatch run a0", f"[tool.hatch.envs.default.scripts]\n{chain}"), Unknown)


def test_there_is_an_end_to_templates() -> None:
    chain = "".join(f'[tool.hatch.envs.a{number}]\ntemplate = "a{number + 1}"\n' for number in range(40))

    assert isinstance(asked("hatch run a0:x", f"{chain}[tool.hatch.envs.a40]\n"), Unknown)


@given(
    st.text("{}args:-.\"'[]=\n ", max_size=60),
    st.lists(st.sampled_from(["run", "test", "-e", "", "a:b", "--", "env", "a"]), max_size=5),
)
def test_no_text_is_too_odd(text: str, words: Sequence[str]) -> None:
    settings = f"[tool.hatch.envs.default.scripts]\na = '''{text.replace(chr(39), '')}'''\n"

    assert lines(["hatch", *words], "", Files({"pyproject.toml": settings})) is not None
