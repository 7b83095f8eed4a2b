"""Tokens that may do what their job is there for."""

from collections.abc import Iterator

from relaudit.api import Edit, Fix, Problem, Severity, Unknown, rule
from relaudit.evidence.nodes import Mapping, Node, Scalar
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.sufficient import Shortfall, shortfalls
from relaudit.evidence.workflows.paths.told import publishing, starting, told_once
from relaudit.evidence.workflows.places import place_of


@rule(severity=Severity.ERROR, added="0.1", over="release_paths")
def publish_permissions_suffice(release_paths: ReleasePaths) -> Iterator[Problem | Unknown]:
    """The token of a job that publishes has the permissions which that takes.

    Why:
        `contents: read` and a step that makes a GitHub Release: everything before it succeeds, the package is on the index, and the release ends
        with a 403. A scope that `permissions` does not name is none, and `id-token: write`, which trusted publishing needs, is never
        there by default.

    How to fix:
        Give the job, not the workflow, what it needs: `contents: write` for a release or a tag, `packages: write` for ghcr.io, `id-token: write` for
        trusted publishing. `relaudit --fix` writes it where the job has a block of permissions.
    """
    yield from release_paths.unknowns
    for path in told_once(one for one in release_paths.paths if shortfalls(one)):
        yield _problem(path, shortfalls(path))


def _problem(path: ReleasePath, lacking: tuple[Shortfall, ...]) -> Problem:
    publication = path.publication
    wanted = " and ".join(f"{one.scope}: write" for one in lacking)
    has = ", ".join(f"{one.scope}: {one.level}" for one in lacking)
    message = f"job {publication.route.name} {publishing(path)} to {path.target} {starting(path)}, which takes {wanted}; its token has {has}"
    file, node = publication.route.workflow.file, path.permissions.node
    related = (place_of(file, node),) if node is not None else ()
    subject = f"{publication.at.workflow.path} {publication.route.name} {path.target}"
    fix = Fix.of(f"gives job {publication.route.job.id} {wanted}", *_edits(path, lacking), safe=True)
    return Problem(message, publication.place, related, subject=subject, fix=fix)


def _edits(path: ReleasePath, lacking: tuple[Shortfall, ...]) -> Iterator[Edit | None]:
    """In the job's own block of permissions alone: what a whole workflow may do is for people to say."""
    route = path.publication.route
    block: Node | None = route.job.value("permissions")
    text = route.workflow.file.text.text
    if (
        route.by is not None
        or not isinstance(block, Mapping)
        or not block.entries
        or text[block.start] == "{"
    ):
        yield None
        return
    for one in lacking:
        said = block.by_key().get(one.scope)
        if isinstance(said, Scalar):
            yield Edit(route.workflow.path, said.start, said.end, "write")
        else:
            yield _added(route.workflow.path, text, block, one.scope)


def _added(path: str, text: str, block: Mapping, scope: str) -> Edit | None:
    first = block.entries[0][0]
    line = text.rfind("\n", 0, first.start) + 1
    indent = text[line : first.start]
    if indent.strip():
        return None
    end = "\r\n" if "\r\n" in text else "\n"
    return Edit(path, first.start, first.start, f"{scope}: write{end}{indent}")
