"""The action's own steps, run as GitHub runs them, from a bare clone at its own ref."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from conftest import Repository

ROOT = Path(__file__).parent.parent
WAITING = "::notice title=unknown::"
BROKEN = {
    "pyproject.toml": '[project]\nname = "ferry"\nversion = "2"\n',
    "ferry/__init__.py": '__version__ = "1"\n',
}
CLEAN = {"VERSION": "1.0.0", "CHANGELOG.md": "## 1.0.0\n"}
WAIVER = '[[waivers]]\nrule = "version-files-agree"\nreason = "mine"\nuntil = 2999-01-01\n'
Step = Callable[..., subprocess.CompletedProcess[str]]


def definition() -> dict[str, object]:
    loaded: dict[str, object] = YAML(typ="safe").load(ROOT / "action.yml")
    return loaded


def steps() -> list[dict[str, object]]:
    runs = definition()["runs"]
    assert isinstance(runs, dict)
    found = runs["steps"]
    assert isinstance(found, list)
    return found


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What GitHub downloads for `uses:`: the tree of a bare clone, as committed with today's changes."""
    folder = tmp_path_factory.mktemp("action")
    ignored = shutil.ignore_patterns(".venv", ".git", "__pycache__", ".*_cache", "demo", ".hypothesis")
    shutil.copytree(ROOT, folder / "tree", ignore=ignored)
    environment = {
        **os.environ,
        **{
            f"GIT_{role}_{what}": "someone@example.com"
            for role in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        },
    }
    for command in (
        ("init", "-q"),
        ("add", "-A"),
        ("commit", "-qm", "x"),
        ("clone", "-q", "--bare", ".", str(folder / "bare")),
    ):
        subprocess.run(
            ["git", *command], cwd=folder / "tree", check=True, env=environment, capture_output=True
        )
    subprocess.run(["git", "clone", "-q", folder / "bare", folder / "source"], check=True)
    return folder / "source"


