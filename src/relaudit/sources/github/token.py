"""The token that GitHub is asked with: where it comes from, and that it is never shown."""

import os
from collections.abc import Mapping

from relaudit.sources.github.secret import Secret

_VARIABLES = ("GITHUB_TOKEN", "GH_TOKEN")
_ENTERPRISE = ("GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN")
_PUBLIC, _CLOUD = "github.com", ".ghe.com"
_SECONDS = 5


class Token(Secret):
    """What a request is allowed by."""

    __slots__ = ()


def token_for(host: str, environment: Mapping[str, str]) -> Token | None:
    """The token for a host (`github.com`, or that of an Enterprise Server): a variable's, or that of the `gh` command; None where there is none.

    As for `gh`, the variables of github.com are not taken for another host.
    """
    for name in _VARIABLES if host == _PUBLIC or host.endswith(_CLOUD) else _ENTERPRISE:
        value = environment.get(name, "").strip()
        if value:
            return Token(value, name)
    return _of_gh(host, environment)


def _of_gh(host: str, environment: Mapping[str, str]) -> Token | None:
    """What `gh auth token` says; it is not started in the folder that is audited."""
    import shutil
    import subprocess

    program = shutil.which("gh", path=environment.get("PATH"))
    if program is None or not os.path.isabs(program):
        return None
    try:
        done = subprocess.run(
            [program, "auth", "token", "--hostname", host],
            capture_output=True, text=True, check=False, timeout=_SECONDS, cwd="/", env=dict(environment),
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    value = done.stdout.strip()
    return Token(value, "gh auth token") if done.returncode == 0 and value else None
