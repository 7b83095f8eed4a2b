"""The action of this project, as GitHub downloads it, run as a step of somebody's workflow."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from ambient import calling, packages, programs
from machine import Machine
from oracle import GitHub, running
from results import Result
from runner import Runner

ROOT = Path(__file__).parents[2]
Audit = Callable[..., Result]
_IGNORED = shutil.ignore_patterns(
    ".venv", ".git", "__pycache__", ".*_cache", "demo", ".hypothesis", "node_modules", "build"
)
_WHO = {
    f"GIT_{role}_{what}": "someone@example.com"
    for role in ("AUTHOR", "COMMITTER")
    for what in ("NAME", "EMAIL")
}


def downloaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fixture: the tree of a bare clone, as committed with today's changes."""
    folder = tmp_path_factory.mktemp("action")
    shutil.copytree(ROOT, folder / "tree", ignore=_IGNORED)
    for command in (
        ("init", "-q"),
        ("add", "-A"),
        ("commit", "-qm", "x"),
        ("clone", "-q", "--bare", ".", str(folder / "bare")),
    ):
        subprocess.run(
            ["git", *command],
            cwd=folder / "tree",
            check=True,
            env={**os.environ, **_WHO},
            capture_output=True,
        )
    subprocess.run(["git", "clone", "-q", folder / "bare", folder / "source"], check=True)
    return folder / "source"


def evaluating() -> Iterator[GitHub]:
    """A fixture: GitHub's own parser and evaluator."""
    yield from running()


def uv_path(folder: Path) -> str:
    """A PATH as on a runner with git and uv."""
    return programs(folder, {"git": calling(shutil.which("git")), "uv": calling(_uv())})


def python_path(folder: Path) -> str:
    """A PATH as on a plain runner: git and a Python, and no uv."""
    return programs(folder, {"git": calling(shutil.which("git")), "python3": calling(sys.executable)})


def installed_path(folder: Path, environment: Path) -> str:
    """A PATH whose uv has nothing to do: the environment is there, and what it would make is that. Its `gh` says that it was called."""
    linked = f'[ "$1" = venv ] || exit 0\nfor last; do :; done\nln -sfn "{environment}" "$last"'
    called = 'touch "$0.called"; echo a-token'
    return programs(folder, {"gh": called, "git": calling(shutil.which("git")), "uv": linked})


def run_action(
    github: GitHub,
    source: Path,
    workspace: Path,
    scratch: Path,
    path: str,
    inputs: Mapping[str, str] | None = None,
    event_name: str = "push",
    event: Mapping[str, object] | None = None,
    said: Mapping[str, str] | None = None,
) -> Result:
    """Both steps, on a checkout."""
    variables = {**packages(), "PATH": path}
    machine = Machine(workspace, scratch, event_name, event or {}, said or {}, variables)
    return Runner(github, machine).run(source, inputs or {})


def change(base: str, *, fork: bool = False) -> Mapping[str, object]:
    """The event of a pull request."""
    return {"pull_request": {"base": {"sha": base}, "head": {"repo": {"fork": fork}}}}


def _uv() -> str | None:
    return shutil.which("uv", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
