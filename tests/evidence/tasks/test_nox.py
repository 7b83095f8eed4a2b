"""What nox runs, read from noxfiles without running them."""

import shlex
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaudit.core.model import Unknown
from relaudit.evidence.workflows.tasks.model import PLAIN, Task
from relaudit.evidence.workflows.tasks.nox import lines
from texts import Files

NOXFILE = """import nox

@nox.session(python=["3.11", "3.12"])
@nox.parametrize("speed", ["fast", "slow"])
def tests(session, speed):
    session.install("pytest")
    session.run_install("uv", "sync")
    session.run("pytest", "-q", *session.posargs, external=True)

@nox.session(name="type-check", default=False)
def types(s):
    s.run("mypy", "src dir")

@nox.session
def docs(session: nox.Session) -> None:
    build(session, "docs")
    session.notify("linkcheck")

@nox.session(default=False, requires=["tests-{python}"])
def linkcheck(session):
    session.run_always("sphinx-build", "-b", "linkcheck")

def build(current, folder):
    current.run("sphinx-build", folder)
    build(current, folder)
"""


def told(noxfile: str, command: str, folder: str = "", path: str = "noxfile.py") -> Sequence[Task]:
    found = lines(shlex.split(command), folder, Files({path: noxfile}))
    assert not isinstance(found, Unknown), found
    return found


def texts(noxfile: str, command: str = "nox", folder: str = "", path: str = "noxfile.py") -> Sequence[str]:
    return [task.text for task in told(noxfile, command, folder, path)]


def why(noxfile: str, command: str = "nox") -> str:
    found = lines(shlex.split(command), "", Files({"noxfile.py": noxfile}))
    assert isinstance(found, Unknown), found
    return found.detail


def session(*body: str) -> str:
    """A noxfile with one session."""
    inner = "\n    ".join(body)
    return f"import nox\n@nox.session\ndef one(session):\n    {inner}\n"


@pytest.mark.parametrize(
    "command",
    [
        "nox -s tests", "nox --session tests", "nox --sessions=tests", "nox -e tests", "nox -stests", "nox -s tests-3.12", "nox -s 'tests(fast)'",
        "nox -s 'tests-3.12(fast)'", "nox -f noxfile.py -s tests", "nox -fnoxfile.py -s tests", "nox -R -s tests", "nox -s tests -p 3.12",
        "nox --default-venv-backend uv -s tests", "nox -s tests tests-3.11", "nox --envdir=x -s tests",
    ],
)  # fmt: skip
def test_a_session_is_asked_for_in_many_ways(command: str) -> None:
    assert texts(NOXFILE, command) == ["pytest -q"]


def test_words_after_two_dashes_stand_for_posargs() -> None:
    assert texts(NOXFILE, "nox -s tests -- -x 'a b' ''") == [
        "pytest -q -x 'a b' '${posargs}'".replace("'$", "$").replace("}'", "}")
    ]


def test_a_session_may_have_a_name_of_its_own() -> None:
    assert texts(NOXFILE, "nox -s type-check") == ["mypy 'src dir'"]


def test_sessions_run_that_do_not_say_otherwise() -> None:
    assert texts(NOXFILE) == ["pytest -q", "sphinx-build ${folder}", "sphinx-build -b linkcheck"]


def test_a_session_brings_those_it_requires_and_notifies() -> None:
    assert texts(NOXFILE, "nox -s docs") == [
        "sphinx-build ${folder}",
        "sphinx-build -b linkcheck",
        "pytest -q",
    ]


def test_the_options_choose_the_sessions() -> None:
    assert texts(f'{NOXFILE}\nnox.options.sessions = ["type-check"]\n') == ["mypy 'src dir'"]


def test_the_options_do_not_matter_to_a_session_that_is_named() -> None:
    assert texts(f"{NOXFILE}\nnox.options.sessions = found()\n", "nox -s type-check") == ["mypy 'src dir'"]


