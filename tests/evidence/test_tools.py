"""The steps that run a tool by its name, and those that only may."""

import pytest

from conftest import Repository
from relaudit.core.model import Reason, Unknown
from relaudit.evidence.workflows.files import WorkflowFiles, workflow_files
from relaudit.evidence.workflows.gates.followed import workflow_steps
from relaudit.evidence.workflows.gates.steps import WorkflowSteps
from relaudit.evidence.workflows.gates.tools import ToolRun, elsewhere, tool_runs
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.read import Workflows
from relaudit.sources.worktree import WorkingTree


def found(repository: Repository, step: str, tool: str, **files: str) -> list[ToolRun]:
    text = f"on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - {step}\n"
    named = {name.replace("__", "/").replace("_ini", ".ini"): content for name, content in files.items()}
    tree = WorkingTree(repository({".github/workflows/a.yml": text, **named}))
    read = workflow_files.function(tree=tree)
    assert isinstance(read, WorkflowFiles)
    unasked = Unknown("RemoteFiles", Reason.OFFLINE)
    steps = workflow_steps.function(Workflows(tuple(map(Workflow, read.files))), tree, unasked)
    assert isinstance(steps, WorkflowSteps)
    return list(tool_runs([tool], steps, tree))


@pytest.mark.parametrize(
    ("step", "tool"),
    [
        ("run: mypy src", "mypy"),
        ("run: uv run mypy src", "mypy"),
        ("run: docker run ferry mypy", "mypy"),
        ("run: python3 -m build", "python -m build"),
        ("run: python3 scripts/smoke.py", "python scripts/smoke.py"),
        ("run: ruff format --check", "ruff"),
        ("uses: psf/black@stable", "black"),
        ("uses: astral-sh/ruff-action@v3", "ruff"),
        ("uses: pypa/gh-action-pip-audit@v1", "pip-audit"),
        ("uses: hynek/build-and-inspect-python-package@v2", "twine"),
        ("{uses: acme/lint-action@v1, with: {black: true}}", "black"),
    ],
)
def test_a_tool_is_run(repository: Repository, step: str, tool: str) -> None:
    runs = found(repository, step, tool)

    assert [run.doubt for run in runs] == [""]


def test_an_action_that_runs_the_hooks_runs_their_tools(repository: Repository) -> None:
    hooks = (
        "repos:\n  - repo: local\n    hooks:\n      - {id: a, name: a, entry: mypy src, language: system}\n"
    )
    runs = found(repository, "uses: pre-commit/action@v3", "mypy", **{".pre-commit-config.yaml": hooks})

    assert [run.doubt for run in runs] == [""]


@pytest.mark.parametrize(
    "step",
    [
        "run: pip install mypy",
        "run: echo mypy",
        "run: mypy --version",
        "run: mypyc src",
        "uses: actions/checkout@v4",
    ],
)
def test_a_tool_is_not_run(repository: Repository, step: str) -> None:
    runs = found(repository, step, "mypy")

    assert runs == []


@pytest.mark.parametrize(
    ("step", "files"),
    [
        ("run: in-container mypy", {}),
        ("run: tox -e py", {"tox_ini": "[testenv]\ncommands = {env:CHECK:mypy} src\n"}),
        ("run: devbox run -- tox", {}),
        ("run: pixi run lint", {}),
        ("run: bash .ci/run", {".ci__run": "cd somewhere\nmake check\n"}),
        ("run: python tools/all.py", {"tools__all.py": 'run(["mypy", "src"])\n'}),
        ("uses: super-linter/super-linter@v7", {}),
    ],
)
def test_a_tool_may_be_run(repository: Repository, step: str, files: dict[str, str]) -> None:
    runs = found(repository, step, "mypy", **files)

    assert runs
    assert all(run.doubt for run in runs)


def test_a_tool_is_run_by_scripts_that_run_scripts(repository: Repository) -> None:
    files = {"scripts__all": "scripts/check\n", "scripts__check": "mypy src\n"}
    runs = found(repository, "run: scripts/all", "mypy", **files)

    assert runs
    assert not any(run.doubt for run in runs)


@pytest.mark.parametrize("tool", ["", "(", "a b c d", "$(", "'", "\udc80", "x" * 3000, "python -m", "| |"])
def test_no_tool_does_harm(repository: Repository, tool: str) -> None:
    runs = found(repository, "run: pytest", tool)

    assert all(isinstance(run, ToolRun) for run in runs)


def test_files_that_name_each_other_are_read_once(repository: Repository) -> None:
    files = {"scripts__one": "scripts/two\n", "scripts__two": "scripts/one\n"}

    runs = found(repository, "run: scripts/one", "mypy", **files)

    assert runs == []


def test_hooks_are_run_by_a_service_that_is_set_up(repository: Repository) -> None:
    hooks = "repos:\n  - hooks:\n      - id: mypy\n"
    tree = WorkingTree(repository({".pre-commit-config.yaml": f"ci: {{}}\n{hooks}"}))
    alone = WorkingTree(repository({".pre-commit-config.yaml": hooks}, name="alone"))

    assert list(elsewhere("mypy", Workflows(), tree))
    assert not list(elsewhere("mypy", Workflows(), alone))
