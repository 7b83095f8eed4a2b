"""The half of the two seed processes that GitHub's settings hold: obeyed, every rule passes; violated, the one that says so fails."""

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from conftest import Repository as Made
from history import check, merged, push, run
from relaudit.cli import run as main
from rig import serving
from seeded import GUARDS, OPENMUX, TAGS, X0TTA, guarded, openmux, x0tta
from server import Fake
from world import Repository, Token

fake = pytest.fixture(serving)
POLICIES = Path(__file__).parents[1] / "seeds"
ALL = ("metadata", "contents", "actions", "secrets", "environments", "pull_requests", "checks", "statuses")
Commits = Sequence[str]
Change = Callable[[Repository, Commits], None]
Told = Mapping[str, Mapping[str, Any]]
Ask = Callable[[str, Change | None], Told]
DIRECT, TARGETS, APPROVALS = (
    "no-direct-commits",
    "pull-requests-target-allowed-branches",
    "pull-requests-are-required",
)


@pytest.fixture
def ask(
    fake: Fake, repository: Made, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Ask:
    def asked(seed: str, change: Change | None) -> Told:
        files, setup, tag = (OPENMUX, openmux, "v0.2.0") if seed == "openmux" else (X0TTA, x0tta, "v3.4.0")
        folder = repository(files, f"main, develop, tag: {tag} | Release\n | Mast\n | Hull")
        page = fake.url.removesuffix("/api/v3")
        subprocess.run(["git", "-C", folder, "remote", "add", "origin", f"{page}/acme/ferry"], check=True)
        log = subprocess.run(
            ["git", "-C", folder, "log", "--format=%H"], check=True, capture_output=True, text=True
        )
        commits = log.stdout.split()
        one = fake.world.repositories["acme/ferry"] = Repository(folder=folder)
        setup(one, commits)
        if change is not None:
            change(one, commits)
        fake.world.tokens["a-token"] = Token(
            {**dict.fromkeys(ALL, "read"), "administration": "write"}, is_admin=True, can_push=True
        )
        monkeypatch.setenv("GH_ENTERPRISE_TOKEN", "a-token")
        main(
            [
                "check",
                str(folder),
                "--github-url",
                page,
                "--format",
                "json",
                "--policy",
                str(POLICIES / f"{seed}.toml"),
            ]
        )
        said = json.loads(capsys.readouterr().out)
        return {verdict["rule"]: verdict for verdict in said["repositories"][0]["verdicts"]}

    return asked


def pulls(*every: Mapping[str, Any]) -> Change:
    def change(one: Repository, _: Commits) -> None:
        one.pulls = [*map(dict, every), *one.pulls]

    return change


def directly(one: Repository, commits: Commits) -> None:
    one.brought = {
        number: [oid for oid in brought if oid != commits[1]] for number, brought in one.brought.items()
    }
    one.activity = [push(commits[1])]


def never_ran(one: Repository, commits: Commits) -> None:
    one.runs = [run(1, ".github/workflows/ci.yml", "failure", commits[0])]


def approvals(number: int) -> Change:
    def change(one: Repository, _: Commits) -> None:
        one.rules = {branch: guarded(number) for branch in one.rules}

    return change


def required(*contexts: str) -> Change:
    def change(one: Repository, _: Commits) -> None:
        one.rules["main"] = guarded(1, *contexts)

    return change


def without(*secrets: str) -> Change:
    def change(one: Repository, _: Commits) -> None:
        one.secrets = [name for name in one.secrets if name not in secrets]

    return change


def movable(one: Repository, _: Commits) -> None:
    one.is_immutable = False
    one.rulesets = [each for each in one.rulesets if each["id"] != TAGS]
    one.releases = [each | {"immutable": False} for each in one.releases]


def passable(one: Repository, _: Commits) -> None:
    (guards,) = [each for each in one.rulesets if each["id"] == GUARDS]
    guards["bypass_actors"] = [{"actor_type": "RepositoryRole", "actor_id": 5, "bypass_mode": "always"}]


def token_reads(one: Repository, _: Commits) -> None:
    one.workflow_token["default_workflow_permissions"] = "read"


def red(one: Repository, commits: Commits) -> None:
    one.checks[commits[0]][1] = check("test (3.11)", "failure")


ROWS = [
    ("A2", "openmux", TARGETS, pulls(merged(9, "main", "develop")), "#9 merged main into develop"),
    ("A14", "openmux", "workflows-can-start", never_ran, "GitHub started no job in the last run"),
    ("A35", "openmux", DIRECT, directly, "was pushed to main by maria"),
    ("A35", "openmux", TARGETS, pulls(merged(9, "feature/x")), "#9 merged feature/x into main"),
    ("A36", "openmux", APPROVALS, approvals(0), "needs 0 of the 1 approvals"),
    ("A43", "openmux", TARGETS, pulls(merged(9, "hotfix/now")), "#9 merged hotfix/now into main"),
    ("A51", "openmux", "secrets-exist", without("PYPI_TOKEN"), "the secret PYPI_TOKEN does not exist"),
    ("A54", "openmux", "releases-are-immutable", movable, "the latest release is not immutable"),
    ("A54", "openmux", "release-tags-are-protected", movable, "can be moved and deleted"),
    ("A63", "openmux", "direct-pushes-are-blocked", passable, "main can be pushed to by administrators"),
    ("A63", "openmux", DIRECT, directly, "was pushed to main by maria"),
    ("A69", "openmux", "required-checks-exist", required("test (3.9)"), "main requires the check test (3.9)"),
    ("A70", "openmux", "documented-protection-matches", token_reads, "may read by default, and the process says write"),
    ("B2", "x0tta6bl4", APPROVALS, approvals(0), "needs 0 of the 1 approvals"),
    ("B2", "x0tta6bl4", DIRECT, directly, "was pushed to main by maria"),
    ("B43", "x0tta6bl4", TARGETS, pulls(merged(9, "feat/x")), "#9 merged feat/x into main"),
    ("B46", "x0tta6bl4", APPROVALS, approvals(0), "needs 0 of the 1 approvals"),
    ("B54", "x0tta6bl4", "released-commit-was-green", red, "test (3.11) ended with failure on the commit of v3.4.0"),
    ("B62", "x0tta6bl4", "secrets-exist", without("PYPI_API_TOKEN"), "the secret PYPI_API_TOKEN does not exist"),
    ("B70", "x0tta6bl4", TARGETS, pulls(merged(9, "fix/analyzer-bug")), "#9 merged fix/analyzer-bug into main"),
]  # fmt: skip


@pytest.mark.parametrize("seed", ["openmux", "x0tta6bl4"])
def test_what_is_documented_and_obeyed_passes(ask: Ask, seed: str) -> None:
    told = ask(seed, None)

    assert {
        rule: told[rule] for _, one, rule, _, _ in ROWS if one == seed and told[rule]["status"] != "passed"
    } == {}


@pytest.mark.parametrize(
    ("row", "seed", "rule", "change", "said"), ROWS, ids=lambda one: one if isinstance(one, str) else ""
)
def test_what_is_documented_and_violated_fails(
    ask: Ask, row: str, seed: str, rule: str, change: Change, said: str
) -> None:
    told = ask(seed, change)[rule]

    assert told["status"] == "failed", row
    assert any(said in finding["message"] for finding in told["findings"]), told["findings"]


@pytest.mark.parametrize("more", [[], ["CODECOV_TOKEN"]])
def test_a_secret_that_is_optional_may_be_missing_and_the_automatic_one_is_always_there(
    ask: Ask, more: list[str]
) -> None:
    """B63 and B64."""

    def change(one: Repository, _: Commits) -> None:
        one.secrets += more

    assert ask("x0tta6bl4", change)["secrets-exist"]["status"] == "passed"