@pytest.mark.parametrize(
    "command",
    ["nox -l", "nox --list", "nox --version", "nox -h", "nox -s tests --install-only", "nox -s '' --list"],
)
def test_no_command_is_run(command: str) -> None:
    assert texts(NOXFILE, command) == []


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("nox -s ''", "what nox is given by -s is known to the run alone"),
        ("nox -s", "what nox is given by -s is known to the run alone"),
        ("nox -f ''", "what nox is given by -f is known to the run alone"),
        ("nox -k 'a and b'", "which sessions -k selects is not looked at"),
        ("nox -t tag", "which sessions -t selects is not looked at"),
        ("nox -p 3.12", "which sessions -p selects is not looked at"),
        ("nox tests", "nox has a word that is no option"),
        ("nox -s nothing", "noxfile.py has no session nothing"),
        ("nox -s type", "noxfile.py has no session type"),
        ("nox -s types", "noxfile.py has no session types"),
        ("nox -f other.py", "there is no other.py"),
        ("nox -f ../../noxfile.py", "there is no ../../noxfile.py"),
    ],
)
def test_it_is_not_guessed_what_runs(command: str, reason: str) -> None:
    assert why(NOXFILE, command) == reason


@pytest.mark.parametrize(
    ("noxfile", "reason"),
    [
        (f"{NOXFILE}nox.options.sessions = found()", "noxfile.py works out which sessions run"),
        (f"{NOXFILE}nox.options.sessions += ['a']", "noxfile.py works out which sessions run"),
        (f"{NOXFILE}nox.options.tags = ['a']", "noxfile.py chooses sessions by keywords or tags"),
        (session("session.notify(other)"), "noxfile.py works out which session it notifies"),
        (session("session.notify()"), "noxfile.py works out which session it notifies"),
        (session("session.notify('other')"), "noxfile.py has no session other"),
        (
            "import nox\n@nox.session(requires=x)\ndef a(session): ...",
            "which sessions a requires is worked out",
        ),
    ],
)
def test_a_noxfile_may_work_out_what_runs(noxfile: str, reason: str) -> None:
    assert why(noxfile) == reason


@pytest.mark.parametrize("noxfile", ["print 'python 2'", "\0", "-" * 9000 + "1"])
def test_a_noxfile_may_not_be_read(noxfile: str) -> None:
    assert why(noxfile).startswith("noxfile.py is not read as Python")


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ('session.run("pytest", "a b", "$HOME")', "pytest 'a b' '$HOME'"),
        ('session.run("pytest", "a" "b")', "pytest ab"),
        ('session.run("pytest", path)', "pytest ${path}"),
        ('session.run("pytest", *args)', "pytest ${args}"),
        ('session.run(*["pytest", "-q"])', "pytest -q"),
        ('session.run("pytest", *["-q", x])', "pytest ${word}"),
        ('session.run("pytest", f"--cov={name}/x y", f"")', "pytest --cov=${name}'/x y' ''"),
        ('session.run("pytest", str(path))', "pytest ${word}"),
        ('session.run("pytest", session.bin)', "pytest ${bin}"),
        ('session.run("pytest", "")', "pytest ''"),
        ('return session.run("pytest", env={"A": "b"}, silent=True)', "pytest"),
        ('value = [session.run("pytest") for _ in range(3)]', "pytest"),
    ],
)
def test_words_are_as_they_are_given(call: str, text: str) -> None:
    assert texts(session(call)) == [text]


@pytest.mark.parametrize(
    "call",
    ["session.run()", 'other.run("a")', 'session.install("a")', 'run("a")', 'session.run_install("a")'],
)
def test_other_calls_run_nothing(call: str) -> None:
    assert texts(session(call)) == []


@pytest.mark.parametrize(
    ("codes", "is_ignored"),
    [
        ("[0]", False),
        ("[0, 1]", True),
        ("(0, 5)", False),
        ("{1}", True),
        ("range(3)", True),
        ("[0, code]", True),
    ],
)
def test_a_failure_is_ignored_that_is_taken_for_success(codes: str, *, is_ignored: bool) -> None:
    (task,) = told(session(f'session.run("pytest", success_codes={codes})'), "nox")

    assert task.is_ignored is is_ignored


@pytest.mark.parametrize(
    ("body", "is_ignored"),
    [
        (("try:", "    session.run('a')", "except CommandFailed:", "    pass"), True),
        (("try:", "    session.run('a')", "except nox.command.CommandFailed:", "    session.log('x')"), True),
        (("try:", "    session.run('a')", "except:", "    pass"), True),
        (("try:", "    session.run('a')", "except (OSError, Exception):", "    pass"), True),
        (("try:", "    if x:", "        session.run('a')", "except Exception:", "    pass"), True),
        (("try:", "    help(session)", "except Exception:", "    pass"), True),
        (("try:", "    session.run('a')", "except Exception:", "    raise"), False),
        (("try:", "    session.run('a')", "except Exception:", "    session.error('x')"), False),
        (("try:", "    session.run('a')", "except OSError:", "    pass"), False),
        (("try:", "    session.run('a')", "finally:", "    pass"), False),
        (("try:", "    pass", "except Exception:", "    session.run('a')"), False),
        (("try:", "    pass", "except Exception:", "    pass", "else:", "    session.run('a')"), False),
        (("with suppress(CommandFailed):", "    session.run('a')"), True),
        (("with contextlib.suppress(OSError):", "    session.run('a')"), False),
        (("with session.chdir('a'):", "    session.run('a')"), False),
        (("if session.posargs:", "    session.run('a')"), False),
    ],
)
def test_a_failure_is_ignored_that_is_swallowed(body: Sequence[str], *, is_ignored: bool) -> None:
    helper = "def help(it):\n    it.run('a')\n"
    (task,) = told(f"{session(*body)}{helper}", "nox")

    assert task.is_ignored is is_ignored


