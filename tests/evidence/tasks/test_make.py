"""What make runs, read from Makefiles and compared with what make itself says that it would run."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.files import Text
from relaudit.evidence.workflows.tasks.make import lines
from relaudit.evidence.workflows.tasks.model import LOOSE, Task
from relaudit.sources.worktree import WorkingTree
from texts import Files

HAS_MAKE = shutil.which("make") is not None


def told(makefile: str, command: str = "make", folder: str = "", **more: str) -> Sequence[Task]:
    found = lines(command.split(), folder, Files({"Makefile": makefile, **more}))
    assert not isinstance(found, Unknown), found
    return found


def texts(makefile: str, command: str = "make", folder: str = "") -> Sequence[str]:
    return [task.text for task in told(makefile, command, folder)]


def why(makefile: str, command: str = "make", **more: str) -> str:
    found = lines(command.split(" "), "", Files({"Makefile": makefile, **more}))
    assert isinstance(found, Unknown), found
    return found.detail


def test_what_a_target_needs_runs_first() -> None:
    makefile = "test: build lint\n\tpytest\nbuild: clean\n\tbuild\nlint: clean\n\truff\nclean:\n\trm x\n"

    assert texts(makefile, "make test") == ["rm x", "build", "ruff", "pytest"]


def test_a_line_is_where_it_is_written() -> None:
    (task,) = told("# first\ntest:\n\n\t@pytest -q\n")

    assert (task.place.path, task.place.line, task.place.column) == ("Makefile", 4, 2)


def test_each_line_is_for_a_shell_without_errexit() -> None:
    assert [task.shell for task in told("a:\n\techo; true\n\ttrue\n")] == [LOOSE, LOOSE]


@pytest.mark.parametrize(
    ("settings", "shell"),
    [
        ("SHELL := /bin/bash", "bash {0}"),
        ("SHELL = bash\n.SHELLFLAGS := -eu -o pipefail -c", "bash -eu -o pipefail {0}"),
        ("SHELL = /usr/bin/env bash\n.SHELLFLAGS = -ec", "bash -e {0}"),
        (".SHELLFLAGS += -c\n.SHELLFLAGS = -euxo pipefail -c", "sh -euxo pipefail {0}"),
        (".POSIX:", "sh -e {0}"),
        ("SHELL ?= /bin/bash\n.SHELLFLAGS ?= -ec", "sh {0}"),
    ],
)
def test_the_shell_is_the_one_that_the_makefile_names(settings: str, shell: str) -> None:
    assert [task.shell for task in told(f"{settings}\na:\n\ttrue\n", "make a")] == [shell]


@pytest.mark.parametrize(
    "settings",
    ["SHELL = python3", "SHELL = $(shell which bash)", ".SHELLFLAGS = -e", "ifdef X\nSHELL = bash\nendif", "a: SHELL = bash"],
)  # fmt: skip
def test_another_shell_is_not_read(settings: str) -> None:
    assert "recipes" in why(f"{settings}\na:\n\ttrue\n", "make a")


def test_one_shell_is_given_the_recipe_as_a_whole() -> None:
    (task,) = told(".ONESHELL:\na:\n\t@cd x\n\t@pytest\n", "make a")

    assert (task.text, task.place.line) == ("cd x\npytest", 3)


@pytest.mark.parametrize(
    ("makefile", "command", "ignored"),
    [
        ("a:\n\t-one\n\t@-two\n\t- @three\n\tfour -x\n", "make", [True, True, True, False]),
        ("a:\n\tone\n", "make -i", [True]),
        ("a:\n\tone\n", "make -ki a", [True]),
        ("a:\n\tone\n", "make -k a", [False]),
        ("a:\n\tone\n", "make --ignore-errors a", [True]),
        ("MAKEFLAGS += -i\na:\n\tone\n", "make", [True]),
        ("MAKEFLAGS += --no-print-directory\na:\n\tone\n", "make", [False]),
        ("a: b\n\tone\nb:\n\ttwo\n.IGNORE: b\n", "make", [True, False]),
        ("a:\n\tone\n.IGNORE:\n", "make", [True]),
    ],
)
def test_a_failure_is_ignored_where_make_is_told_so(
    makefile: str, command: str, ignored: Sequence[bool]
) -> None:
    assert [task.is_ignored for task in told(makefile, command)] == ignored


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ("make", ["first"]),
        ("gmake", ["first"]),
        ("make b", ["second"]),
        ("make b a", ["second", "first"]),
        ("make ./b", ["second"]),
        ("make -j b", ["second"]),
        ("make -j 4 b", ["second"]),
        ("make -j4 b", ["second"]),
        ("make --jobs=4 --keep-going b", ["second"]),
        ("make -sC docs html", ["sphinx"]),
        ("make --directory=docs html", ["sphinx"]),
        ("make -C docs -f ../other.mk", ["other"]),
        ("make -f other.mk", ["other"]),
        ("make --file other.mk -C .", ["other"]),
        ("make -n b", []),
        ("make --dry-run b", []),
        ("make --version", []),
        ("make -- b", ["second"]),
        ("make other.mk", []),
    ],
)
def test_the_command_line_says_what_is_made(command: str, found: Sequence[str]) -> None:
    files = Files(
        {
            "Makefile": ".x:\n\tno\na:\n\tfirst\nb:\n\tsecond\n",
            "docs/Makefile": "html:\n\tsphinx\n",
            "other.mk": "o:\n\tother\n",
        }
    )
    tasks = lines(command.split(), "", files)

    assert not isinstance(tasks, Unknown)
    assert [task.text for task in tasks] == found


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("make nothing", "no target nothing"),
        ("make -f other.mk", "no other.mk"),
        ("make -C docs", "no Makefile in docs/"),
        ("make -C ..", ".. is not in the repository"),
        ("make -C /srv a", "/srv is not in the repository"),
        ("make -f - a", "- is not in the repository"),
        ("make ", "known to the run alone"),
        ("make -C  a", "known to the run alone"),
        ("make" + " a" * 1001, "too long to be followed"),
        ("make -e a", "make -e is not followed"),
        ("make --eval x:", "make -E is not followed"),
        ("make --strange", "make --strange is not followed"),
        ("make -Z", "make -Z is not followed"),
    ],
)
def test_a_command_that_cannot_be_followed_is_untold(command: str, said: str) -> None:
    assert said in why("a:\n\tfirst\n", command)


def test_the_names_of_makefiles_have_an_order() -> None:
    files = {"Makefile": "a:\n\tthird\n", "makefile": "a:\n\tsecond\n"}
    orders = [files, {**files, "GNUmakefile": "a:\n\tfirst\n"}]
    found = [lines(["make"], "", Files(order)) for order in orders]

    assert [task.text for tasks in found if not isinstance(tasks, Unknown) for task in tasks] == [
        "second",
        "first",
    ]


def test_a_command_runs_in_its_folder() -> None:
    found = lines(["make"], "docs/", Files({"Makefile": "a:\n\tno\n", "docs/Makefile": "a:\n\tyes\n"}))

    assert not isinstance(found, Unknown)
    assert [task.text for task in found] == ["yes"]


def test_a_makefile_that_cannot_be_read_is_handed_on() -> None:
    class Broken(Files):
        def read(self, path: str) -> Text | Unknown | None:
            return Unknown(path, Reason.UNREADABLE)

    assert lines(["make"], "", Broken({})) == Unknown("GNUmakefile", Reason.UNREADABLE)


@pytest.mark.parametrize(
    ("makefile", "command", "found"),
    [
        ("PYTHON ?= python3\na:\n\t$(PYTHON) -m pytest\n", "make", "python3 -m pytest"),
        ("PYTHON ?= python3\na:\n\t${PYTHON} -m pytest\n", "make PYTHON=python a", "python -m pytest"),
        ("override X = 1\na:\n\techo $(X)\n", "make X=2", "echo 1"),
        ("X = 1\nX := $(X) 2\na:\n\techo $(X)\n", "make", "echo 1 2"),
        ("X = $(Y)\nY = 1\na:\n\techo $(X)\n", "make", "echo 1"),
        ("a:\n\ttox -e $@\n", "make", "tox -e a"),
        ("a:\n\techo $(X) $$HOME $(shell date) $?\n", "make", "echo ${X} $HOME ${shell} ${_}"),
        ("define X\none\nendef\na:\n\techo $(X)\n", "make", "echo ${X}"),
        ("ifdef CI\nX = 1\nendif\na:\n\techo $(X)\n", "make", "echo ${X}"),
        ("ifdef CI\nX = 1\nendif\na:\n\techo $(X)\n", "make X=2", "echo 2"),
        ("X = 1\na: X = 2\na:\n\techo $(X)\n", "make a", "echo ${X}"),
        ("X != date\na:\n\techo $(X)\n", "make", "echo ${X}"),
        ("X = $(X)\na:\n\techo $(X)\n", "make", "echo ${X}"),
        ("b: c a\nb: | a\n\techo $< $^\na c:\n", "make b", "echo c a c"),
        ("b: c\nb: d\n\techo\nb:\n\techo $^\nc d:\n", "make b", "echo d c"),
        ("b: b c\n\techo $< $^\nc:\n", "make b", "echo c c"),
        ("X = y  # z\na:\n\techo $(X).\n", "make a", "echo y  ."),
        ("a:\n\t$(MAKE) -C docs html\n", "make", "make -C docs html"),
        ("a:\n\t$(info hello)@pytest\n", "make", "pytest"),
    ],
)  # fmt: skip
def test_variables_are_put_in_as_far_as_they_are_written_out(makefile: str, command: str, found: str) -> None:
    assert texts(makefile, command) == [found]


@pytest.mark.parametrize(
    "makefile",
    ["a:\n\t# nothing\n\n\t@# nothing\n\t\n", "a:\n", "a: b\nb: a\n", "a: ;\n", "a:\n\t$(eval X = 1)\n"],
)
def test_comments_and_empty_recipes_are_no_lines(makefile: str) -> None:
    assert texts(makefile) == []


def test_another_character_may_begin_the_lines_of_a_recipe() -> None:
    assert texts(".RECIPEPREFIX = >\na:\n>one\n>two \\\n>three\n") == ["one", "two \\\nthree"]


def test_a_comment_that_goes_on_is_kept_for_what_stands_below() -> None:
    assert texts("a:\n\t# one \\\n\tpytest\n") == ["# one \\\npytest"]


@pytest.mark.parametrize(
    ("makefile", "command", "said"),
    [
        ("ifdef X\na:\n\tone\nendif\n", "make a", "under a condition"),
        ("ifdef X\na:\n\tone\nendif\nb:\n", "make", "under a condition"),
        ("a:\n\tone\nifdef X\n\ttwo\nendif\n", "make a", "under a condition"),
        ("ifdef X\nb:\nelse\nb:\nendif\na: b\n", "make a", "under a condition"),
        ("b:\ninclude gone.mk\n", "make a", "gone.mk is included and cannot be read"),
        ("-include $(X)\na:\n", "make", "first of the Makefile cannot be told"),
        ("%.html: %.md\n\tone\n", "make a.html", "is a pattern, %.html"),
        ("%: x\n\tone\na:\n", "make a", "is a pattern, %"),
        (".md.html:\n\tone\na: b.html\n", "make a", "is a pattern, %.html"),
        ("a::\n\tone\n", "make", "two colons"),
        ("a b: %: %.x\n\tone\n", "make a", "rule with a pattern"),
        ("a b &: c\n\tone\n", "make a", "made with others at once"),
        ("a: $(B)\n", "make", "needs is computed"),
        ("a:\n$(B): c\n", "make b", "a target of it is computed"),
        ("$(eval $(call X))\n", "make b", "a line of it is computed"),
        (".DEFAULT:\n\tone\na:\n", "make b", ".DEFAULT has one"),
        (".DEFAULT_GOAL := $(shell x)\na:\n", "make", ".DEFAULT_GOAL is computed"),
        ("MAKEFLAGS += $(X)\na:\n", "make", "MAKEFLAGS is computed"),
        ("a: a.o\n", "make", "a rule that make has built in"),
        ("X = 1\n", "make", "first of the Makefile cannot be told"),
        ("ifdef X\n.ONESHELL:\nendif\na:\n\tone\n", "make", ".ONESHELL stands under a condition"),
    ],
)
def test_what_depends_on_the_run_is_untold(makefile: str, command: str, said: str) -> None:
    assert said in why(makefile, command)


def test_an_included_file_that_is_there_is_read() -> None:
    tasks = told("include $(D)/more.mk\nD = x\na: b\n", "make a D=mk", **{"mk/more.mk": "b:\n\tone\n"})

    assert [(task.text, task.place.path, task.place.line) for task in tasks] == [("one", "mk/more.mk", 2)]


def test_a_file_that_includes_itself_ends() -> None:
    assert why("include Makefile\n", "make a")


@pytest.mark.parametrize("makefile", ["docs:\n\tsphinx\n", "docs: | new\n\tsphinx\nnew:\n"])
def test_a_target_that_is_a_file_and_needs_nothing_newer_is_not_made(makefile: str) -> None:
    assert told(makefile, "make docs", **{"docs/index.rst": ""}) == []


@pytest.mark.parametrize(
    "makefile",
    [
        ".PHONY: docs\ndocs:\n\tsphinx\n",
        "docs: new\n\tsphinx\nnew:\n",
        "docs: force\n\tsphinx\n.PHONY: force\n",
    ],
)
def test_a_target_that_is_a_file_is_made_where_that_is_sure(makefile: str) -> None:
    assert [task.text for task in told(makefile, "make docs", **{"docs/index.rst": ""})] == ["sphinx"]


def test_a_target_that_is_a_file_is_made_when_everything_is() -> None:
    assert [task.text for task in told("a:\n\tone\n", "make -B a", a="")] == ["one"]


def test_the_age_of_a_file_is_known_to_the_run_alone() -> None:
    assert "its age decides" in why("a: b\n\tone\n", "make a", a="", b="")


def test_a_computed_list_of_phony_targets_leaves_a_file_open() -> None:
    assert ".PHONY" in why("a:\n\tone\n.PHONY: $(shell x)\n", "make a", a="")


@pytest.mark.parametrize(
    "makefile",
    [
        "".join(f"a{number}: a{number + 1}\n" for number in range(500)),
        "A0 = x\n" + "".join(f"A{n + 1} = $(A{n})$(A{n})\n" for n in range(60)) + "a0:\n\t$(A25) $(A60)\n",
        "".join(f"b{number}:\n" for number in range(6000)) + "a0:\n",
        "a0:\n\t" + "x" * 1_000_001,
    ],
)  # fmt: skip
def test_a_makefile_beyond_what_is_followed_is_untold(makefile: str) -> None:
    assert why(makefile, "make a0")


@given(st.text(alphabet="ab:=$()\\\t\n #;%|&-@?+!{}.i", max_size=80))
def test_no_makefile_breaks_the_reader(makefile: str) -> None:
    assert lines(["make"], "", Files({"Makefile": makefile})) is not None


RECIPES = (
    "echo one",
    "@echo two",
    "-echo three",
    "@- echo $@",
    "echo $< $<",
    "echo $^ $$x",
    "echo $(X)",
    "echo ${Y}/$(Z) \\\n\t  && echo",
    "# no",
)
NAMES = ("a", "b", "c", "d", "e")
RULES = st.builds(
    lambda targets, needs, before, recipe, ends: (
        f"{' '.join(targets)}: {' '.join(needs)} {'| ' + ' '.join(before) if before else ''}{ends}\n"
        + "".join(f"\t{line}\n" for line in recipe)
    ),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True),
    st.lists(st.sampled_from((*NAMES, "$(L)", "there")), max_size=3),
    st.lists(st.sampled_from(NAMES), max_size=1),
    st.lists(st.sampled_from(RECIPES), max_size=3),
    st.sampled_from(("", " # why", " ; echo inline", " \\\n  b")),
)
DEFINITIONS = st.builds(
    lambda name, operator, value: f"{name} {operator} {value}\n",
    st.sampled_from("XYZ"),
    st.sampled_from(("=", ":=", "?=", "+=")),
    st.sampled_from(("1", "$(OTHER)", "$$v", "two  words", "x # y", "$(RM) \\\n  z")),
)
HEAD = "OTHER = o\nX = x\nY := y\nZ ?= z\nL = c d\n"


@pytest.mark.skipif(not HAS_MAKE, reason="make is not installed")
@given(
    parts=st.lists(
        st.one_of(RULES, DEFINITIONS, st.sampled_from((".PHONY: a d\n", ".DEFAULT_GOAL = b\n"))), max_size=9
    ),
    words=st.lists(st.sampled_from(("a", "b", "X=9", "-k", "-B")), max_size=3),
)
def test_make_would_run_the_same(parts: Sequence[str], words: Sequence[str]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "there").touch()
        (folder / "e").touch()
        (folder / "Makefile").write_text(HEAD + "a:\nb:\nc:\nd:\n" + "".join(parts))
        found = lines(["make", *words], "", WorkingTree(folder))
        said = subprocess.run(
            ["make", "-n", *words], cwd=folder, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=False
        )  # fmt: skip
    if isinstance(found, Unknown):
        assert "age" in found.detail
        return
    ours = [line.strip() for task in found for line in task.text.split("\n")]
    theirs = [line.strip() for line in said.stdout.splitlines()]

    assert ours == [line for line in theirs if line and not line.startswith(("#", "make: "))], said.stderr


def test_an_absolute_path_is_told_from_where_make_runs() -> None:
    makefile = "TOOLS := $(abspath ./tools/../tools)\nKO = $(realpath $(TOOLS))/ko\nimage: | $(KO)\n\t$(KO) build\n$(KO):\n\tgo install ko\n"

    assert texts(makefile, "make image") == ["go install ko", "tools/ko build"]
    assert texts("a:\n\t$(abspath ../x)/y $(abspath a b) $(abspath $(Z))\n") == [
        "${abspath}/y ${abspath} ${abspath}"
    ]
