"""A repository on GitHub is audited without a clone, and by its files no other way than a clone of it."""

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from conftest import Repository as Made
from guards import protection
from relaudit.cli import run as main
from relaudit.core.model import Unknown
from relaudit.sources.github.tree import TreeOnGitHub
from relaudit.sources.recorded import Recorded
from rig import serving
from server import Fake
from world import Repository, Token

fake = pytest.fixture(serving)
Told = Mapping[str, Mapping[str, Any]]
Audited = Callable[..., Told]
FILES = {
    "pyproject.toml": '[project]\nname = "ferry"\nversion = "1.1.0"\n',
    "src/ferry/__init__.py": '__version__ = "1.0.0"\n',
    "CHANGELOG.md": "# Changelog\n\n## 1.0.0 - 2026-01-01\n\n- More.\n",
    ".github/workflows/release.yml": "on: {push: {tags: ['v*']}}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n"
    "      - uses: actions/checkout@v4\n      - run: pytest || true\n      - run: ./scripts/upload.sh\n",
    "scripts/upload.sh": "set -e\npython -m build\ntwine upload dist/* || echo there\n",
    "docs/a file with spaces.md": "1.0.0\n",
}
HISTORY = ("history", "tags")


@pytest.fixture
def audited(capsys: pytest.CaptureFixture[str]) -> Audited:
    def run(*arguments: str) -> Told:
        main(["check", *arguments, "--format", "json"])
        said = json.loads(capsys.readouterr().out)
        return {one["rule"]: one for one in said["repositories"][0]["verdicts"]}

    return run


def page_of(fake: Fake, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    fake.world.repositories["acme/ferry"] = Repository(folder=folder)
    fake.world.tokens["a-token"] = Token({"metadata": "read", "contents": "read"})
    monkeypatch.setenv("GH_ENTERPRISE_TOKEN", "a-token")
    return fake.url.removesuffix("/api/v3")


def agree(here: Told, there: Told) -> None:
    """The same verdict by the same findings; what waits for history may be unknown, and says what it waits for."""
    for rule, verdict in here.items():
        told = there[rule]
        waits = [one for one in told["unknowns"] if one["needs"] == "a clone"]
        findings = [[one["message"] for one in each["findings"]] for each in (verdict, told)]

        assert findings[0] == findings[1] or waits, rule
        assert verdict["status"] == told["status"] or waits, rule
        assert not waits or told["status"] in ("unknown", "failed"), rule


@pytest.mark.assumed
def test_by_its_files_it_is_judged_as_a_clone_is(
    fake: Fake, repository: Made, monkeypatch: pytest.MonkeyPatch, audited: Audited
) -> None:
    folder = repository(FILES, "main, tag: v1.1.0 | Today\ntag: v1.0.0 | Then")
    page = page_of(fake, folder, monkeypatch)
    subprocess.run(["git", "-C", folder, "remote", "add", "origin", f"{page}/acme/ferry"], check=True)
    here, there = audited(str(folder), "--github-url", page), audited("acme/ferry", "--github-url", page)

    agree(here, there)
    assert {
        there[rule]["status"]
        for rule in ("version-files-agree", "gates-can-fail", "publish-failures-are-visible")
    } == {"failed"}


@pytest.mark.assumed
def test_a_real_project_is_judged_as_a_clone_of_it_is(
    fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, audited: Audited
) -> None:
    project = Path(__file__).parents[2]
    folder = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", "--no-local", project, folder], check=True)
    subprocess.run(["git", "-C", folder, "checkout", "--quiet", "-B", "main"], check=True)
    page = page_of(fake, folder, monkeypatch)
    subprocess.run(["git", "-C", folder, "remote", "remove", "origin"], check=True)  # and its branches
    subprocess.run(["git", "-C", folder, "remote", "add", "origin", f"{page}/acme/ferry"], check=True)
    here, there = audited(str(folder), "--github-url", page), audited("acme/ferry", "--github-url", page)

    agree(here, there)


@pytest.mark.assumed
def test_a_revision_may_be_named(
    fake: Fake, repository: Made, monkeypatch: pytest.MonkeyPatch, audited: Audited
) -> None:
    text = "on: push\njobs: {{a: {{runs-on: ubuntu-latest, steps: [{{run: {}}}]}}}}\n"
    now, then = (text.format(command) for command in ("pytest", "pytest || true"))
    path = ".github/workflows/ci.yml"
    folder = repository({path: now, f"v1.0.0:{path}": then}, "main, tag: v1.1.0 | Today\ntag: v1.0.0 | Then")
    page = page_of(fake, folder, monkeypatch)
    told = [
        audited(target, "--github-url", page)["gates-can-fail"]["status"]
        for target in ("acme/ferry", "acme/ferry@v1.0.0")
    ]

    assert told == ["passed", "failed"]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("acme/boat", "acme/boat cannot be read: GitHub answers 404: Not Found"),
        ("acme/ferry@v9", "there is no revision 'v9'"),
    ],
)
def test_what_is_not_there_is_said(
    fake: Fake,
    repository: Made,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    target: str,
    said: str,
) -> None:
    page = page_of(fake, repository(FILES), monkeypatch)

    assert main(["check", target, "--github-url", page]) == 2
    assert said in capsys.readouterr().err


