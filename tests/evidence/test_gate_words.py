"""Which command a line runs in the end: runners, options of programs and scripts in words are seen through."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.workflows.gates.led import Named
from relaudit.evidence.workflows.gates.lookup import Lookup
from relaudit.evidence.workflows.gates.table import GATES, GateTable
from relaudit.evidence.workflows.publishing.known import COMMANDS
from relaudit.sources.worktree import WorkingTree

TABLE = GateTable({**GATES.commands, "publishes": tuple(COMMANDS)})


def found(folder: Path, line: str, shell: str = "") -> Sequence[Named]:
    lookup = Lookup(TABLE, Unknown("Gates", Reason.UNSTATED), WorkingTree(folder))
    return [one for one in lookup.gates(line, shell, "") if isinstance(one, Named)]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("venv/bin/python -m pytest", "pytest"),
        ("./venv/bin/pytest", "pytest"),
        ("$PYTHON -m pytest", "pytest"),
        ('"${PYTHON}" -m pytest', "pytest"),
        ("${{ matrix.python }} -m pytest", "pytest"),
        ("python3.12 -m pytest", "pytest"),
        ("python${{ matrix.python }} -m pytest", "pytest"),
        ("pypy3 -m pytest", "pytest"),
        ("python.exe -m pytest -s", "pytest"),
        ("maturin.exe build", "maturin build"),
        ("py -3.12 -m pytest", "pytest"),
        ("python -Im build", "build"),
        ("python -X dev -W error -m pytest", "pytest"),
        ("python setup.py sdist", "setup.py sdist"),
        ("coverage run --branch --source src -m pytest", "pytest"),
        ("coverage run tests/all.py", "coverage run"),
        ("coverage run manage.py go -m mypy", "coverage run"),
        ("uv run --python=${{ matrix.python }} --group test -- pytest", "pytest"),
        ("uv run -m pytest", "pytest"),
        ("pipx run --spec 'build[uv]' build", "build"),
        ("git -C site push --tags", "git push"),
        ("git -c user.name=a push origin v1", "git push"),
        ("npm --prefix web publish", "npm publish"),
        ("cargo +stable test", "cargo test"),
        ("poetry -C lib publish", "poetry publish"),
        ("docker --config x push a/b", "docker push"),
        ("uv --directory lib publish", "uv publish"),
        ("gh --repo acme/ferry release create v1", "gh release create"),
        ("conda run -n env --no-capture-output pytest", "pytest"),
        ("nix develop .#ci -c pytest", "pytest"),
        ("docker compose run --rm -e A=b app pytest", "pytest"),
        ('docker run --rm -v "$PWD:/io" -w /io acme/ferry pytest', "pytest"),
        ("ls | xargs -0 -n 1 pytest", "pytest"),
        ('bash -c "pytest $ARGS"', "pytest"),
        ("bash -lec 'cd src && pytest'", "pytest"),
        ("docker run acme/ferry sh -c 'pytest'", "pytest"),
        ('nix-shell --run "pytest"', "pytest"),
        ('eval "pytest tests"', "pytest"),
        ("sudo -E env A=b timeout 5m pytest", "pytest"),
    ],
)
def test_what_is_run_in_the_end_is_found(tmp_path: Path, line: str, name: str) -> None:
    (gate,) = found(tmp_path, line)

    assert (gate.name, gate.trail[-1].command.certainty) == (name, "always")


@pytest.mark.parametrize(
    "line",
    [
        "python -c pytest",
        "python - pytest",
        "docker run --restart always tox",
        "pytest --collect-only",
        "cargo test --no-run",
        "python -Wpytest x",
        "python --version pytest",
        "nix develop pytest",
        "docker run acme/build build",
        "docker run pytest",
        "$TOOL build",
        "$TOOL -x pytest",
        "pytest --version",
        "echo 'bash -c pytest'",
        "bash -x pytest",
        'bash -c "$(cat pytest)"',
        "cargo",
        "git -C push",
    ],
)
def test_what_only_has_the_word_is_no_gate(tmp_path: Path, line: str) -> None:
    assert found(tmp_path, line) == []


def test_behind_a_variable_it_only_may_run(tmp_path: Path) -> None:
    (gate,) = found(tmp_path, "$SUDO docker push acme/ferry")

    assert (gate.name, gate.trail[-1].command.certainty) == ("docker push", "maybe")


@pytest.mark.parametrize(
    ("line", "is_masked"),
    [
        ("bash -c 'pytest; true'", True),
        ("bash -ec 'pytest; true'", False),
        ("bash -c 'pytest && true'", False),
        ("bash -c 'pytest | tee log'", True),
        ("bash -o pipefail -c 'pytest | tee log'", False),
        ("bash -euo pipefail -c 'pytest | tee log'", False),
        ("bash -c 'pytest' || true", True),
        ("bash -c 'pytest'", False),
    ],
)
def test_a_script_in_a_word_has_options_of_its_own(tmp_path: Path, line: str, *, is_masked: bool) -> None:
    (gate,) = found(tmp_path, line)

    assert any(led.command.is_masked for led in gate.trail) is is_masked


@pytest.mark.parametrize(
    "line", ["npx " * 10_000 + "pytest", "uv run " * 6_000 + "pytest", "echo A=" + " " * 50_000]
)
def test_a_hostile_line_ends_soon(tmp_path: Path, line: str) -> None:
    assert found(tmp_path, line) == []
