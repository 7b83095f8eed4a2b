"""What tox runs.

The expected commands are those of tox 4.67, asked with `tox config -k commands` for the same settings, but for two: the
folder of the settings is `.`, and a line that is left out takes all its continuations along (tox: the first alone).
"""

import shlex
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.workflows.tasks.model import PLAIN, Task
from relaudit.evidence.workflows.tasks.tox import lines
from texts import Files

SETTINGS = r"""[tox]
env_list =
    py3{11,12}-{a,b}
    lint, {[more]envs}

[more]
envs = extra-{1-3}
args = -q "two words"
cmds =
    echo one
    - echo {envname}   # a comment
    echo \#hash

[testenv]
commands =
    # a comment line
    py311: pytest {posargs:tests -q}
    !py311: pytest {posargs:other} []
    a,b: coverage \
        report \
        --fail-under 90
    py312-b: only312b

[testenv:lint]
commands_pre = pip check
commands =
    {[more]cmds}
    ruff check {[more]args} | cat ; {toxinidir}/x
    {[testenv:docs]commands}
commands_post = echo post

[testenv:docs]
base = extra
description = Note: hello

[testenv:extra]
commands = echo base

[testenv:extra-{1,2}]
commands =
    1: echo first
    9: echo never
"""
TOML = """env_list = ["lint", {product = [["3.11", "3.12"], {prefix = "dj", start = 4, stop = 5}], exclude = ["3.12-dj5"]}]
[env_run_base]
commands = [["pytest", {replace="posargs", default=["tests", "{env_name}"], extend=true}]]
[env.lint]
commands_pre = [["-", "echo", "x"]]
commands = [
  ["ruff", "check", "."], # ], a comment
  {replace="ref", of=["env","extra","commands"], extend=true},
]
[env.extra]
commands = [["echo", "{tox_root}{/}x", "a b|c"]]
[env.sub]
base = ["extra"]
[env.empty]
commands = []
[env_base.gen]
factors = ["a", "b"]
commands = [["gen", "{env_name}"]]
"""
LABELLED = """[tox]
env_list = py
labels =
    check = lint, types
[testenv]
commands = pytest
[testenv:lint]
commands = ruff check
[testenv:types]
commands = mypy
[testenv:more]
labels = check
commands = ty check
"""


def told(files: Mapping[str, str] | str, command: str, folder: str = "") -> Sequence[Task]:
    found = lines(
        shlex.split(command), folder, Files({"tox.ini": files} if isinstance(files, str) else files)
    )
    assert not isinstance(found, Unknown), found
    return found


def texts(files: Mapping[str, str] | str, command: str, folder: str = "") -> Sequence[str]:
    return [task.text for task in told(files, command, folder)]


def why(files: Mapping[str, str] | str, command: str) -> str:
    found = lines(shlex.split(command), "", Files({"tox.ini": files} if isinstance(files, str) else files))
    assert isinstance(found, Unknown), found
    return found.detail


def of(line: str) -> Sequence[str]:
    """What becomes of one line."""
    return texts(f"[testenv]\ncommands =\n    {line}\n", "tox -e py")


def test_the_lines_are_those_of_the_environment_s_factors() -> None:
    assert texts(SETTINGS, "tox -e py311-a") == ["pytest tests -q", "coverage report --fail-under 90"]


def test_a_factor_may_be_unwanted_and_several_be_wanted_together() -> None:
    assert texts(SETTINGS, "tox -e py312-b") == [
        "pytest other",
        "coverage report --fail-under 90",
        "only312b",
    ]


def test_words_after_two_dashes_stand_for_posargs() -> None:
    assert texts(SETTINGS, "tox -e py312 -- 'p q' r") == ["pytest 'p q' r 'p q' r"]


def test_a_reference_gives_way_to_the_lines_it_means() -> None:
    assert texts(SETTINGS, "tox -e lint") == [
        "pip check", "echo one", "echo lint", "echo '#hash'", "ruff check -q 'two words' '|' cat ';' ./x", "echo base", "echo post",
    ]  # fmt: skip


def test_a_section_without_lines_for_the_environment_leaves_it_to_the_base() -> None:
    assert texts(SETTINGS, "tox -e extra-2") == ["pytest other"]


def test_a_value_without_lines_is_a_value() -> None:
    assert texts("[testenv]\ncommands = pytest\n[testenv:x]\ncommands =\n", "tox -e x") == []