@pytest.fixture(scope="session")
def temp(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runner-temp")


def path_without_uv(folder: Path) -> str:
    """A PATH as on a plain runner: git and a Python, and no uv."""
    folder.mkdir(exist_ok=True)
    for name in ("git", "bash", "python3"):
        found = sys.executable if name == "python3" else shutil.which(name)
        if found and not (folder / name).exists():
            (folder / name).write_text(f'#!/bin/sh\nexec "{found}" "$@"\n')
            (folder / name).chmod(0o755)
    return f"{folder}:/usr/bin:/bin"


def execute(
    step: Mapping[str, object], workspace: Path, temp: Path, variables: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """`bash --noprofile --norc -eo pipefail {0}` with a scratch home, as a composite step with `shell: bash`."""
    script, home, summary = temp / "step.sh", temp / "home", temp / "summary.md"
    script.write_text(str(step["run"]))
    home.mkdir(exist_ok=True)
    summary.write_text("")
    pip = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(("PIP_", "UV_", "SSL_", "HTTP", "http", "NO_PROXY", "no_proxy"))
    }
    config = {
        name: str(Path.home() / place)
        for name, place in (("PIP_CONFIG_FILE", ".config/pip/pip.conf"),)
        if (Path.home() / place).is_file()
    }
    environment = {
        "HOME": str(home), "PATH": os.environ["PATH"], "RUNNER_TEMP": str(temp), "CI": "true", "GITHUB_ACTIONS": "true",
        "GITHUB_WORKSPACE": str(workspace), "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_OUTPUT": str(temp / "output"),
        "GITHUB_ENV": str(temp / "env"), "GITHUB_PATH": str(temp / "path"), "GITHUB_EVENT_NAME": "push", **pip, **config, **variables,
    }  # fmt: skip
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
    return subprocess.run(
        command, cwd=workspace, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture(scope="session")
def installed(source: Path, temp: Path) -> Path:
    uv = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = execute(steps()[0], source, temp, {"SOURCE": str(source), **uv})
    assert done.returncode == 0, done.stdout + done.stderr
    return temp


@pytest.fixture
def audit(installed: Path) -> Step:
    def run(workspace: Path, **variables: str) -> subprocess.CompletedProcess[str]:
        inputs = {
            "INPUT_PATH": ".",
            "INPUT_SELECT": "",
            "INPUT_IGNORE": "",
            "INPUT_STRICT": "false",
            "INPUT_POLICY": "",
            "BASE_SHA": "",
        }
        return execute(steps()[1], workspace, installed, inputs | variables)

    return run


def test_every_input_goes_through_the_environment() -> None:
    scripts = [str(step["run"]) for step in steps()]
    variables = [step["env"] for step in steps()]
    values = [str(value) for named in variables if isinstance(named, dict) for value in named.values()]
    used = {name.partition(" ")[0] for value in values for name in value.split("inputs.")[1:]}
    inputs = definition()["inputs"]

    assert not [script for script in scripts if "${{" in script]
    assert used == set(inputs)  # type: ignore[call-overload]  # a mapping
    assert [step["shell"] for step in steps()] == ["bash", "bash"]


def test_it_installs_the_code_of_its_own_ref(installed: Path, source: Path) -> None:
    (module,) = (installed / "relaudit").glob("lib/python*/site-packages/relaudit/audit.py")

    assert module.read_text() == (source / "src" / "relaudit" / "audit.py").read_text()


def test_it_installs_with_pip_where_there_is_no_uv(source: Path, tmp_path: Path) -> None:
    done = execute(
        steps()[0], source, tmp_path, {"SOURCE": str(source), "PATH": path_without_uv(tmp_path / "path-dir")}
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "relaudit" / "bin" / "relaudit").exists()


def test_it_says_what_is_missing_where_python_is_too_old(source: Path, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("python3.13", "python3.12", "python3.11", "python3", "python"):
        (tools / name).write_text("#!/bin/sh\nexit 1\n")
        (tools / name).chmod(0o755)
    done = execute(steps()[0], source, tmp_path, {"SOURCE": str(source), "PATH": f"{tools}:/usr/bin:/bin"})

    assert done.returncode == 2
    assert "::error title=relaudit::Python 3.11 or newer is needed" in done.stdout


def test_violations_fail_with_annotations_and_a_summary(
    repository: Repository, audit: Step, installed: Path
) -> None:
    done = audit(repository(BROKEN))

    assert done.returncode == 1, done.stderr
    assert done.stdout.splitlines()[0].startswith("::error file=ferry/__init__.py,line=1,endLine=1,col=15")
    assert "version\\-files\\-agree" in (installed / "summary.md").read_text()


def test_a_clean_repository_passes(repository: Repository, audit: Step, installed: Path) -> None:
    done = audit(repository(CLEAN, log="main, tag: v1.0.0"))

    waiting = [
        "1 rule waits for metadata:read on GitHub: branches-are-protected",
        "2 rules wait for contents:read on GitHub: tags-have-releases, tags-stay-put",
    ]

    assert (done.returncode, done.stdout.splitlines()) == (0, [WAITING + one for one in waiting])
    assert "passed" in (installed / "summary.md").read_text()


def test_a_pull_request_is_judged_by_the_policy_of_its_base(repository: Repository, audit: Step) -> None:
    folder = repository(
        {**BROKEN, "relaudit.toml": WAIVER, "base:relaudit.toml": "", "base:VERSION": "1"}, log="main\nbase"
    )
    base = subprocess.run(
        ["git", "-C", folder, "rev-parse", "base"], capture_output=True, text=True, check=True
    ).stdout.strip()

    assert audit(folder).returncode == 0
    assert audit(folder, BASE_SHA=base, GITHUB_EVENT_NAME="pull_request").returncode == 1


def test_a_named_policy_is_that_of_the_base_too(repository: Repository, audit: Step) -> None:
    files = {**BROKEN, "ci/p.toml": WAIVER, "base:ci/p.toml": "", "base:VERSION": "1"}
    folder = repository(files, log="main\nbase")
    base = subprocess.run(
        ["git", "-C", folder, "rev-parse", "base"], capture_output=True, text=True, check=True
    ).stdout.strip()

    assert audit(folder, INPUT_POLICY="ci/p.toml").returncode == 0
    assert audit(folder, INPUT_POLICY="ci/p.toml", BASE_SHA=base).returncode == 1


def test_an_inline_waiver_of_the_change_itself_does_not_hold(repository: Repository, audit: Step) -> None:
    comment = "  # relaudit: ignore[version-files-agree] until 2999-01-01 mine\n"
    waived = {**BROKEN, "ferry/__init__.py": BROKEN["ferry/__init__.py"].rstrip() + comment}
    files = {**waived, **{f"base:{path}": text for path, text in BROKEN.items()}}
    folder = repository(files, log="main, light: reviewed\nbase")

    assert audit(folder).returncode == 0
    assert audit(folder, BASE_SHA="reviewed").returncode == 0
    assert audit(folder, BASE_SHA="base", GITHUB_EVENT_NAME="pull_request").returncode == 1


def test_fetching_the_base_leaves_a_full_clone_full(
    repository: Repository, audit: Step, tmp_path: Path
) -> None:
    origin, clone = (
        repository({**CLEAN, "base:VERSION": "1"}, log="main, tag: v1.0.0\nbase"),
        tmp_path / "clone",
    )
    subprocess.run(
        ["git", "clone", "-q", "--single-branch", "--branch=main", origin.as_uri(), clone], check=True
    )
    new = ["git", "-C", str(origin), "-c", "user.name=Example", "-c", "user.email=someone@example.com"]
    subprocess.run([*new, "commit-tree", "-m", "new", "main^{tree}"], check=True, capture_output=True)
    tree = subprocess.run(
        [*new, "commit-tree", "-m", "new", "main^{tree}"], check=True, capture_output=True, text=True
    )
    subprocess.run(["git", "-C", origin, "update-ref", "refs/heads/base", tree.stdout.strip()], check=True)
    audit(clone, BASE_SHA=tree.stdout.strip())

    assert not (clone / ".git" / "shallow").exists()


def test_a_base_that_the_checkout_lacks_is_fetched(
    repository: Repository, audit: Step, tmp_path: Path
) -> None:
    files = {**BROKEN, "relaudit.toml": WAIVER, "base:relaudit.toml": "", "base:VERSION": "1"}
    origin, clone = repository(files, log="main\nbase"), tmp_path / "clone"
    base = subprocess.run(
        ["git", "-C", origin, "rev-parse", "base"], capture_output=True, text=True, check=True
    ).stdout.strip()
    subprocess.run(["git", "clone", "-q", "--depth=1", "--branch=main", origin.as_uri(), clone], check=True)
    assert (
        subprocess.run(
            ["git", "-C", clone, "cat-file", "-e", base], check=False, capture_output=True
        ).returncode
        != 0
    )

    assert audit(clone, BASE_SHA=base, GITHUB_EVENT_NAME="pull_request").returncode == 1


def test_a_base_that_cannot_be_had_is_an_error_and_no_pass(repository: Repository, audit: Step) -> None:
    done = audit(repository(CLEAN), BASE_SHA="f" * 40)

    assert done.returncode == 2
    assert "--policy-at: there is no revision" in done.stderr


def test_select_ignore_and_strict_are_passed_on(repository: Repository, audit: Step) -> None:
    folder = repository(BROKEN)

    assert audit(folder, INPUT_SELECT="changelog\n tags ").returncode == 0
    assert audit(folder, INPUT_IGNORE="version-files-agree").returncode == 0
    assert audit(folder, INPUT_SELECT="nonsense").returncode == 2
    assert (
        audit(repository({"pyproject.toml": "[project"}, name="broken"), INPUT_STRICT="true").returncode == 3
    )


@pytest.mark.parametrize(
    "value",
    [
        "$(touch owned)",
        "`touch owned`",
        "; touch owned",
        "%0A::error::owned",
        "--format=json",
        "a\n::error::owned",
    ],
)
def test_a_hostile_input_gets_nothing_through(repository: Repository, audit: Step, value: str) -> None:
    folder = repository(CLEAN)
    for name in ("INPUT_PATH", "INPUT_SELECT", "INPUT_IGNORE", "INPUT_POLICY", "BASE_SHA"):
        done = audit(folder, **{name: value})

        assert done.returncode == 2, name
        assert not (folder / "owned").exists()
        assert not [
            line for line in done.stdout.splitlines() + done.stderr.splitlines() if line.startswith("::")
        ]


@pytest.mark.parametrize("name", ["a%0A::error::owned.yml", "a\n::error::owned.yml", "a,line=1::owned.yml"])
def test_a_hostile_file_name_gets_nothing_through(repository: Repository, audit: Step, name: str) -> None:
    folder = repository(
        {
            "relaudit.toml": "[process.secrets.KEY]\n",
            ".github/workflows/ci.yml": "on: push\njobs: {a: {runs-on: x, steps: [run: a], env: {K: '${{ secrets.KEY }}'}}}\n",
        }
    )
    (folder / ".github" / "workflows" / name).write_text(
        "on: push\njobs: {a: {runs-on: x, steps: [run: a], env: {T: '${{ secrets.OTHER }}'}}}\n"
    )
    done = audit(folder)
    (line,) = [one for one in done.stdout.splitlines() if not one.startswith(WAITING)]
    properties, _, message = line.removeprefix("::warning ").partition("::")

    assert line.startswith("::warning file=")
    assert "%0A" not in line
    assert "title=secrets-are-documented" in properties.split(",")
    assert len([part for part in properties.split(",") if part.startswith("line=")]) == 1
    assert "OTHER" in message
