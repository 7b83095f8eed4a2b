"""Uploads that need no secret."""

from collections.abc import Iterator

from relaudit.api import Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.told import INDEXES, told_once

_TAKING = (*INDEXES, "testpypi")
_OF_PYTHON = ("pypi", "testpypi")


@rule(severity=Severity.WARNING, added="0.1", over="release_paths")
def publishing_is_trusted(release_paths: ReleasePaths) -> Iterator[Problem | Unknown]:
    """Uploads to an index that takes trusted publishing use it, and no token.

    Why:
        A token is valid for years and wherever it is copied to: it was read from logs, from caches, from the machine of whoever made it.
        With trusted publishing the index asks GitHub which workflow is uploading, and what it hands out is over in minutes.

    How to fix:
        Name the repository, the workflow and the environment as a trusted publisher on the index, give the job `id-token: write`, take the password
        out of the step, and delete the secret. PyPI, TestPyPI, npm and the index of crates take it.
    """
    yield from release_paths.unknowns
    uploads = [path for path in release_paths.paths if path.target in _TAKING and _is_taken(path)]
    if not uploads:
        yield Unknown(
            "ReleasePaths",
            Reason.INAPPLICABLE,
            detail="nothing is uploaded to an index that takes trusted publishing",
        )
    for path in told_once(one for one in uploads if one.publication.credential.kind == "secret"):
        publication = path.publication
        message = f"job {publication.route.name} publishes to {path.target} with the secret {publication.credential.name}, and the index would trust the workflow itself"
        subject = f"{publication.at.workflow.path} {publication.route.name} {path.target}"
        yield Problem(message, publication.place, subject=subject)


def _is_taken(path: ReleasePath) -> bool:
    """PyPI takes no workflow that another one calls, and npm no runner of one's own."""
    route = path.publication.route
    if path.target in _OF_PYTHON:
        return route.by is None
    runner = route.job.value("runs-on")
    said = [runner] if isinstance(runner, Scalar) else route.job.items("runs-on")
    hosted = all(isinstance(one, Scalar) and "self-hosted" not in one.value for one in said)
    return path.target != "npm" or hosted