def test_every_listed_environment_runs_when_none_is_named() -> None:
    settings = "[tox]\nenvlist = a{1,2}, b\n[testenv]\ncommands = echo {envname} {posargs}\n"

    assert texts(settings, "tox") == ["echo a1", "echo a2", "echo b"]


def test_a_command_that_environments_share_is_told_once() -> None:
    assert texts("[tox]\nenv_list = py3{10-14}\n[testenv]\ncommands = pytest\n", "tox") == ["pytest"]


def test_py_runs_when_nothing_is_listed() -> None:
    assert texts("[testenv]\ncommands = echo {envname}\n", "tox") == ["echo py"]


def test_a_plug_in_picks_among_the_listed_environments_on_github() -> None:
    settings = "[tox]\nenv_list = py312-x, lint\n[gh-actions]\npython =\n    3.12: py312\n[testenv]\ncommands = echo {envname}\n"

    assert texts(settings, "tox") == ["echo py312-x"]


@pytest.mark.parametrize(
    "command",
    [
        "tox -e x", "tox run -e x", "tox r -ex", "tox run-parallel -e x -p auto", "tox p -e x", "tox -qqve x", "tox --workdir /y -e x",
        "tox -p -e x", "tox -p auto -e x", "tox -re x", "tox -e=x", "tox --env x", "tox --env=x", "tox legacy -e x", "tox -s false -e x",
        "tox -x testenv.deps=a -e x", "tox --skip-missing-interpreters=true -e x", "tox -c tox.ini -e x", "tox -e x --conf .",
    ],
)  # fmt: skip
def test_an_environment_is_asked_for_in_many_ways(command: str) -> None:
    settings = "[tox]\nenv_list = y\n[testenv]\ncommands = y\n[testenv:x]\ncommands = x\n"

    assert texts(settings, command) == ["x"]


@pytest.mark.parametrize(
    "command", ["tox -e x,y", "tox -e x -e y", "tox -e '{x,y}'", "tox -e ALL", "tox -f x -f y", "tox -e x,,y"]
)
def test_several_environments_are_asked_for_at_once(command: str) -> None:
    settings = "[testenv:x]\ncommands = x\n[testenv:y]\ncommands = y\n"

    assert texts(settings, command) == ["x", "y"]


def test_all_factors_of_a_group_are_wanted() -> None:
    settings = "[tox]\nenv_list = {x,y}-{1,2}\n[testenv]\ncommands = echo {envname}\n"

    assert texts(settings, "tox -f x 2") == ["echo x-2"]


def test_all_environments_are_those_that_lines_are_for_as_well() -> None:
    settings = "[tox]\nenv_list = a-b\n[testenv]\ncommands =\n    b-a,c: echo {envname}\n"

    assert texts(settings, "tox -e ALL") == ["echo a-b", "echo c"]


def test_a_label_is_of_tox_s_own_section_or_of_an_environment() -> None:
    assert texts(LABELLED, "tox -m check") == ["ruff check", "mypy", "ty check"]


@pytest.mark.parametrize(
    "command",
    [
        "tox -l", "tox list", "tox l", "tox --version", "tox -h", "tox devenv -e x", "tox -e x --notest", "tox -e x -n", "tox config", "tox -av",
        "tox --devenv d -e x", "tox run -b", "tox --showconfig", "tox -e '' --notest",
    ],
)  # fmt: skip
def test_no_command_is_run(command: str) -> None:
    assert texts("[testenv]\ncommands = pytest\n", command) == []


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("tox -e ''", "what tox is given by -e is known to the run alone"),
        ("tox -e", "what tox is given by -e is known to the run alone"),
        ("tox ''", "tox has a word that only the run can tell"),
        ("tox exec -e py -- pytest", "what tox does with 'exec' cannot be told"),
        ("tox -e py tests", "what tox does with 'tests' cannot be told"),
        ("tox --skip-env a", "which environments --skip-env leaves out is not looked at"),
        ("tox -x testenv.commands=true", "tox is given other settings by -x"),
        ("tox --unheard-of", "the option --unheard-of of tox is not known"),
        ("tox -Z", "the option -Z of tox is not known"),
        ("tox -e nothing", "tox has no environment nothing"),
        ("tox -c other.ini", "there are no settings of tox in other.ini"),
        ("tox -c ../../etc", "there are no settings of tox in ../../etc"),
    ],
)
def test_it_is_not_guessed_what_runs(command: str, reason: str) -> None:
    assert why("[testenv]\ncommands = pytest\n", command) == reason


