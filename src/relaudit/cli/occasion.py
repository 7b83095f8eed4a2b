"""When this run happens: what the command line says, else what the event of a workflow says."""

import os

from relaudit.core.errors import UsageError
from relaudit.core.occasion import Moment, Occasion
from relaudit.evidence.schemes import is_version

_PULL_REQUESTS = ("pull_request", "pull_request_target", "merge_group")


def occasion_of(released: str, changed_since: str = "") -> Occasion:
    """The options win; a pull request is a change; a pushed tag or a release is after the tag; else at rest."""
    if released and changed_since:
        raise UsageError("--released and --changed-since are two occasions; give one")
    if changed_since:
        return Occasion(Moment.CHANGE, changed_since)
    if released:
        if not is_version(released.removeprefix("v")):
            raise UsageError(f"--released takes a version, '{released}' is none")
        return Occasion(Moment.AFTER_TAG, released)
    event = os.environ.get("GITHUB_EVENT_NAME", "")
    if event in _PULL_REQUESTS:
        return Occasion(Moment.CHANGE, os.environ.get("GITHUB_BASE_REF", ""))
    if event == "release" or os.environ.get("GITHUB_REF_TYPE") == "tag":
        return Occasion(Moment.AFTER_TAG, os.environ.get("GITHUB_REF_NAME", ""))
    return Occasion()
