"""The key of an App in the environment is all that an audit takes; it is in nothing that is printed or written."""

import json
import logging
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from apps import key_pair
from conftest import Repository as Made
from relaudit.cli import run as main
from rig import serving
from server import Fake
from world import App, Installation, Repository, Token, release

fake = pytest.fixture(serving)
HELD = {
    "metadata": "read",
    "contents": "write",
    "administration": "read",
    "secrets": "read",
    "actions": "read",
}
FILES = {
    "pyproject.toml": '[project]\nname = "ferry"\nversion = "1.1.0"\n',
    ".github/workflows/ci.yml": "on: push\njobs: {a: {runs-on: ubuntu-latest, steps: [{run: pytest || true}]}}\n",
}
LOG = "main, tag: v1.1.0 | Today\ntag: v1.0.0 | Then"
BOTH = pytest.mark.parametrize("is_named", [False, True], ids=["a clone", "by its name"])


@pytest.fixture
def folder(fake: Fake, repository: Made, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone of a private repository, of which one tag has no release; an App is installed on it."""
    made = repository(FILES, LOG)
    page = fake.url.removesuffix("/api/v3")
    subprocess.run(["git", "-C", made, "remote", "add", "origin", f"{page}/acme/ferry.git"], check=True)
    releases = [release("v1.0.0")]
    fake.world.repositories["acme/ferry"] = Repository(folder=made, is_private=True, releases=releases)
    fake.world.apps["7"] = App(key_pair()[1], [Installation(31, ["acme/ferry"], HELD)])
    monkeypatch.setenv("RELAUDIT_APP_ID", "7")
    monkeypatch.setenv("RELAUDIT_APP_PRIVATE_KEY", key_pair()[0].replace("\n", "\\n"))
    monkeypatch.setenv("RELAUDIT_APP_SERVER", page)
    return made


def target(fake: Fake, folder: Path, *, is_named: bool) -> list[str]:
    return ["acme/ferry" if is_named else str(folder), "--github-url", fake.url.removesuffix("/api/v3")]


def verdicts(capsys: pytest.CaptureFixture[str], *arguments: str) -> Mapping[str, Any]:
    main(["check", *arguments, "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    return {one["rule"]: one for one in told["repositories"][0]["verdicts"]}


def test_a_clone_is_audited_without_an_extra_step(
    fake: Fake, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = verdicts(capsys, *target(fake, folder, is_named=False), "--select", "tags-have-releases")

    assert [one["subject"] for one in told["tags-have-releases"]["findings"]] == ["v1.1.0"]


@pytest.mark.assumed
def test_a_repository_is_audited_by_its_name(
    fake: Fake, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake.world.repositories["acme/ferry"].is_immutable = True
    told = verdicts(capsys, *target(fake, folder, is_named=True))

    assert told["gates-can-fail"]["status"] == "failed"
    assert told["releases-are-immutable"]["status"] == "passed"


@pytest.mark.assumed
def test_many_repositories_take_one_token(fake: Fake, folder: Path) -> None:
    fake.world.repositories["acme/boat"] = Repository(full_name="acme/boat", folder=folder, is_private=True)
    fake.world.apps["7"].installations[0].repositories = ["acme/ferry", "acme/boat"]
    page = fake.url.removesuffix("/api/v3")
    main(["check", "acme/ferry", "acme/boat", "--github-url", page])
    asked = [path for path, _ in fake.requests if path.endswith("/access_tokens")]

    assert len(asked) == 1


@pytest.mark.assumed
def test_an_app_goes_before_a_token(
    fake: Fake, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake.world.tokens["a-token"] = Token({"metadata": "read"})
    for name in ("GITHUB_TOKEN", "GH_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"):
        monkeypatch.setenv(name, "a-token")
    verdicts(capsys, *target(fake, folder, is_named=True))
    used = {headers.get("Authorization", "") for _, headers in fake.requests}

    assert not any("a-token" in one for one in used)


@BOTH
@pytest.mark.assumed
def test_where_it_is_not_installed_is_told(
    fake: Fake, folder: Path, capsys: pytest.CaptureFixture[str], *, is_named: bool
) -> None:
    fake.world.apps["7"].installations[0].repositories = []
    code = main(["check", *target(fake, folder, is_named=is_named), "--strict", "--select", "protection"])
    said = capsys.readouterr()
    waits = [line for line in said.out.splitlines() if "GitHub App 7 to be installed on acme/ferry" in line]

    assert (code, len(waits)) == ((2, 0) if is_named else (3, 1))
    assert not is_named or said.err.splitlines()[-1].endswith(
        "acme/ferry cannot be read: GitHub App 7 is not installed on acme/ferry: GitHub answers 404: Not Found"
    )
    assert is_named or re.search(r"\d+ rules wait for GitHub App 7 to be installed on acme/ferry:", waits[0])


@BOTH
@pytest.mark.assumed
def test_a_suspended_installation_is_told(
    fake: Fake, folder: Path, capsys: pytest.CaptureFixture[str], *, is_named: bool
) -> None:
    fake.world.apps["7"].installations[0].is_suspended = True
    code = main(
        ["check", *target(fake, folder, is_named=is_named), "--strict", "--select", "tags-have-releases"]
    )
    said = capsys.readouterr()

    assert code == (2 if is_named else 3)
    assert "the installation of GitHub App 7 on acme/ferry" in (said.err if is_named else said.out)


@pytest.mark.assumed
def test_a_rule_names_the_permission_that_the_app_lacks(
    fake: Fake, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake.world.apps["7"].installations[0].permissions = {"metadata": "read", "contents": "read"}
    told = verdicts(capsys, *target(fake, folder, is_named=False), "--select", "releases-are-immutable")

    assert [one["needs"] for one in told["releases-are-immutable"]["unknowns"]] == [
        "administration:read on GitHub"
    ]


@pytest.mark.parametrize("arguments", [[], ["--online"]])
def test_half_of_it_ends_the_run(
    fake: Fake,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
) -> None:
    monkeypatch.delenv("RELAUDIT_APP_ID")
    code = main(["check", *target(fake, folder, is_named=False), *arguments])

    assert code == 2
    assert "RELAUDIT_APP_PRIVATE_KEY is set, and RELAUDIT_APP_ID is not" in capsys.readouterr().err
    assert fake.requests == []


def test_offline_leaves_it_alone(
    fake: Fake, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("RELAUDIT_APP_ID")
    code = main(["check", *target(fake, folder, is_named=False), "--offline", "--select", "version-is-valid"])

    assert (code, fake.requests) == (0, [])
    assert capsys.readouterr().err == ""


@BOTH
def test_an_app_of_another_server_signs_nothing(
    fake: Fake, folder: Path, monkeypatch: pytest.MonkeyPatch, *, is_named: bool
) -> None:
    monkeypatch.delenv("RELAUDIT_APP_SERVER")
    fake.world.repositories["acme/ferry"].is_private = False
    main(["check", *target(fake, folder, is_named=is_named), "--online", "--select", "tags-have-releases"])

    assert fake.requests
    assert all("Authorization" not in headers for _, headers in fake.requests)


@BOTH
@pytest.mark.assumed
@pytest.mark.parametrize("trouble", ["none", "wrong key", "not installed", "suspended", "no permissions"])
def test_no_secret_is_in_anything_that_is_told(
    fake: Fake,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    trouble: str,
    *,
    is_named: bool,
) -> None:
    one = fake.world.apps["7"].installations[0]
    match trouble:
        case "wrong key":
            monkeypatch.setenv("RELAUDIT_APP_PRIVATE_KEY", key_pair(1)[0])
        case "not installed":
            one.repositories = []
        case "suspended":
            one.is_suspended, one.says_so = True, False
        case "no permissions":
            one.permissions = {"metadata": "read"}
        case _:
            pass
    written = {name: tmp_path / f"report.{name}" for name in ("json", "markdown", "github", "console")}
    formats = [word for name, path in written.items() for word in ("--format", f"{name}={path}")]
    caplog.set_level(logging.DEBUG)
    for more in (formats, ["--verbose"]):
        main(["check", *target(fake, folder, is_named=is_named), *more])
    said = capfd.readouterr()
    files = [path.read_text() for path in written.values() if path.exists()]
    everything = "\n".join((said.out, said.err, caplog.text, *files))
    given = {headers.get("Authorization", "").rpartition(" ")[2] for _, headers in fake.requests}
    keys = [line for pair in (key_pair(0)[0], key_pair(1)[0]) for line in pair.splitlines()[1:-1]]

    assert any(one.count(".") == 2 for one in given)
    assert len(files) == 4 or (is_named and trouble != "none")
    assert [one for one in (*given, *keys) if one and one in everything] == []
    assert "PRIVATE KEY-" not in everything
