"""The commands that findings show are ones that a shell reads as they are meant, and that GitHub takes."""

import json
import shlex
import subprocess

import pytest

from contract import Description, DisagreementError, described
from relaudit.evidence.github.commands import (
    environment_for_protected_branches,
    pull_requests,
    ruleset_for,
    secret,
    squash_by_title,
    without_secret,
)

HOSTILE = "release/'$(touch owned)'; \"x\""


@pytest.fixture(scope="module")
def description() -> Description:
    return described()


def sent(command: str) -> tuple[str, str, object]:
    """The method, the path and the body, as a shell reads the command."""
    words = shlex.split(command)
    assert words[:3] == ["gh", "api", "--method"]
    assert words[5:8] == ["--input", "-", "<<<"]
    assert len(words) == 9
    return words[3].lower(), f"/{words[4]}", json.loads(words[8])


def arguments(command: str) -> list[str]:
    """What `gh` is given, as a shell reads the command."""
    script = f"gh() {{ printf '%s\\n' \"$@\"; }}; {command}"
    told = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    return told.stdout.splitlines()


@pytest.mark.parametrize(
    "command",
    [
        ruleset_for("acme/ferry", "main", [{"type": "deletion"}, {"type": "non_fast_forward"}]),
        ruleset_for("acme/ferry", "release/*", [pull_requests(2)]),
        ruleset_for("acme/ferry", HOSTILE, [pull_requests(0)]),
        squash_by_title("acme/ferry", ""),
        squash_by_title("acme/ferry", "PR_BODY"),
        environment_for_protected_branches("acme/ferry", "pypi"),
        environment_for_protected_branches("acme/ferry", HOSTILE),
    ],
)
def test_github_takes_what_a_command_sends(description: Description, command: str) -> None:
    description.sent(*sent(command))


def test_what_it_does_not_take_is_noticed(description: Description) -> None:
    method, path, _ = sent(ruleset_for("acme/ferry", "main", []))

    with pytest.raises(DisagreementError):
        description.sent(method, path, {"name": "main", "enforcement": "sometimes"})


def test_a_hostile_name_stays_a_word() -> None:
    told = arguments(secret("acme/ferry", "KEY", HOSTILE))

    assert told == ["secret", "set", "KEY", "--repo", "acme/ferry", f"--env={HOSTILE}"]


def test_a_secret_is_deleted_where_it_is_kept() -> None:
    told = arguments(without_secret("acme/ferry", "KEY", "set"))

    assert told == ["secret", "delete", "KEY", "--repo", "acme/ferry", "--env=set"]


def test_a_name_that_is_none_has_no_command() -> None:
    assert secret("acme/ferry", "--body=x") == ""
    assert without_secret("acme/ferry", "--body=x") == ""