def test_both_ways_of_a_condition_may_run() -> None:
    noxfile = session(
        "if session.posargs:", "    session.run('a')", "else:", "    session.run('b')", "session.run('c')"
    )

    assert texts(noxfile) == ["a", "b", "c"]


@pytest.mark.parametrize(
    "call", ["help(session)", "help(it=session)", "help('x', session)", "x = help(session)"]
)
def test_a_helper_is_followed_that_the_session_is_handed_to(call: str) -> None:
    parameters = "other, it" if "'x'" in call else "it, other=None"

    assert texts(f"{session(call)}def help({parameters}):\n    it.run('a')\n    other.run('b')\n") == ["a"]


def test_a_helper_that_the_session_is_not_handed_to_is_not_followed() -> None:
    assert texts(f"{session('help(x)')}def help(it):\n    it.run('a')\n") == []


def test_helpers_that_call_each_other_are_followed_once() -> None:
    helpers = "def a(s):\n    s.run('a')\n    b(s)\ndef b(s):\n    s.run('b')\n    a(s)\n"

    assert texts(f"{session('a(session)')}{helpers}") == ["a", "b"]


def test_sessions_that_notify_each_other_run_once() -> None:
    assert texts(session("session.run('a')", "session.notify('one')")) == ["a"]


@pytest.mark.parametrize(
    "decorator",
    [
        "@nox.session",
        "@session",
        "@nox.session()",
        "@session(reuse_venv=True)",
        "@nox_uv.session(uv_groups=['a'])",
    ],
)
def test_a_decorator_makes_a_session(decorator: str) -> None:
    assert texts(f"{decorator}\ndef a(session):\n    session.run('a')\n", "nox -s a") == ["a"]


def test_functions_of_one_name_may_be_sessions_of_two() -> None:
    one = "@nox.session(name='{0}')\ndef _(session):\n    session.run('{0}')\n"

    assert texts(one.format("a") + one.format("b")) == ["a", "b"]


def test_a_session_may_be_defined_on_a_condition() -> None:
    assert texts("if x:\n    @nox.session\n    def a(session):\n        session.run('a')\n") == ["a"]


def test_a_run_stands_on_its_own_line() -> None:
    assert [task.place.line for task in told(NOXFILE, "nox -s tests")] == [8]


def test_a_run_is_no_shell_script() -> None:
    (task,) = told(session("session.run('a')"), "nox")

    assert task.shell == PLAIN


def test_a_line_that_only_python_sees_has_no_number() -> None:
    (task,) = told("@nox.session\rdef a(session):\r    session.run('a')\r", "nox")

    assert task.place.line == 0


def test_the_noxfile_is_that_of_the_folder() -> None:
    assert texts(NOXFILE, "nox -s tests", "docs/", "docs/noxfile.py") == ["pytest -q"]


def test_a_noxfile_is_named_from_the_folder() -> None:
    assert texts(NOXFILE, "nox -f ../ci/tasks.py -s tests", "docs/", "ci/tasks.py") == ["pytest -q"]


def test_more_code_than_can_be_read_is_not_told() -> None:
    sessions = "".join(f"@nox.session\ndef a{number}(s):\n    h(s)\n" for number in range(600))

    assert (
        why(
            f"{sessions}def h(s):\n{'    s.run(1)' + chr(10)}{'    x.y(1)' + chr(10) * 1}"
            + "    s.a(1)\n" * 400
        )
        == "noxfile.py has more code than is read"
    )


@given(st.text(alphabet="session.run(a)*'\"[]=:\n f{}", max_size=60))
def test_any_text_is_an_answer(text: str) -> None:
    found = lines(["nox"], "", Files({"noxfile.py": session(text)}))

    assert isinstance(found, Unknown | tuple)
