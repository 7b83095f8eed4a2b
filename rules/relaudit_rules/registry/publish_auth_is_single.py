"""One way to prove who uploads."""

from collections.abc import Iterator, Sequence

from relaudit.api import Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.files import Tree
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.paths.identity import may_ask, stated_identity
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.told import INDEXES, told_once
from relaudit.evidence.workflows.places import place_of

_TAKING = (*INDEXES, "testpypi")


@rule(severity=Severity.WARNING, added="0.1", over="release_paths")
def publish_auth_is_single(release_paths: ReleasePaths, tree: Tree) -> Iterator[Problem | Unknown]:
    """A job that uploads to an index has an identity for it or a token, not both.

    Why:
        `id-token: write` says that the workflow itself is trusted, the password beside it is what is used: the identity is there for anyone who gets
        code into the job, and the token that was to go away stays valid. Often a move to trusted publishing stopped halfway.

    How to fix:
        End the move: take the password out of the step and delete the secret. Or take `id-token: write` out of the job. A job that signs, attests
        or logs in to a cloud needs its identity, and is left alone.
    """
    yield from release_paths.unknowns
    by_job: dict[int, list[ReleasePath]] = {}
    uploads = [path for path in release_paths.paths if path.target in _TAKING]
    if not uploads:
        yield Unknown("ReleasePaths", Reason.INAPPLICABLE, detail="nothing is uploaded to an index")
    for path in told_once(uploads):
        by_job.setdefault(id(path.publication.route.job), []).append(path)
    for paths in by_job.values():
        route = paths[0].publication.route
        identity, kinds = stated_identity(route), {path.publication.credential.kind for path in paths}
        if identity is not None and kinds == {"secret"} and not may_ask(route, tree):
            yield _problem(paths, identity)


def _problem(paths: Sequence[ReleasePath], identity: Scalar) -> Problem:
    route = paths[0].publication.route
    uses = " and ".join(
        dict.fromkeys(
            f"to {path.target} with the secret {path.publication.credential.name}" for path in paths
        )
    )
    message = f"job {route.name} may prove who it is, by id-token: write, and publishes {uses}"
    related = tuple(path.publication.place for path in paths)
    subject = f"{route.workflow.path} {route.job.id}"
    return Problem(message, place_of(route.workflow.file, identity), related, subject=subject)