@pytest.mark.parametrize("env", ["py", "py39-a", "a-b", "pypy310", "1", "9", "3.12", "py-9", "lint", "x-1"])
def test_an_environment_is_made_of_what_tox_knows(env: str) -> None:
    assert texts(f"{SETTINGS}[testenv:x-1]\ncommands = echo\n", f"tox -e {env}")


@pytest.mark.parametrize("env", ["foo", "py3.11-a", "lint2", "x", "x-2"])
def test_an_environment_that_tox_does_not_know_is_not_there(env: str) -> None:
    assert (
        why(f"{SETTINGS}[testenv:x-1]\ncommands = echo\n", f"tox -e {env}") == f"tox has no environment {env}"
    )


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("pytest {posargs}", "pytest"),
        ("pytest {posargs:-q {posargs:tests}}", "pytest -q tests"),
        ("{envpython} -m pytest", "python -m pytest"),
        ("{envbindir}/pytest", ".tox/py/bin/pytest"),
        ("{tox_root}{/}run.sh", "./run.sh"),
        ("pytest --cov={envsitepackagesdir}/x -n 'a b'", "pytest --cov=${envsitepackagesdir}/x -n 'a b'"),
        ("pytest {env:WHAT:tests}", "pytest ${WHAT}"),
        ("pytest '{nobody knows}'", "pytest '{nobody knows}'"),
        ("python -c 'print({\"a\": 1})'", "python -c 'print({\"a\": 1})'"),
        (r"echo \{literal\}", "echo '{literal}'"),
        ("echo {[none]key:other}", "echo other"),
        ("echo {[none]key}", "echo ${key}"),
        ("echo $HOME", "echo '$HOME'"),
        ("echo {open", "echo '{open'"),
        ("echo 'open", "echo ''\"'\"'open'"),
        ("echo ''", "echo ''"),
        ("py: pytest -k a", "pytest -k a"),
        ("http://x", "http://x"),
        ("echo a#b", "echo a"),
        (r"echo '\#b'", "echo '#b'"),
    ],
)
def test_words_are_as_tox_gives_them(line: str, text: str) -> None:
    assert of(line) == [text]


def test_a_posarg_that_only_the_run_can_tell_is_a_variable() -> None:
    assert texts("[testenv]\ncommands = pytest {posargs}\n", "tox -- -q ''") == ["pytest -q ${posargs}"]


def test_lines_for_any_platform_may_run() -> None:
    settings = "[testenv]\ncommands =\n    linux: a\n    win32: b\n    !darwin: c\n    windows: d\n"

    assert texts(settings, "tox -e py") == ["a", "b", "c"]


def test_a_line_that_is_left_out_takes_its_continuation_along() -> None:
    assert texts("[testenv]\ncommands =\n    x: a \\\n    b \\\n    c\n    d\n", "tox -e py") == ["d"]


def test_a_continuation_may_have_factors_of_its_own() -> None:
    assert texts("[testenv]\ncommands =\n    a \\\n    x: b \\\n    c\n", "tox -e py") == ["a c"]


@pytest.mark.parametrize("line", ["- pytest", "-pytest", "! pytest", "py: - pytest"])
def test_a_failure_is_ignored_with_a_mark_before_the_command(line: str) -> None:
    (task,) = told(f"[testenv]\ncommands =\n    {line}\n", "tox -e py")

    assert (task.text, task.is_ignored) == ("pytest", True)


@pytest.mark.parametrize(
    ("setting", "is_ignored"),
    [("ignore_outcome = true", True), ("ignore_outcome = py313: 1", False), ("ignore_errors = true", False)],
)
def test_an_outcome_is_ignored_when_the_settings_say_so(setting: str, *, is_ignored: bool) -> None:
    (task,) = told(f"[testenv]\n{setting}\ncommands = pytest\n", "tox -e py")

    assert task.is_ignored is is_ignored


def test_a_command_is_no_shell_script() -> None:
    (task,) = told("[testenv]\ncommands = pytest\n", "tox")

    assert task.shell == PLAIN


def test_a_command_stands_on_its_own_line() -> None:
    places = {task.text: (task.place.path, task.place.line) for task in told(SETTINGS, "tox -e lint")}

    assert places == {
        "pip check": ("tox.ini", 25), "echo one": ("tox.ini", 10), "echo lint": ("tox.ini", 11), "echo '#hash'": ("tox.ini", 12),
        "ruff check -q 'two words' '|' cat ';' ./x": ("tox.ini", 28), "echo base": ("tox.ini", 37), "echo post": ("tox.ini", 30),
    }  # fmt: skip


