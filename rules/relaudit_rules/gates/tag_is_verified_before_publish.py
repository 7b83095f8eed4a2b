"""Tags that say which version is released."""

from collections.abc import Iterator

from relaudit.api import Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.told import INDEXES, starting, told_once
from relaudit.evidence.workflows.paths.versioned import VersionSource, is_written

_GATE = "version-matches-tag"


@rule(severity=Severity.WARNING, added="0.1", over="release_paths")
def tag_is_verified_before_publish(
    release_paths: ReleasePaths, source: VersionSource
) -> Iterator[Problem | Unknown]:
    """What a tag or a release uploads to an index has the version that the tag says: it is compared before.

    Why:
        The tag is `v1.3.0`, the files still say 1.2.0, and the index gets 1.2.0 once more, or refuses it after the release was announced. On an
        index a version can be used once.

    How to fix:
        Compare the two in a step or a job before the upload, and fail where they differ; or take the version from the tag, as setuptools-scm and
        hatch-vcs do. Where automation makes the tags out of the version, say so: `process.tags.by = "automation"`.
    """
    yield from release_paths.unknowns
    uploads = [path for path in release_paths.paths if path.target in INDEXES]
    by_tag = [path for path in uploads if path.truth is not Truth.MAYBE and _is_tagged(path)]
    if not by_tag:
        yield Unknown(
            "ReleasePaths",
            Reason.INAPPLICABLE,
            detail="no tag or release surely starts an upload to an index",
        )
    if source.said:
        return
    for path in told_once(one for one in by_tag if not one.gated_by(_GATE) and not is_written(one)):
        yield _problem(path)


def _is_tagged(path: ReleasePath) -> bool:
    return path.event == "release" or (path.event == "push" and path.ref.startswith("refs/tags/"))


def _problem(path: ReleasePath) -> Problem:
    name = path.publication.route.name
    masked = [gate for gate in path.gates if gate.kind == _GATE]
    why = (
        f"the comparison of the version in job {masked[0].job} cannot fail"
        if masked
        else "nothing compares the tag with the version"
    )
    message = f"job {name} publishes to {path.target} {starting(path)}, and {why}"
    subject = f"{path.publication.at.workflow.path} {name} {path.target}"
    return Problem(message, path.publication.place, subject=subject)
