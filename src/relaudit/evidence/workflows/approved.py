"""The last runs that published from an environment which asks for a review, and who approved them."""

from collections.abc import Iterator, Mapping, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.occasion import HistorySince
from relaudit.core.record import NOTHING, record
from relaudit.evidence.github.environments import Environment, Environments
from relaudit.evidence.github.pastruns import Approval, PastRun, PastRuns
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.publishing.model import UNTOLD
from relaudit.evidence.workflows.reported import reported_as
from relaudit.process import Gates

_REVIEWERS = "required_reviewers"
_MOST = 3


@record
class ReviewedRun:
    """A run that published, the environment that held it, and those who let it go."""

    path: ReleasePath
    environment: Environment
    run: PastRun
    by: frozenset[str]


@record
class Reviews:
    """Every one; `unreviewed` are the paths that nobody reviews, by their environments, although the process proves a gate by a review.

    `page` is where environments are kept.
    """

    runs: tuple[ReviewedRun, ...] = ()
    unreviewed: Mapping[str, ReleasePath] = NOTHING
    unknowns: tuple[Unknown, ...] = ()
    page: str = ""

    def __len__(self) -> int:
        return len(self.runs) + len(self.unreviewed) + len(self.unknowns)


@evidence()
def reviews(
    release_paths: ReleasePaths,
    environments: Environments | Unknown,
    past: PastRuns | Unknown,
    gates: Gates | Unknown,
    since: HistorySince,
) -> Reviews:
    """Of each workflow the last runs in which a job that publishes from the environment has succeeded."""
    if not any(path.publication.environment for path in release_paths.paths):
        return Reviews(unknowns=release_paths.unknowns)
    if isinstance(environments, Unknown):
        return Reviews(unknowns=(*release_paths.unknowns, environments))
    by_review = isinstance(gates, Gates) and any(one.proven == "by-review" for one in gates.by_name.values())
    found: list[ReviewedRun | Unknown] = []
    unreviewed: dict[str, ReleasePath] = {}
    for path, environment in _held(release_paths, environments):
        if _REVIEWERS in environment.rules:
            found += _of_path(path, environment, past, since)
        elif by_review and environment.doubt is not None:
            found.append(environment.doubt)
        elif by_review:
            unreviewed.setdefault(environment.name, path)
    runs = tuple(one for one in found if isinstance(one, ReviewedRun))
    unknowns = dict.fromkeys(one for one in found if isinstance(one, Unknown))
    return Reviews(runs, unreviewed, (*release_paths.unknowns, *unknowns), environments.page)


def _held(paths: ReleasePaths, environments: Environments) -> Iterator[tuple[ReleasePath, Environment]]:
    """The paths of each job that publishes from an environment which is there, each job once."""
    told: set[tuple[str, str]] = set()
    for path in paths.paths:
        named, route = path.publication.environment, path.publication.route
        environment = environments.of(named) if named and UNTOLD not in named else None
        if environment is not None and (route.start.path, route.name) not in told:
            told.add((route.start.path, route.name))
            yield path, environment


def _of_path(
    path: ReleasePath, environment: Environment, past: PastRuns | Unknown, since: HistorySince
) -> Iterator[ReviewedRun | Unknown]:
    if isinstance(past, Unknown):
        yield past
        return
    runs = past.succeeded(path.workflow.path)
    if isinstance(runs, Unknown):
        yield runs
        return
    names = reported_as([one.job for one in path.publication.route.chain])
    for run in [one for one in runs if not since.excludes(one.day)][:_MOST]:
        published = _published(names, past.jobs(run.number), path)
        if isinstance(published, Unknown):
            yield published
        elif published:
            yield _reviewed(path, environment, run, past.approvals(run.number))


def _published(
    names: Sequence[str | None], jobs: Mapping[str, str] | Unknown, path: ReleasePath
) -> bool | Unknown:
    """Whether the job has run, under one of its names."""
    if isinstance(jobs, Unknown):
        return jobs
    if any(jobs.get(name) == "success" for name in names if name is not None):
        return True
    job = path.publication.route.name
    detail = f"whether job {job} has run is not known: its name is made in the run"
    return Unknown("Reviews", Reason.UNDECIDABLE, detail=detail) if None in names else False


def _reviewed(
    path: ReleasePath, environment: Environment, run: PastRun, approvals: Sequence[Approval] | Unknown
) -> ReviewedRun | Unknown:
    """An environment that was changed since may have asked for no review then."""
    if isinstance(approvals, Unknown):
        return approvals
    by = frozenset(one.by for one in approvals if environment.name.lower() in one.environments)
    if not by and not (environment.changed and environment.changed < run.made):
        detail = f"the environment {environment.name} was changed since {run.page}, which nobody approved"
        return Unknown("Reviews", Reason.UNDECIDABLE, detail=detail)
    return ReviewedRun(path, environment, run, by)
