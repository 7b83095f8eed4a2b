"""The action, run by the runner: what it says, how it ends, and what cannot make it say anything else."""

import subprocess
from pathlib import Path

import pytest

from conftest import Repository
from logcommands import LEVELS
from oracle import GitHub
from ours import Audit, change, downloaded, evaluating, installed_path, python_path, run_action, uv_path
from relaudit.builtin import own
from results import Result
from rig import serving
from server import Fake
from world import Token, release

BROKEN = {
    "pyproject.toml": '[project]\nname = "ferry"\nversion = "2"\n',
    "ferry/__init__.py": '__version__ = "1"\n',
}
CLEAN = {"VERSION": "1.0.0", "CHANGELOG.md": "## 1.0.0\n"}
WAIVER = '[[waivers]]\nrule = "version-files-agree"\nreason = "mine"\nuntil = 2999-01-01\n'
USING = "on: push\njobs: {a: {runs-on: x, steps: [{run: 'twine ${{ secrets.KEY }}'}]}}\n"
HOSTILE = (
    "$(touch owned)",
    "`touch owned`",
    "; touch owned",
    "%0A::error::owned",
    "--format=json",
    "a\n::error::owned",
    "##[error]owned",
    "::add-mask::a",
    "a\r::set-output name=owned::a",
)

SOME = 6

source = pytest.fixture(downloaded, scope="session")
github = pytest.fixture(evaluating, scope="session")
fake = pytest.fixture(serving)


