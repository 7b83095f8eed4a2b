"""What publishes is held until somebody lets it go."""

from collections.abc import Iterator

from relaudit.api import InSettings, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.github.commands import environment_for_protected_branches
from relaudit.evidence.github.environments import Environments
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.told import TRIALS
from relaudit.evidence.workflows.publishing.model import UNTOLD

_BUILT_IN = frozenset(("required_reviewers", "wait_timer", "branch_policy"))


@rule(severity=Severity.ERROR, added="0.1", over="release_paths", kinds={"open": Severity.WARNING})
def environments_are_protected(
    release_paths: ReleasePaths, environments: Environments | Unknown
) -> Iterator[Problem | Unknown]:
    """An environment that publishing jobs name exists, and asks for a review, or takes only some branches and tags.

    Why:
        A workflow may name any environment: GitHub makes it on the spot, and nothing holds the job. The guide says that a release waits for
        two people; since the environment was renamed it waits for nobody, and the secrets of the old one are gone besides.

    How to fix:
        Make the environment in the settings, under the name that the workflow has, with required reviewers, or with the branches and tags
        that may use it. Rehearsals (TestPyPI) and pages need none.
    """
    yield from release_paths.unknowns
    naming = {
        path.publication.environment: path for path in reversed(release_paths.paths) if _is_judged(path)
    }
    if not naming:
        yield Unknown("ReleasePaths", Reason.INAPPLICABLE, detail="nothing is published from an environment")
    elif isinstance(environments, Unknown):
        yield environments
    for name, path in sorted(naming.items()):
        said = None if isinstance(environments, Unknown) else _judged(name, path, environments)
        if said is not None:
            yield said


def _is_judged(path: ReleasePath) -> bool:
    environment = path.publication.environment
    return bool(environment) and path.target not in TRIALS


def _judged(name: str, path: ReleasePath, environments: Environments) -> Problem | Unknown | None:
    found, job = environments.of(name), path.publication.route.name
    if UNTOLD in name:
        detail = f"from which environment job {job} publishes to {path.target} is chosen in the run"
        return Unknown("Environments", Reason.UNDECIDABLE, detail=detail)
    if found is None:
        message = f"the environment {name}, from which job {job} publishes to {path.target}, does not exist: nothing holds the job"
        return Problem(message, path.publication.place, subject=name)
    if "required_reviewers" in found.rules or found.restricts_refs:
        return None
    if found.doubt is not None:
        return found.doubt
    if found.rules - _BUILT_IN:
        detail = (
            f"what {', '.join(sorted(found.rules - _BUILT_IN))} asks of the environment {name} is not known"
        )
        return Unknown("Environments", Reason.UNDECIDABLE, detail=detail)
    waits = "a wait alone holds" if "wait_timer" in found.rules else "nothing holds"
    message = f"the environment {name} asks for no review and takes every branch: {waits} job {job}, which publishes to {path.target}"
    is_plain = not found.rules  # the command sets all of it, and would take a wait away
    command = environment_for_protected_branches(environments.repository, found.name) if is_plain else ""
    setting = InSettings(setting=f"environment {name}", url=environments.page, command=command)
    return Problem(message, setting, (path.publication.place,), kind="open", subject=name)
