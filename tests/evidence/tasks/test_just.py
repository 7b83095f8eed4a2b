"""What just runs, read from justfiles."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.files import Text
from relaudit.evidence.workflows.tasks.just import lines
from relaudit.evidence.workflows.tasks.model import LOOSE, Task
from texts import Files


def told(justfile: str, command: str = "just") -> Sequence[Task]:
    found = lines(command.split(" "), "", Files({"justfile": justfile}))
    assert not isinstance(found, Unknown), found
    return found


def texts(justfile: str, command: str = "just") -> Sequence[str]:
    return [task.text for task in told(justfile, command)]


def why(justfile: str, command: str = "just") -> str:
    found = lines(command.split(" "), "", Files({"justfile": justfile}))
    assert isinstance(found, Unknown), found
    return found.detail


def test_what_a_recipe_depends_on_runs_around_it_and_once() -> None:
    justfile = "test: build lint && report\n  pytest\nbuild: clean\n  build\nlint: clean\n  ruff\nclean:\n  rm x\nreport:\n  cov\n"

    assert texts(justfile) == ["rm x", "build", "ruff", "pytest", "cov"]


def test_what_stands_behind_a_recipe_runs_though_it_ran_before() -> None:
    assert texts("a: b && b\n  one\nb:\n  two\n") == ["two", "one", "two"]


def test_a_recipe_runs_once_for_the_same_arguments() -> None:
    justfile = 'a: (b "x") (b "x") (b "y")\nb c:\n  two {{c}}\n'

    assert texts(justfile) == ["two ${c}", "two ${c}"]


def test_a_line_is_where_it_is_written() -> None:
    (task,) = told("# first\ntest:\n\n    @pytest -q\n")

    assert (task.place.path, task.place.line, task.place.column, task.shell) == ("justfile", 4, 5, LOOSE)


@pytest.mark.parametrize(
    ("line", "text", "is_ignored"),
    [
        ("pytest", "pytest", False),
        ("@pytest", "pytest", False),
        ("-pytest", "pytest", True),
        ("@-pytest", "pytest", True),
        ("-@pytest", "pytest", True),
        ("pytest -q", "pytest -q", False),
        ("pytest \\\n      -q \\\n      -x", "pytest -q -x", False),
    ],
)
def test_a_line_is_told_without_its_prefixes(line: str, text: str, is_ignored: bool) -> None:  # noqa: FBT001 - a column
    (task,) = told(f"test:\n  {line}\n")

    assert (task.text, task.is_ignored) == (text, is_ignored)


@pytest.mark.parametrize(
    "justfile", ["test:\n", "test:\n  # nothing\n\n  @# nothing\n\n", "@test:\n\nexport X := '1'\n"]
)
def test_comments_and_empty_recipes_are_no_lines(justfile: str) -> None:
    assert texts(justfile) == []


@pytest.mark.parametrize(
    ("setting", "shell"),
    [
        ('set shell := ["bash", "-c"]', "bash {0}"),
        ("set shell := ['bash', '-euo', 'pipefail', '-c']", "bash -euo pipefail {0}"),
        (
            'set shell := [\n  "/usr/bin/env", # why\n  "bash",\n  "-euco", "pipefail",\n]',
            "bash -euo pipefail {0}",
        ),
        ('set windows-shell := ["pwsh", "-c"]', "sh {0}"),
    ],
)
def test_the_shell_is_the_one_that_is_set(setting: str, shell: str) -> None:
    assert [task.shell for task in told(f"{setting}\ntest:\n  true\n")] == [shell]


@pytest.mark.parametrize("setting", ['["zsh", "-c"]', '["bash"]', '["bash", FLAGS]', '["python3", "-c"]'])
def test_another_shell_is_not_read(setting: str) -> None:
    assert why(f"set shell := {setting}\ntest:\n  true\n")


@pytest.mark.parametrize(
    ("head", "shell"),
    [
        ("#!/usr/bin/env bash", "bash {0}"),
        ("#!/bin/sh -e", "sh -e {0}"),
        ("#!/usr/bin/env -S bash -eu", "bash -eu {0}"),
    ],
)
def test_a_recipe_with_an_interpreter_is_one_script(head: str, shell: str) -> None:
    (task,) = told(f"x := 'y'\ntest:\n    {head}\n    if true; then\n      pytest {{{{x}}}}\n    fi\n")

    assert (task.text, task.shell, task.place.line) == ("if true; then\n  pytest y\nfi", shell, 4)


@pytest.mark.parametrize(
    ("attribute", "shell"),
    [
        ("[script]", "sh -eu {0}"),
        ("[script('bash', '-e')]", "bash -e {0}"),
        ('[private, script("bash")]', "bash {0}"),
    ],
)
def test_an_attribute_makes_a_recipe_one_script(attribute: str, shell: str) -> None:
    (task,) = told(f"{attribute}\ntest:\n  one\n  two\n")

    assert (task.text, task.shell) == ("one\ntwo", shell)


@pytest.mark.parametrize("head", ["test:\n  #!/usr/bin/env python3\n  x", "[script('node')]\ntest:\n  x"])
def test_another_interpreter_is_not_read(head: str) -> None:
    assert "is not read" in why(f"{head}\n")


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ("just", ["first"]),
        ("just b", ["second"]),
        ("just b a", ["second", "first"]),
        ("just short", ["second"]),
        ("just c unit", ["third ${suite}"]),
        ("just c unit b", ["third ${suite}", "second"]),
        ("just d", ["fourth"]),
        ("just d x y b", ["fourth", "second"]),
        ("just e a b", ["fifth"]),
        ("just e ", ["fifth"]),
        ("just e", ["fifth"]),
        ("just -n b", []),
        ("just --dry-run b", []),
        ("just --list", []),
        ("just --version", []),
        ("just -q --color never b", ["second"]),
        ("just -f other/justfile o", ["other"]),
        ("just --justfile=other/justfile -d . o", ["other"]),
        ("just who=me who", ["me"]),
        ("just --set who me who", ["me"]),
    ],
)
def test_the_command_line_says_what_is_run(command: str, found: Sequence[str]) -> None:
    justfile = (
        "who := `whoami`\nalias short := b\na:\n  first\nb:\n  second\nc suite:\n  third {{suite}}\n"
        'd $x="a:b" y=("c" + "d"):\n  fourth\ne *rest:\n  fifth\nwho:\n  {{ who }}\n'
    )
    tasks = lines(command.split(" "), "", Files({"justfile": justfile, "other/justfile": "o:\n  other\n"}))

    assert not isinstance(tasks, Unknown)
    assert [task.text for task in tasks] == found


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("just nothing", "no recipe nothing"),
        ("just c", "given too little"),
        ("just ", "known to the run alone"),
        ("just c  a", "known to the run alone"),
        ("just -f /srv/justfile", "known to the run alone"),
        ("just -f ", "known to the run alone"),
        ("just -d x", "known to the run alone"),
        ("just -f gone a", "there is no gone"),
        ("just x/a", "looked up in another folder"),
        ("just --choose", "just --choose is not followed"),
        ("just --shell bash a", "just --shell is not followed"),
        ("just --no-deps a", "just --no-deps is not followed"),
    ],
)
def test_a_command_that_cannot_be_followed_is_untold(command: str, said: str) -> None:
    assert said in why("a:\n  first\nc suite:\n  third\n", command)


@pytest.mark.parametrize("name", ["justfile", "Justfile", ".justfile", "JUSTFILE", ".Justfile"])
def test_a_justfile_has_many_names(name: str) -> None:
    tasks = lines(["just"], "", Files({name: "a:\n  one\n"}))

    assert not isinstance(tasks, Unknown)
    assert [task.place.path for task in tasks] == [name]


def test_a_justfile_is_looked_for_upwards() -> None:
    tasks = lines(["just"], "docs/more/", Files({"docs/justfile": "a:\n  yes\n", "justfile": "a:\n  no\n"}))

    assert not isinstance(tasks, Unknown)
    assert [task.text for task in tasks] == ["yes"]


def test_without_a_justfile_nothing_can_be_told() -> None:
    found = lines(["just"], "docs/", Files({"docs/x": ""}))

    assert isinstance(found, Unknown)
    assert found.detail == "there is no justfile"


def test_two_justfiles_in_a_folder_are_untold() -> None:
    found = lines(["just"], "", Files({"justfile": "a:\n", ".justfile": "a:\n"}))

    assert isinstance(found, Unknown)
    assert "several justfiles" in found.detail


def test_a_justfile_that_cannot_be_read_is_handed_on() -> None:
    class Broken(Files):
        def read(self, path: str) -> Text | Unknown | None:
            return Unknown(path, Reason.UNREADABLE)

    assert lines(["just"], "", Broken({"justfile": ""})) == Unknown("justfile", Reason.UNREADABLE)


def test_a_folder_that_cannot_be_read_is_handed_on() -> None:
    class Broken(Files):
        def folder(self, path: str) -> Sequence[str] | Unknown:
            return Unknown(path, Reason.UNREADABLE)

    assert lines(["just"], "", Broken({})) == Unknown("", Reason.UNREADABLE)


@pytest.mark.parametrize(
    ("justfile", "found"),
    [
        ('x := "python3"\na:\n  {{x}} -m pytest\n', "python3 -m pytest"),
        ("export x := 'python3'\na:\n  {{ x }} -m pytest\n", "python3 -m pytest"),
        ("x := `which python`\na:\n  {{x}} -m pytest\n", "${x} -m pytest"),
        ('x := "a" + "b"\na:\n  echo {{x}}\n', "echo ${x}"),
        ('x := "a\\tb"\na:\n  echo {{x}}\n', "echo ${x}"),
        ("x := '1'\na x='2':\n  echo {{x}}\n", "echo ${x}"),
        ("a:\n  echo {{ if os() == 'linux' { 'x' } else { 'y' } }}.\n", "echo ${if}."),
        ("a from-here='':\n  echo {{from-here}}\n", "echo ${from_here}"),
        ("a:\n  echo {{{{x}}\n", "echo {{x}}"),
        ("a:\n  echo {{x\n", "echo {{x"),
        ("a:\n  echo {{'}'}}\n", "echo ${_}"),
    ],
)
def test_variables_are_put_in_as_far_as_they_are_written_out(justfile: str, found: str) -> None:
    assert texts(justfile) == [found]


@pytest.mark.parametrize(
    "above",
    [
        "set dotenv-load\nset export := true\nset positional-arguments\nunexport X\n",
        "x := '''\n  test:\n    no\n'''\n",
        'x := """\n\ttest:\n"""\ny := ```\n  echo\n```\n',
        "import 'more.just'\nimport? 'gone.just'\nmod docs\nmod? other 'x.just'\n",
        "[private]\n[group('x'), linux]\n[confirm(\"sure: yes?\")]\n# why\n",
        "x := (\n  'a' +\n  'b'\n)\n",
        "alias b := docs::build\n",
        "x := if 'a' == 'b' { 'c' } else { 'd' }\n",
    ],
)
def test_other_items_are_passed_over(above: str) -> None:
    assert texts(f"{above}test:\n  pytest\n") == ["pytest"]


@pytest.mark.parametrize(
    "header",
    [
        "test", "@test", "test x=''", "test $x=env('X', ':')", "test *x", "test +x='a b'", "test x=`echo :`",
        "test x=((':')) y=z", "test \\\n    x='1'",
    ],
)  # fmt: skip
def test_a_recipe_may_have_parameters(header: str) -> None:
    assert texts(f"{header}:\n  pytest\n") == ["pytest"]


def test_the_default_recipe_is_the_one_that_says_so() -> None:
    assert texts("a:\n  one\n[default]\nb:\n  two\n") == ["two"]


@pytest.mark.parametrize(
    ("justfile", "said"),
    [
        ("import 'x.just'\n", "there is no recipe in the justfile"),
        ("a: b\nimport 'x.just'\n", "no recipe b in the justfile, which takes in other files"),
        ("a: b\nmod b\n", "which takes in other files"),
        ("a: b::c\nmod b\n", "no recipe b::c"),
        ("a: b\nb: a\n", "depend on each other"),
        ("a: a\n", "depend on each other"),
        ("[linux]\na:\n  one\n[windows]\na:\n  two\n", "several recipes a"),
        ("a x:\n  one\n", "given too little"),
        ("<<<<<<< HEAD\na:\n", "cannot be read"),
        ("x := (\n" + "a\n" * 90, "line 1 of the justfile cannot be read"),
        ("x := '\n" + "a\n" * 90, "line 1 of the justfile cannot be read"),
        ("a " + "b " * 3000 + ":\n", "line 1 of the justfile cannot be read"),
        ("#" * 1_000_001, "too large"),
    ],
)
def test_what_cannot_be_followed_is_untold(justfile: str, said: str) -> None:
    assert said in why(justfile)


def test_a_later_recipe_counts_where_that_is_allowed() -> None:
    assert texts("set allow-duplicate-recipes\na:\n  one\na:\n  two\n") == ["two"]


def test_a_later_recipe_does_not_count_where_that_is_forbidden() -> None:
    assert "several recipes" in why("set allow-duplicate-recipes := false\na:\n  one\na:\n  two\n")


def test_recipes_that_run_each_other_ever_more_often_are_untold() -> None:
    doubled = "".join(f"a{n}: && b{n} c{n}\nb{n}: && a{n + 1}\nc{n}: && a{n + 1}\n" for n in range(20))

    assert "worth following" in why(f"{doubled}a20:\n")


@given(st.text(alphabet="ab:=(){}[]\"'`\\\t\n #&-@*+$,!s", max_size=80))
def test_no_justfile_breaks_the_reader(justfile: str) -> None:
    assert lines(["just"], "", Files({"justfile": justfile})) is not None
