"""What the calling workflow says of secrets, and whether its run is given any."""

import os
from argparse import Namespace
from collections.abc import Mapping

from relaudit.evidence.github.stated import StatedSecrets, stated_secrets

_DEPENDABOT = "dependabot[bot]"
_FORK = "in a pull request from a fork"


def stated(options: Namespace) -> StatedSecrets:
    """Out of `--secrets-present`, for commands that have it."""
    words = getattr(options, "secrets_present", [])
    return stated_secrets(words, _withheld()) if words else StatedSecrets()


def _withheld() -> str:
    """In which run every secret is empty; empty for any other.

    A repository that is a fork itself is taken for another's: then nothing is known, and nothing is said wrongly.
    """
    actors = (os.environ.get("GITHUB_ACTOR"), os.environ.get("GITHUB_TRIGGERING_ACTOR"))
    if _DEPENDABOT in actors:
        return "in a run that Dependabot started"
    change = _event().get("pull_request")
    is_change = change is not None or os.environ.get("GITHUB_EVENT_NAME", "").startswith("pull_request")
    return _FORK if is_change and _inner(change, "head", "repo", "fork") is not False else ""


def _event() -> Mapping[str, object]:
    """The event of the run; nothing where it cannot be read."""
    import json

    try:
        with open(os.environ.get("GITHUB_EVENT_PATH", ""), encoding="utf-8") as file:
            found = json.load(file)
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _inner(value: object, *keys: str) -> object:
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value
