"""Credentials that publish lie where only the publishing job can reach them."""

from collections.abc import Iterator, Sequence

from relaudit.api import InSettings, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.github.commands import secret as command_for
from relaudit.evidence.github.commands import without_secret
from relaudit.evidence.github.secrets import SecretNames
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.told import REHEARSALS, told_once
from relaudit.evidence.workflows.publishing.model import UNTOLD


@rule(severity=Severity.WARNING, added="0.1", over="release_paths")
def publish_secrets_are_scoped(
    release_paths: ReleasePaths, names: SecretNames | Unknown
) -> Iterator[Problem | Unknown]:
    """A secret that publishes is kept in an environment, and neither by the repository nor by its organisation.

    Why:
        A secret of the repository is there for every job of every workflow on every branch: who may push a branch adds a workflow that sends it away,
        and no review was asked for. One of an environment is there for the jobs that the environment lets through.

    How to fix:
        Name an environment in the job that publishes, protect it, keep the secret there, and delete the other copy; or publish without a secret, by
        trusted publishing. `GITHUB_TOKEN` is none of these, and rehearsals (TestPyPI), pages and tags are left alone.
    """
    yield from release_paths.unknowns
    by_name: dict[str, list[ReleasePath]] = {}
    for path in told_once(release_paths.paths):
        credential = path.publication.credential
        if credential.kind == "secret" and path.target not in REHEARSALS:
            by_name.setdefault(credential.name.upper(), []).append(path)
    if not by_name:
        yield Unknown("ReleasePaths", Reason.INAPPLICABLE, detail="nothing is published with a secret")
    elif isinstance(names, Unknown):
        yield names
    else:
        told = dict.fromkeys(said for name, paths in by_name.items() for said in _judged(name, paths, names))
        yield from told


def _judged(name: str, paths: Sequence[ReleasePath], names: SecretNames) -> Iterator[Problem | Unknown]:
    """The repository's copy is told first: it is there for this repository alone, whoever else has one."""
    kept, shared = names.repository, names.organization
    if isinstance(kept, Unknown):
        yield kept
    elif name in kept:
        yield _problem(name, paths, names, "repository")
        return
    outside = [path for path in paths if _inside(name, path, names) is not True]
    if outside and isinstance(shared, Unknown):
        yield shared
    elif outside and not isinstance(shared, Unknown) and name in shared:
        reached = [path for path in outside if _inside(name, path, names) is False]
        doubts = (doubt for path in outside if isinstance(doubt := _inside(name, path, names), Unknown))
        yield from [_problem(name, reached, names, "organisation")] if reached else doubts


def _inside(name: str, path: ReleasePath, names: SecretNames) -> bool | Unknown:
    """Whether the environment of the job has a secret of the name, which then is the one that the job gets."""
    environment = path.publication.environment
    if not environment:
        return False
    if UNTOLD in environment:
        job = path.publication.route.name
        detail = f"the environment of job {job}, which may have {name}, is chosen in the run"
        return Unknown("SecretNames", Reason.UNDECIDABLE, detail=detail)
    kept = names.environment(environment)
    return kept if isinstance(kept, Unknown) else name in kept


def _problem(name: str, paths: Sequence[ReleasePath], names: SecretNames, holder: str) -> Problem:
    first = paths[0]
    publication = first.publication
    is_copy = all(_inside(name, path, names) is True for path in paths)
    does = f"with which job {publication.route.name} publishes to {first.target}"
    where = (
        f"environment {publication.environment} and by the {holder} as well" if is_copy else f"the {holder}"
    )
    message = f"the secret {name}, {does}, is kept by {where}: a job of any branch can read it"
    environment = "" if UNTOLD in publication.environment else publication.environment
    repository = names.repository_name
    move = command_for(repository, name, environment) if environment else ""
    command = without_secret(repository, name) if is_copy else move
    setting = InSettings(
        setting=f"secrets of the {holder}", url=f"{names.page}/settings/secrets/actions", command=command
    )
    related = tuple(dict.fromkeys(path.publication.place for path in paths))
    return Problem(message, setting, related, kind="copy" if is_copy else "", subject=name)
