"""Uploads that somebody can hold."""

from collections.abc import Iterator

from relaudit.api import Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.told import INDEXES, told_once
from relaudit.process import Events


@rule(
    severity=Severity.ERROR, unstated=Severity.NOTICE, added="0.1", over="release_paths", kinds={"unstated": Severity.NOTICE},
)  # fmt: skip
def publishing_names_an_environment(
    release_paths: ReleasePaths, stated: Events | Unknown
) -> Iterator[Problem | Unknown]:
    """A job that uploads to an index names an environment.

    Why:
        Reviewers, a wait, and the branches and tags that may publish are set for an environment, and its secrets are there for its jobs alone. A
        secret of the repository is there for every workflow, also for the one that somebody adds on a branch; and a trusted publisher without
        an environment trusts each of them.

    How to fix:
        Add `environment: pypi` to the job that uploads, protect that environment in the settings, and name it on the index. It is an error where
        the process states it, as `process.events.NAME.publishes.pypi.environment`.
    """
    yield from release_paths.unknowns
    wanted = _wanted(stated)
    uploads = [path for path in release_paths.paths if path.target in INDEXES or path.target in wanted]
    if not uploads:
        yield Unknown("ReleasePaths", Reason.INAPPLICABLE, detail="nothing is uploaded to an index")
    for path in told_once(one for one in uploads if not one.publication.environment):
        yield _problem(path, wanted.get(path.target, ""))


def _wanted(stated: Events | Unknown) -> dict[str, str]:
    """The environments that the process states, by target."""
    events = stated.by_name.values() if isinstance(stated, Events) and stated.is_stated else ()
    return {
        target: publication.environment
        for event in events
        for target, publication in (event.publishes or {}).items()
        if publication.environment
    }


def _problem(path: ReleasePath, wanted: str) -> Problem:
    publication = path.publication
    why = f"and the process states {wanted}" if wanted else "so nobody has to approve it"
    message = f"job {publication.route.name} publishes to {path.target} without an environment, {why}"
    subject = f"{publication.at.workflow.path} {publication.route.name} {path.target}"
    return Problem(message, publication.place, kind="" if wanted else "unstated", subject=subject)