def test_without_a_token_it_has_to_be_demanded(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "acme/ferry"]) == 2
    assert "give --online" in capsys.readouterr().err


def test_it_cannot_be_mended(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "acme/ferry", "--fix"]) == 2
    assert "neither mended nor read offline" in capsys.readouterr().err


@pytest.mark.assumed
def test_a_token_that_may_read_the_files_is_told_once_what_it_lacks(
    fake: Fake, repository: Made, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workflow = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    environment: pypi\n    steps: [{run: './up ${{ secrets.KEY }} ${{ secrets.OTHER }}'}]\n"
    policy = "[process.branches.main]\nrole = 'production'\ndirect-pushes = false\n"
    folder = repository({".github/workflows/up.yml": workflow, "relaudit.toml": policy})
    page = page_of(fake, folder, monkeypatch)
    fake.world.tokens["a-token"] = Token({"metadata": "read", "contents": "read"})
    fake.world.repositories["acme/ferry"].protections["main"] = protection()
    fake.world.repositories["acme/ferry"].environments["pypi"] = ["KEY"]
    code = main(
        [
            "check",
            "acme/ferry",
            "--github-url",
            page,
            "--strict",
            "--select",
            "secrets",
            "--select",
            "protection",
        ]
    )
    waiting = [line for line in capsys.readouterr().out.splitlines() if "on GitHub" in line]

    assert code == 3
    assert waiting == [
        "unknown: 6 rules wait for administration:read on GitHub: branches-are-protected, direct-pushes-are-blocked, pull-requests-are-required, releases-are-immutable, required-checks-always-report, required-checks-exist",
        "unknown: 3 rules wait for secrets:read on GitHub: documented-secrets-are-used, secrets-are-fresh, secrets-exist",
        "unknown: 3 rules wait for environments:read on GitHub: documented-secrets-are-used, secrets-are-fresh, secrets-exist",
    ]


@pytest.mark.assumed
def test_a_repository_that_was_renamed_keeps_all_of_its_files(
    fake: Fake, repository: Made, monkeypatch: pytest.MonkeyPatch, audited: Audited
) -> None:
    page = page_of(fake, repository(FILES, "main, tag: v1.1.0 | Today"), monkeypatch)
    fake.world.moved["acme/boat"] = "acme/ferry"
    told = [audited(target, "--github-url", page) for target in ("acme/boat", "acme/ferry")]

    assert told[0]["gates-can-fail"]["status"] == "failed"
    assert told[0] == told[1]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"tree": [], "sha": "x"},
        {"tree": {}, "truncated": False},
        {"tree": [{"path": "a", "mode": "100644"}], "truncated": False},
        {"tree": ["a"], "truncated": False},
        {"tree": [{"path": "a/b", "mode": "100644", "sha": "y"}], "truncated": False},
    ],
)
def test_a_listing_that_is_none_is_unknown(body: object) -> None:
    tree = TreeOnGitHub(Recorded({"/git/trees/x": body}), "x")

    assert isinstance(tree.paths(), Unknown)
    assert isinstance(tree.read("a"), Unknown)


@pytest.mark.parametrize(
    "blob",
    [
        {"content": "abc", "encoding": "base64"},
        {"content": "é", "encoding": "base64"},
        {"content": "", "encoding": "base64"},
        {},
    ],
)
def test_a_file_that_is_cut_off_is_unknown(blob: object) -> None:
    item = {"path": "a", "mode": "100644", "type": "blob", "sha": "y", "size": 3}
    tree = TreeOnGitHub(
        Recorded({"/git/trees/x": {"tree": [item], "truncated": False}, "/git/blobs/y": blob}), "x"
    )

    assert isinstance(tree.read("a"), Unknown)