def test_a_continued_command_stands_where_it_begins() -> None:
    assert [task.place.line for task in told(SETTINGS, "tox -e py311-a")] == [17, 19]


@pytest.mark.parametrize(
    ("files", "text"),
    [
        ({"tox.ini": "[testenv]\ncommands = ini\n", "tox.toml": "env_run_base.commands = [['toml']]"}, "ini"),
        (
            {
                "setup.cfg": "[tox:tox]\n[testenv]\ncommands = cfg\n",
                "pyproject.toml": "[tool.tox]\nenv_list = []",
            },
            "cfg",
        ),
        (
            {"setup.cfg": "[testenv]\ncommands = cfg\n", "tox.toml": "env_run_base.commands = [['toml']]"},
            "toml",
        ),
        (
            {
                "pyproject.toml": "[tool.tox.env_run_base]\ncommands = [['native']]",
                "tox.toml": "env_list = []",
            },
            "native",
        ),
        ({"pyproject.toml": '[tool.tox]\nlegacy_tox_ini = """\n[testenv]\ncommands = legacy\n"""'}, "legacy"),
        ({"pyproject.toml": "[tool.other]", "tox.toml": "env_run_base.commands = [['toml']]"}, "toml"),
    ],
)
def test_settings_are_looked_for_in_tox_s_order(files: Mapping[str, str], text: str) -> None:
    assert texts(files, "tox") == [text]


def test_a_command_in_the_old_text_of_a_pyproject_has_its_line() -> None:
    (task,) = told(
        {"pyproject.toml": '[tool.tox]\nlegacy_tox_ini = """\n[testenv]\ncommands =\n    legacy\n"""'}, "tox"
    )

    assert (task.place.path, task.place.line) == ("pyproject.toml", 5)


def test_settings_are_looked_for_in_the_folders_above() -> None:
    assert texts("[testenv]\ncommands = pytest\n", "tox", "docs/more/") == ["pytest"]


def test_settings_of_the_folder_come_first() -> None:
    assert texts({"docs/tox.ini": "[testenv]\ncommands = a\n", "tox.ini": ""}, "tox", "docs/") == ["a"]


def test_settings_are_named_from_the_folder() -> None:
    assert texts(
        {"docs/ci/tests.ini": "[testenv]\ncommands = a\n", "tox.ini": ""}, "tox -c ci/tests.ini", "docs/"
    ) == ["a"]


def test_there_may_be_no_settings() -> None:
    assert why({}, "tox") == "there are no settings of tox in the root or above it"


@pytest.mark.parametrize(
    "files",
    [{"tox.ini": "[a\n"}, {"tox.toml": "a"}, {"pyproject.toml": "[tool.tox"}, {"setup.cfg": "[tox:tox\n"}],
)
def test_settings_that_cannot_be_read_are_handed_on(files: Mapping[str, str]) -> None:
    found = lines(["tox"], "", Files(files))

    assert isinstance(found, Unknown)
    assert found.reason == Reason.UNREADABLE


@pytest.mark.parametrize("listed", ["py3{11-}", "{env:ENVS}", "{[tox]env_list}", "a{1,2}b{1-9999}{1-9999}"])
def test_a_list_of_environments_may_be_known_to_the_run_alone(listed: str) -> None:
    assert why(f"[tox]\nenv_list = {listed}\n", "tox").startswith(
        "tox.ini has a list of environments that cannot be told"
    )


def test_toml_gives_the_words_as_they_are() -> None:
    assert texts({"tox.toml": TOML}, "tox -e lint") == ["echo x", "ruff check .", "echo ./x 'a b|c'"]


def test_toml_commands_have_their_places() -> None:
    assert [task.place.line for task in told({"tox.toml": TOML}, "tox -e lint")] == [5, 7, 11]


def test_toml_ignores_a_failure_after_a_dash() -> None:
    assert [task.is_ignored for task in told({"tox.toml": TOML}, "tox -e lint")] == [True, False, False]


def test_toml_lists_environments_by_their_factors() -> None:
    assert texts({"tox.toml": TOML}, "tox")[3:] == [
        "pytest tests 3.11-dj4",
        "pytest tests 3.11-dj5",
        "pytest tests 3.12-dj4",
    ]


@pytest.mark.parametrize(
    ("command", "commands"),
    [
        ("tox -e sub", ["echo ./x 'a b|c'"]),
        ("tox -e gen-b", ["gen gen-b"]),
        ("tox -e empty", []),
        ("tox -e 3.9 -- -q ''", ["pytest -q ${posargs}"]),
        ("tox -f gen", ["gen gen-a", "gen gen-b"]),
    ],
)
def test_toml_environments_inherit(command: str, commands: Sequence[str]) -> None:
    assert texts({"tox.toml": TOML}, command) == commands


