"""Signed tags: git tells that there is a signature, GitHub whether it is one; and the runs of workflows, of the files as they are."""

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from conftest import Repository as Made
from history import run
from relaudit.cli import run as main
from rig import serving
from server import Fake
from world import Body, Repository, Token

fake = pytest.fixture(serving)
SIGNATURE = "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n"
CI = ".github/workflows/ci.yml"
FILES = {
    "relaudit.toml": "[process.tags]\npattern = 'v{version}'\nsigned = true\n",
    "pyproject.toml": "[project]\nname = 'ferry'\nversion = '1.0.0'\n",
    CI: "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps: [{run: pytest}]\n",
}
Verdict = Callable[..., Mapping[str, Any]]


def git(folder: Path, *arguments: str, text: str = "") -> str:
    done = subprocess.run(
        ["git", "-C", folder, *arguments], input=text, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def folder(fake: Fake, repository: Made, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = repository(FILES, "main | Today\n | Yesterday")
    page = fake.url.removesuffix("/api/v3")
    git(made, "remote", "add", "origin", f"{page}/acme/ferry")
    fake.world.repositories["acme/ferry"] = Repository(folder=made)
    fake.world.tokens["a-token"] = Token({"metadata": "read", "contents": "read", "actions": "read"})
    monkeypatch.setenv("GH_ENTERPRISE_TOKEN", "a-token")
    return made


@pytest.fixture
def verdict(fake: Fake, folder: Path, capsys: pytest.CaptureFixture[str]) -> Verdict:
    def told(rule: str) -> Mapping[str, Any]:
        main(
            [
                "check",
                str(folder),
                "--github-url",
                fake.url.removesuffix("/api/v3"),
                "--format",
                "json",
                "--select",
                rule,
            ]
        )
        found: Mapping[str, Any] = json.loads(capsys.readouterr().out)["repositories"][0]["verdicts"][0]
        return found

    return told


def signed(folder: Path) -> str:
    """Makes `v1.0.0`, a tag with something like a signature; its name."""
    head = git(folder, "rev-parse", "HEAD")
    text = f"object {head}\ntype commit\ntag v1.0.0\ntagger Maria <maria@example.com> 1767225600 +0000\n\nOne.\n{SIGNATURE}"
    oid = git(folder, "hash-object", "-t", "tag", "-w", "--stdin", text=text)
    git(folder, "update-ref", "refs/tags/v1.0.0", oid)
    return oid


def checked(reason: str, *, is_verified: bool) -> Body:
    return {
        "verification": {
            "verified": is_verified,
            "reason": reason,
            "payload": "x",
            "signature": "x",
            "verified_at": None,
        }
    }


def test_a_signature_that_github_cannot_verify_is_none(fake: Fake, folder: Path, verdict: Verdict) -> None:
    fake.world.repositories["acme/ferry"].tags = {signed(folder): checked("unknown_key", is_verified=False)}
    told = verdict("tags-are-annotated")

    assert told["status"] == "failed"
    assert [one["message"] for one in told["findings"]] == [
        "GitHub cannot verify the signature of v1.0.0: unknown_key"
    ]


def test_one_that_it_has_verified_is_one(fake: Fake, folder: Path, verdict: Verdict) -> None:
    fake.world.repositories["acme/ferry"].tags = {signed(folder): checked("valid", is_verified=True)}

    assert verdict("tags-are-annotated")["status"] == "passed"


@pytest.mark.assumed
def test_one_that_github_does_not_tell_of_is_unknown(folder: Path, verdict: Verdict) -> None:
    signed(folder)

    assert verdict("tags-are-annotated")["status"] == "unknown"


@pytest.mark.parametrize(("more", "status"), [("", "failed"), ("# once more\n", "passed")])
def test_a_run_counts_while_the_file_is_what_it_was(
    fake: Fake, folder: Path, verdict: Verdict, more: str, status: str
) -> None:
    before = git(folder, "rev-parse", "HEAD")
    (folder / CI).write_text(FILES[CI] + more)
    git(folder, "commit", "--quiet", "--all", "--allow-empty", "-m", "More")
    fake.world.repositories["acme/ferry"].runs = [run(1, CI, "startup_failure", before)]

    assert verdict("workflows-can-start")["status"] == status
