"""What is said of the failures in a script is what bash makes of them."""

import os
import re
import subprocess
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from relaudit.core.record import record
from relaudit.evidence.workflows.scripts.commands import Certainty, Command, Script
from relaudit.evidence.workflows.scripts.script import script_of

OPTIONS = {"": ["-e"], "bash": ["--noprofile", "--norc", "-eo", "pipefail"], "bash {0}": []}
OTHERS = ("one", "two")
FAILS = re.compile(r'false|return|exit 1|exit "|ERR|[!\[]|& :')


@record
class Run:
    """The exit status of a script, and whether the marked command was run."""

    status: int
    was_reached: bool


class Bash:
    """Runs scripts with programs that succeed and fail as they are told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        self.script = folder / "script"
        for name in ("marked", "f", "g", *OTHERS):
            program = folder / name
            noted = f'echo ran >> "{self.log}"\n' if name == "marked" else ""
            program.write_text(f'#!/bin/sh\n{noted}exit "${{STATUS_{name}:-0}}"\n')
            program.chmod(0o755)

    def run(self, text: str, shell: str, marked: int, others: tuple[int, ...]) -> Run:
        self.script.write_text(text)
        self.log.write_text("")
        statuses = {
            "STATUS_marked": marked,
            **{f"STATUS_{name}": status for name, status in zip(OTHERS, others, strict=True)},
        }
        done = subprocess.run(
            ["bash", *OPTIONS[shell], str(self.script)],
            env={"PATH": f"{self.folder}{os.pathsep}{os.environ['PATH']}", **{name: str(value) for name, value in statuses.items()}},
            capture_output=True, stdin=subprocess.DEVNULL, timeout=20, check=False,
        )  # fmt: skip
        return Run(done.returncode, bool(self.log.read_text()))


@pytest.fixture(scope="module")
def bash(tmp_path_factory: pytest.TempPathFactory) -> Bash:
    return Bash(tmp_path_factory.mktemp("programs"))


def marked(text: str, shell: str) -> Command:
    script = script_of(text, shell)
    assert isinstance(script, Script)
    assert script.is_whole
    (found,) = [command for command in script.commands if command.name == "marked"]
    return found


def refuted(bash: Bash, text: str, shell: str) -> str:
    """What bash says against the judgement; empty when it agrees."""
    command = marked(text, shell)
    for others in product((0, 1), repeat=len(OTHERS)):
        failing = bash.run(text, shell, 1, others)
        if command.surfaces and failing.was_reached and failing.status == 0:
            return f"surfaces, and is lost with {others}"
        if command.is_masked and failing.status != 0 and bash.run(text, shell, 0, others).status == 0:
            return f"{command.masks}, and surfaces with {others}"
    passing = bash.run(text, shell, 0, (0, 0))
    hides_failures = "ERR" in text
    if (
        not hides_failures
        and command.certainty is Certainty.ALWAYS
        and passing.status == 0
        and not passing.was_reached
    ):
        return "always, and is not reached"
    return ""


LEAVES = st.sampled_from(
    ["program"] * 6
    + ["true", "false", ":", "echo x >&2", "x=1", "exit 0", "exit 1", "exit", "exit $?", "set +e", "set -e", "set -o pipefail",
       "set +o pipefail", "[ $? = 0 ]", "f", "g", "return 0", "return 1", "trap 'exit 0' EXIT", "trap 'exit 0' ERR", "trap 'exit 1' ERR",
       "failed=1", 'exit "$failed"', '[ -z "$failed" ]']
)  # fmt: skip


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{}; {}".format, inner, inner),
        st.builds("{}\n{}".format, inner, inner),
        st.builds("{}\n{}\n{}".format, inner, inner, inner),
        st.builds("{{ {}; }} && {{ {}; }}".format, inner, inner),
        st.builds("{{ {}; }} || {{ {}; }}".format, inner, inner),
        st.builds("{} && {}".format, LEAVES, LEAVES),
        st.builds("{} || {}".format, LEAVES, inner),
        st.builds("{} && {} || {}".format, LEAVES, LEAVES, LEAVES),
        st.builds("{} | {}".format, LEAVES, LEAVES),
        st.builds("{{ {}; }} | {{ {}; }}".format, inner, inner),
        st.builds("( {} )".format, inner),
        st.builds("! {}".format, LEAVES),
        st.builds("! ( {} )".format, inner),
        st.builds("{{ {}; }} & :".format, inner),
        st.builds("if {}; then {}; fi".format, inner, inner),
        st.builds("if {}; then {}; else {}; fi".format, inner, inner, inner),
        st.builds("if {}; then {}; elif {}; then {}; fi".format, inner, inner, inner, inner),
        st.builds("for i in 1 2; do {}; done".format, inner),
        st.builds("while {}; do {}; break; done".format, inner, inner),
        st.builds("until {}; do {}; break; done".format, inner, inner),
        st.builds("case x in y) {};; x) {};; esac".format, inner, inner),
        st.builds("x=$( {} )".format, inner),
        st.builds("echo $( {} )".format, inner),
        st.builds("export x=$( {} )".format, inner),
        st.builds("x=1 y=$( {} ) z=$( {} )".format, inner, inner),
        st.builds(
            "f() {{ {}\n}}\n{}".format, inner.filter(lambda text: not re.search(r"\b[fg]\b", text)), inner
        ),
        st.builds(
            "g() {{ {}\n}}\n{}".format, inner.filter(lambda text: not re.search(r"\bg\b", text)), inner
        ),
    )


SCRIPTS = st.recursive(LEAVES, grown, max_leaves=9)


def with_one_marked(text: str, chosen: int) -> str:
    """One of the programs is the marked one, the others take turns."""
    places = [match.start() for match in re.finditer("program", text)]
    assume(places)
    turns = iter(range(len(places)))
    at = chosen % len(places)
    return re.sub("program", lambda _: "marked" if (turn := next(turns)) == at else OTHERS[turn % 2], text)


@given(script=SCRIPTS, chosen=st.integers(0, 20), shell=st.sampled_from(sorted(OPTIONS)))
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_composed_scripts_are_judged_as_bash_runs_them(
    bash: Bash, script: str, chosen: int, shell: str
) -> None:
    text = with_one_marked(script, chosen)
    note(text)
    note(str(marked(text, shell)))

    assert refuted(bash, text, shell) == ""