@pytest.mark.parametrize("env", ["py39-a", "a-b", "gen"])
def test_factors_of_a_table_make_environments(env: str) -> None:
    assert texts({"tox.toml": TOML}, f"tox -e {env}") == [f"pytest tests {env}"]


def test_a_toml_environment_may_not_be_there() -> None:
    assert why({"tox.toml": TOML}, "tox -e x-1") == "tox has no environment x-1"


@pytest.mark.parametrize("commands", ['["pytest"]', '[{replace = "if", condition = "env.CI"}]'])
def test_a_toml_command_of_another_kind_is_known_to_the_run_alone(commands: str) -> None:
    assert texts({"tox.toml": f"env_run_base.commands = {commands}"}, "tox") == ["${command}"]


def test_a_toml_word_may_be_known_to_the_run_alone() -> None:
    settings = 'env_run_base.commands = [["pytest", {replace = "env", name = "WHAT"}, "{env:MORE}"]]'

    assert texts({"tox.toml": settings}, "tox") == ["pytest ${WHAT} ${MORE}"]


@pytest.mark.parametrize(
    "items", ["{}", '{prefix = "py", start = 11}', "{product = 3}", "[1]", "{x = {y = 1}}", "4"]
)
def test_a_toml_list_of_environments_may_not_be_told(items: str) -> None:
    assert (
        why({"tox.toml": f"env_list = [{items}]"}, "tox")
        == "tox.toml has a list of environments that cannot be told"
    )


@pytest.mark.parametrize(
    "settings",
    [
        "[testenv]\ncommands = {[testenv]commands}\n",
        "[testenv]\ncommands = x {[testenv]commands}\n",
        "[testenv]\ncommands = {[a]b}\n[a]\nb = {[c]d}\n[c]\nd = {[a]b}\n",
        "[testenv]\ncommands = {[a]b}{[a]b}\n[a]\nb = {[c]d}{[c]d}\n[c]\nd = {[a]b}{[a]b}\n",
    ],
)
def test_a_circle_ends(settings: str) -> None:
    (text,) = texts(settings, "tox -e py")

    assert "${" in text


@pytest.mark.parametrize("base", ["b", "testenv:b", "none, b", "testenv:b\n  c", "a, b"])
def test_an_environment_may_have_another_base(base: str) -> None:
    settings = (
        f"[testenv]\ncommands_pre = pre\n[testenv:a]\nbase = {base}\n[testenv:b]\nbase = c\ncommands = b\n"
    )

    assert texts(settings, "tox -e a") == ["b"]


def test_a_base_has_no_base_in_turn() -> None:
    settings = "[testenv:a]\nbase = b\n[testenv:b]\nbase = c\n[testenv:c]\ncommands = c\n"

    assert texts(settings, "tox -e a") == []


def test_more_environments_than_can_be_read_are_none() -> None:
    sections = "".join(f"[testenv:a{number}]\n" for number in range(2001))

    assert why(sections, "tox -e ALL") == "tox has more environments than are read"


def test_more_commands_than_can_be_read_are_none() -> None:
    settings = f"[tox]\nenv_list = a{{1-6}}\n[testenv]\ncommands =\n{' x' * 10}\n" + "    y {envname}\n" * 900

    assert why(settings, "tox") == "tox has more commands than are read"


def test_lines_beyond_the_limit_are_known_to_the_run_alone() -> None:
    settings = "[testenv]\ncommands =\n" + "    x\n" * 2000

    assert texts(settings, "tox -e py") == ["x", "${more}"]


def test_a_line_beyond_the_limit_is_known_to_the_run_alone() -> None:
    assert of("x" * 30_000) == ["${line}"]


@given(
    st.text(alphabet="[]{}:-,!#\\ \n=abpy31'\"$*", max_size=80),
    st.sampled_from(["tox", "tox -e py", "tox -e ALL", "tox -f a", "tox -- x"]),
    st.sampled_from(["[testenv]\ncommands =\n {}", "[tox]\nenv_list =\n {}", "[testenv:{}]\n", "{}"]),
)
def test_any_text_is_an_answer(text: str, command: str, around: str) -> None:
    written = around.replace("{}", text.replace("\n", "\n "))
    found = lines(command.split(), "", Files({"tox.ini": written}))

    assert isinstance(found, Unknown | tuple)