@pytest.fixture(scope="session")
def environment(source: Path, github: GitHub, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the first step makes, with uv."""
    folder = tmp_path_factory.mktemp("installed")
    (folder / "workspace").mkdir()
    path = uv_path(folder / "programs")
    done = run_action(github, source, folder / "workspace", folder / "scratch", path, {"select": "nonsense"})
    assert done.step("Install relaudit").exit_code == 0, done.log
    assert "'nonsense' is no rule" in done.log
    return folder / "scratch" / "temp" / "relaudit"


@pytest.fixture
def audit(source: Path, github: GitHub, environment: Path, tmp_path: Path) -> Audit:
    """Run the action on a folder; installing takes no time."""

    def run(workspace: Path, **more: object) -> Result:
        path = installed_path(tmp_path / "programs", environment)
        return run_action(github, source, workspace, tmp_path / "scratch", path, **more)  # type: ignore[arg-type]  # its own parameters

    return run


def code(done: Result) -> int:
    """How the audit ended; the action fails with it."""
    found = done.step("Audit").exit_code
    assert done.conclusion == ("failure" if found else "success")
    return found


def rev(folder: Path, name: str) -> str:
    done = subprocess.run(
        ["git", "-C", folder, "rev-parse", name], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_it_installs_the_code_of_its_own_ref(environment: Path, source: Path) -> None:
    (module,) = environment.glob("lib/python*/site-packages/relaudit/audit.py")

    assert module.read_text() == (source / "src" / "relaudit" / "audit.py").read_text()
    assert not [*environment.glob("lib/python*/site-packages/github")]


def test_it_installs_with_pip_where_there_is_no_uv(
    repository: Repository, source: Path, github: GitHub, tmp_path: Path
) -> None:
    path = python_path(tmp_path / "programs")
    done = run_action(github, source, repository(CLEAN, log="main, tag: v1.0.0"), tmp_path / "scratch", path)

    assert code(done) == 0, done.log
    assert (tmp_path / "scratch" / "temp" / "relaudit" / "bin" / "relaudit").exists()


def test_it_says_what_is_missing_where_python_is_too_old(
    repository: Repository, source: Path, github: GitHub, tmp_path: Path
) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("python3.13", "python3.12", "python3.11", "python3", "python"):
        (tools / name).write_text("#!/bin/sh\nexit 1\n")
        (tools / name).chmod(0o755)
    done = run_action(github, source, repository(CLEAN), tmp_path / "scratch", f"{tools}:/usr/bin:/bin")
    (error,) = done.annotations

    assert [(step.outcome, step.exit_code) for step in done.steps] == [("failure", 2), ("skipped", 0)]
    assert (error.name, error.properties) == ("error", {"title": "relaudit"})
    assert error.message.startswith("Python 3.11 or newer is needed")


def test_violations_fail_with_annotations_and_a_summary(repository: Repository, audit: Audit) -> None:
    done = audit(repository(BROKEN))
    first, place = done.commands[0], {"file": "ferry/__init__.py", "line": "1", "endLine": "1", "col": "15"}

    assert code(done) == 1, done.log
    assert first.name == "error"
    assert [*first.properties.items()][:4] == [*place.items()]
    assert first.properties["title"] == "version-files-agree"
    assert "version\\-files\\-agree" in done.summary


def test_a_clean_repository_passes(repository: Repository, audit: Audit) -> None:
    done = audit(repository(CLEAN, log="main, tag: v1.0.0"))
    waiting = [
        "1 rule waits for checks:read on GitHub: released-commit-was-green",
        "3 rules wait for metadata:read on GitHub: branches-are-protected, release-tags-are-protected, rulesets-are-enforced",
        "1 rule waits for administration:read on GitHub: releases-are-immutable",
        "2 rules wait for contents:read on GitHub: tags-have-releases, tags-stay-put",
    ]

    assert (code(done), done.log) == (0, "")
    assert [(one.name, dict(one.properties), one.message) for one in done.commands] == [
        ("notice", {"title": "unknown"}, line) for line in waiting
    ]
    assert "passed" in done.summary


def test_a_pull_request_is_judged_by_the_policy_of_its_base(repository: Repository, audit: Audit) -> None:
    files = {**BROKEN, "relaudit.toml": WAIVER, "base:relaudit.toml": "", "base:VERSION": "1"}
    folder = repository(files, log="main\nbase")
    event = change(rev(folder, "base"))

    assert code(audit(folder)) == 0
    assert code(audit(folder, event=event, event_name="pull_request")) == 1
    assert (
        code(
            audit(folder, event={"merge_group": {"base_sha": rev(folder, "base")}}, event_name="merge_group")
        )
        == 1
    )


def test_a_named_policy_is_that_of_the_base_too(repository: Repository, audit: Audit) -> None:
    files = {**BROKEN, "ci/p.toml": WAIVER, "base:ci/p.toml": "", "base:VERSION": "1"}
    folder = repository(files, log="main\nbase")

    assert code(audit(folder, inputs={"policy": "ci/p.toml"})) == 0
    assert code(audit(folder, inputs={"policy": "ci/p.toml"}, event=change(rev(folder, "base")))) == 1


def test_an_inline_waiver_of_the_change_itself_does_not_hold(repository: Repository, audit: Audit) -> None:
    comment = "  # relaudit: ignore[version-files-agree] until 2999-01-01 mine\n"
    waived = {**BROKEN, "ferry/__init__.py": BROKEN["ferry/__init__.py"].rstrip() + comment}
    files = {**waived, **{f"base:{path}": text for path, text in BROKEN.items()}}
    folder = repository(files, log="main, light: reviewed\nbase")

    assert code(audit(folder)) == 0
    assert code(audit(folder, event=change("reviewed"))) == 0
    assert code(audit(folder, event=change("base"), event_name="pull_request")) == 1


def test_a_change_from_a_fork_is_judged_by_the_base_and_its_empty_secrets_are_unknown(
    repository: Repository, audit: Audit
) -> None:
    off = "[rules.secrets-exist]\nseverity = 'off'\n"
    files = {".github/workflows/a.yml": USING, "relaudit.toml": off, "base:relaudit.toml": "", "base:.github/workflows/a.yml": USING}  # fmt: skip
    folder, asked = (
        repository(files, log="main\nbase"),
        {"select": "secrets-exist", "secrets-present": "KEY=false"},
    )
    fork, same = (
        audit(folder, inputs=asked, event=change(rev(folder, "base"), fork=fork), event_name="pull_request")
        for fork in (True, False)
    )

    assert (code(fork), {one.name for one in fork.commands}) == (0, {"notice"})
    assert "the calling workflow says that KEY is empty" in fork.commands[0].message
    assert (code(same), [one.name for one in same.commands]) == (1, ["error"])
    assert "KEY does not exist in the repository" in same.commands[0].message


def test_what_the_workflow_says_of_secrets_is_passed_on(repository: Repository, audit: Audit) -> None:
    folder = repository({".github/workflows/a.yml": USING})
    both = "OTHER=false\n  KEY=true\n"
    wrong = audit(folder, inputs={"secrets-present": "OTHER=true KEY=hunter2"})

    assert (
        code(audit(folder, inputs={"select": "secrets-exist", "secrets-present": both, "strict": "true"}))
        == 0
    )
    assert code(audit(folder, inputs={"select": "secrets-exist", "strict": "true"})) == 3
    assert code(wrong) == 2
    assert "--secrets-present takes NAME=true or NAME=false; number 2 is neither" in wrong.log
    assert "hunter2" not in wrong.log


def test_with_a_token_github_is_asked_and_the_token_is_shown_nowhere(
    repository: Repository, source: Path, github: GitHub, tmp_path: Path, fake: Fake
) -> None:
    page = fake.url.removesuffix("/api/v3")
    folder = repository({"VERSION": "1.1.0"}, "main, tag: v1.1.0")
    subprocess.run(["git", "-C", folder, "remote", "add", "origin", f"{page}/acme/ferry.git"], check=True)
    fake.world.repositories["acme/ferry"].releases = [release("v1.1.0", draft=True, published_at=None)]
    fake.world.tokens["a-token"] = Token({"metadata": "read", "contents": "write"}, can_push=True)
    path, said = uv_path(tmp_path / "programs"), {"server_url": page}
    inputs = {"select": "tags-have-releases", "token": "a-token"}
    done = run_action(github, source, folder, tmp_path / "scratch", path, inputs, said=said)

    assert code(done) == 0, done.log
    assert [(one.name, one.properties["title"]) for one in done.commands] == [
        ("warning", "tags-have-releases")
    ]
    assert all("a-token" in headers["Authorization"] for _, headers in fake.requests)
    assert "a-token" not in done.log + done.summary + str(done.commands)


def test_without_a_token_nobody_is_asked(
    repository: Repository, audit: Audit, fake: Fake, tmp_path: Path
) -> None:
    page = fake.url.removesuffix("/api/v3")
    folder = repository({"VERSION": "1.1.0"}, "main, tag: v1.1.0")
    subprocess.run(["git", "-C", folder, "remote", "add", "origin", f"{page}/acme/ferry.git"], check=True)
    done = audit(
        folder, inputs={"select": "tags-have-releases"}, said={"server_url": page, "token": "a-token"}
    )

    assert (code(done), len(fake.requests)) == (0, 0)
    assert not (tmp_path / "programs" / "gh.called").exists()
    assert done.commands[0].message == "1 rule waits for contents:read on GitHub: tags-have-releases"


def test_fetching_the_base_leaves_a_full_clone_full(
    repository: Repository, audit: Audit, tmp_path: Path
) -> None:
    files = {**CLEAN, "base:VERSION": "1"}
    origin, clone = repository(files, log="main, tag: v1.0.0\nbase"), tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "-q", "--single-branch", "--branch=main", origin.as_uri(), clone], check=True
    )
    new = ["git", "-C", str(origin), "-c", "user.name=Example", "-c", "user.email=someone@example.com"]
    tree = subprocess.run(
        [*new, "commit-tree", "-m", "new", "main^{tree}"], check=True, capture_output=True, text=True
    ).stdout.strip()
    subprocess.run(["git", "-C", origin, "update-ref", "refs/heads/base", tree], check=True)
    audit(clone, event=change(tree))

    assert rev(clone, f"{tree}^{{commit}}") == tree
    assert not (clone / ".git" / "shallow").exists()


def test_a_base_that_the_checkout_lacks_is_fetched(
    repository: Repository, audit: Audit, tmp_path: Path
) -> None:
    files = {**BROKEN, "relaudit.toml": WAIVER, "base:relaudit.toml": "", "base:VERSION": "1"}
    origin, clone = repository(files, log="main\nbase"), tmp_path / "clone"
    base = rev(origin, "base")
    subprocess.run(["git", "clone", "-q", "--depth=1", "--branch=main", origin.as_uri(), clone], check=True)
    lacking = subprocess.run(["git", "-C", clone, "cat-file", "-e", base], check=False, capture_output=True)

    assert lacking.returncode != 0
    assert code(audit(clone, event=change(base), event_name="pull_request")) == 1


def test_a_base_that_cannot_be_had_is_an_error_and_no_pass(repository: Repository, audit: Audit) -> None:
    done = audit(repository(CLEAN), event=change("f" * 40))

    assert code(done) == 2
    assert "--policy-at: there is no revision" in done.log


def test_select_ignore_and_strict_are_passed_on(repository: Repository, audit: Audit) -> None:
    folder = repository(BROKEN)
    unreadable = repository({"pyproject.toml": "[project"}, name="broken")

    assert code(audit(folder, inputs={"select": "changelog\n tags "})) == 0
    assert code(audit(folder, inputs={"ignore": "version-files-agree"})) == 0
    assert code(audit(folder, inputs={"select": "nonsense"})) == 2
    assert code(audit(unreadable, inputs={"strict": "true"})) == 3


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_input_gets_nothing_through(repository: Repository, audit: Audit, value: str) -> None:
    folder = repository(CLEAN)
    for name in ("path", "select", "ignore", "policy", "secrets-present", ""):
        done = audit(folder, inputs={name: value} if name else {}, event=None if name else change(value))

        assert code(done) == 2, name
        assert not (folder / "owned").exists()
        assert done.commands == [], name


@pytest.mark.parametrize(
    "name",
    [
        "a%0A::error::owned.yml",
        "a\n::error::owned.yml",
        "a\r::error::owned.yml",
        "a,line=1::owned.yml",
        "::error::owned.yml",
        "##[error]owned.yml",
        "::add-mask::a.yml",
    ],
)
def test_a_hostile_file_name_gets_nothing_through(repository: Repository, audit: Audit, name: str) -> None:
    documented = {"relaudit.toml": "[process.secrets.KEY]\n", ".github/workflows/ci.yml": USING}
    folder = repository(documented)
    (folder / ".github" / "workflows" / name).write_text(USING.replace("KEY", "OTHER"))
    done = audit(folder)
    (finding,) = [one for one in done.commands if one.properties["title"] != "unknown"]
    shown = name.replace("\n", "\\n").replace("\r", "\\r").replace("##[", "#\\x23[")

    assert finding.name == "warning"
    assert list(finding.properties) == ["file", "line", "endLine", "col", "endColumn", "title"]
    assert finding.properties["file"] == f".github/workflows/{shown}"
    assert finding.properties["title"] == "secrets-are-documented"
    assert "OTHER" in finding.message
    assert done.log == ""


@pytest.mark.parametrize("value", HOSTILE)
def test_what_files_and_history_say_gets_nothing_through(
    repository: Repository, audit: Audit, value: str
) -> None:
    quoted = value.replace("\n", "\\n").replace("\r", "\\r")
    folder = repository(
        {
            "pyproject.toml": f'[project]\nname = "ferry"\nversion = "{quoted}"\n',
            "ferry/__init__.py": f'__version__ = "1 {quoted}"\n',
            "CHANGELOG.md": f"# {value}\n\n## [1.0.{value}] - {value}\n\n## {value}\n",
            ".github/workflows/a.yml": f'on: push\n"{quoted}": x\njobs: {{"{quoted}": {{needs: "{quoted}"}}}}\n',
            ".github/workflows/b.yml": f'on: {{push: {{branches: ["{quoted}"]}}}}\njobs: {{a: {{runs-on: x, if: "{quoted}", environment: "{quoted}", steps: [{{uses: "{quoted}", id: "{quoted}"}}, {{run: "twine upload {quoted}"}}]}}}}\n',
            "setup.cfg": f"[bumpversion]\ncurrent_version = {quoted}\n[bumpversion:file:{quoted}]\n",
        },
        log=f"main, tag: v1.0.0 | {quoted}",
    )
    done = audit(folder)
    titles = {rule.id for rule in own().rules} | {"unknown"}

    assert code(done) == 1
    assert (done.log, done.outputs, done.step("Audit").log.masks) == ("", {}, [])
    assert {one.name for one in done.commands} <= LEVELS
    assert {one.properties["title"].removeprefix("unknown: ") for one in done.commands} <= titles
    assert len(done.commands) > SOME
    assert not [
        one
        for one in done.commands
        for text in (one.message, *one.properties.values())
        if not text.isprintable()
    ]
