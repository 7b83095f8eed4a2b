"""relaudit as a hook of pre-commit, for others and for itself."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from conftest import Repository
from relaudit.cli import run

ROOT = Path(__file__).parent.parent


def hooks(path: Path) -> list[dict[str, object]]:
    loaded = YAML(typ="safe").load(path)
    found = loaded if isinstance(loaded, list) else [hook for one in loaded["repos"] for hook in one["hooks"]]
    assert found
    return found


@pytest.mark.parametrize(
    ("command", "file"),
    [("validate-manifest", ".pre-commit-hooks.yaml"), ("validate-config", ".pre-commit-config.yaml")],
)
def test_pre_commit_takes_the_file(tmp_path: Path, command: str, file: str) -> None:
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path)}
    arguments = [sys.executable, "-m", "pre_commit", command, str(ROOT / file)]
    done = subprocess.run(arguments, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(("version", "code"), [("1.0", 0), ("2.0", 1)])
def test_the_hook_audits_the_checkout_it_runs_in(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, version: str, code: int
) -> None:
    (hook,) = hooks(ROOT / ".pre-commit-hooks.yaml")
    program, *arguments = shlex.split(str(hook["entry"]))
    monkeypatch.chdir(
        repository(
            {
                "pyproject.toml": f'[project]\nname = "ferry"\nversion = "{version}"\n',
                "VERSION": "1.0",
                "CHANGELOG.md": "## 1.0\n",
            }
        )
    )

    assert (program, hook["pass_filenames"]) == ("relaudit", False)
    assert run(arguments) == code


def test_our_own_hooks_run_what_make_check_runs() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\ncheck:")[2].partition("\n\n")[0]
    ours = {
        str(hook["id"]): shlex.split(str(hook["entry"]))[0]
        for hook in hooks(ROOT / ".pre-commit-config.yaml")
    }

    assert set(ours) == {"ruff-check", "ruff-format", "mypy", "docs", "relaudit", "zizmor"}
    assert {program.replace(".venv/bin", "$(BIN)") for program in ours.values()} == {
        line.split()[0] for line in recipe.splitlines()[1:]
    }
