"""A local audit asks GitHub when it may, and opens no connection when it may not."""

import json
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from conftest import Repository as Made
from relaudit.cli import run as main
from rig import serving
from server import Fake
from world import Token, release

fake = pytest.fixture(serving)


def checkout(made: Made, url: str) -> Path:
    files = {"pyproject.toml": '[project]\nname = "ferry"\nversion = "1.1.0"\n'}
    folder = made(files, "main, tag: v1.1.0 | Today\ntag: v1.0.0 | Then")
    subprocess.run(["git", "-C", folder, "remote", "add", "origin", f"{url}/acme/ferry.git"], check=True)
    return folder


def verdict(capsys: pytest.CaptureFixture[str], *arguments: str) -> Mapping[str, Any]:
    main(["check", *arguments, "--format", "json", "--select", "tags-have-releases"])
    told = json.loads(capsys.readouterr().out)
    found: Mapping[str, Any] = told["repositories"][0]["verdicts"][0]
    return found


@pytest.fixture
def page(fake: Fake) -> str:
    fake.world.repositories["acme/ferry"].releases = [
        release("v1.0.0"),
        release("v1.1.0", draft=True, published_at=None),
    ]
    return fake.url.removesuffix("/api/v3")


def test_a_token_and_a_remote_are_enough(
    fake: Fake,
    page: str,
    repository: Made,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fake.world.tokens["a-token"] = Token({"metadata": "read", "contents": "write"}, can_push=True)
    monkeypatch.setenv("GH_ENTERPRISE_TOKEN", "a-token")
    told = verdict(capsys, str(checkout(repository, page)), "--github-url", page)

    assert told["status"] == "failed"
    assert [finding["subject"] for finding in told["findings"]] == ["v1.1.0"]
    assert {
        target.partition("?")[0].removeprefix("/api/v3/repos/acme/ferry") for target, _ in fake.requests
    } == {"", "/releases"}


def test_without_a_token_it_has_to_be_demanded(
    fake: Fake, page: str, repository: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = checkout(repository, page)
    silent = verdict(capsys, str(folder), "--github-url", page)
    asked = len(fake.requests)
    verdict(capsys, str(folder), "--github-url", page, "--online")

    assert (silent["status"], asked, len(fake.requests) > 0) == ("unknown", 0, True)
    assert silent["unknowns"] == [
        {
            "evidence": "Releases",
            "reason": "no-token",
            "needs": "contents:read on GitHub",
            "detail": f"there is no token for {page.removeprefix('http://')}",
        }
    ]


@pytest.mark.parametrize("arguments", [["--offline"], []])
def test_no_connection_is_made_unless_it_may_be(
    repository: Made,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a connection")

    if arguments:
        monkeypatch.setenv("GITHUB_TOKEN", "a-token")
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.setattr(socket, "socket", refused)
    told = verdict(capsys, str(checkout(repository, "https://github.com")), *arguments)

    assert told["status"] == "unknown"


def test_a_token_for_one_server_is_not_given_to_another(
    fake: Fake,
    page: str,
    repository: Made,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "that-of-github")
    verdict(capsys, str(checkout(repository, page)), "--github-url", page, "--online")

    assert fake.requests
    assert all("Authorization" not in headers for _, headers in fake.requests)


def test_online_without_a_remote_is_an_error(repository: Made, capsys: pytest.CaptureFixture[str]) -> None:
    exit_code = main(["check", str(checkout(repository, "https://gitlab.com")), "--online"])

    assert exit_code == 2
    assert "no remote of" in capsys.readouterr().err
