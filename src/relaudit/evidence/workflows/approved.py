"""The last runs that published from an environment which asks for a review, and who approved them."""

from collections.abc import Iterator, Mapping
from itertools import islice

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.occasion import HistorySince
from relaudit.core.record import NOTHING, record
from relaudit.evidence.github.environments import Environment, Environments
from relaudit.evidence.github.pastruns import PastRun, PastRuns
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.told import TRIALS
from relaudit.evidence.workflows.publishing.model import UNTOLD
from relaudit.evidence.workflows.reported import reported_as
from relaudit.process import Gates

_REVIEWERS = "required_reviewers"
_JUDGED, _SEEN = 3, 4  # runs that published; one more tells whether there was a review before


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
    held = list(_held(release_paths))
    if not held or isinstance(environments, Unknown):
        lacking = (environments,) if held and isinstance(environments, Unknown) else ()
        return Reviews(unknowns=(*release_paths.unknowns, *lacking))
    by_review = isinstance(gates, Gates) and any(one.proven == "by-review" for one in gates.by_name.values())
    found: list[ReviewedRun | Unknown] = []
    unreviewed: dict[str, ReleasePath] = {}
    for path in held:
        environment = environments.of(path.publication.environment)
        if UNTOLD in path.publication.environment:
            found.append(_untold(path))
        elif environment is not None and _REVIEWERS in environment.rules:
            found += _of_path(path, environment, past, since)
        elif by_review and environment is not None and environment.doubt is not None:
            found.append(environment.doubt)
        elif by_review:
            unreviewed.setdefault(path.publication.environment, path)
    runs = tuple(one for one in found if isinstance(one, ReviewedRun))
    unknowns = dict.fromkeys(one for one in found if isinstance(one, Unknown))
    return Reviews(runs, unreviewed, (*release_paths.unknowns, *unknowns), environments.page)


def _held(paths: ReleasePaths) -> Iterator[ReleasePath]:
    """The paths that come from an environment, each job once; a rehearsal needs nobody to let it go."""
    told: set[tuple[str, str]] = set()
    for path in paths.paths:
        job = (path.workflow.path, path.publication.route.name)
        if path.publication.environment and path.target not in TRIALS and job not in told:
            told.add(job)
            yield path


def _untold(path: ReleasePath) -> Unknown:
    job = path.publication.route.name
    detail = f"from which environment job {job} publishes to {path.target} is chosen in the run"
    return Unknown("Reviews", Reason.UNDECIDABLE, detail=detail)


def _of_path(
    path: ReleasePath, environment: Environment, past: PastRuns | Unknown, since: HistorySince
) -> Iterator[ReviewedRun | Unknown]:
    if isinstance(past, Unknown):
        yield past
        return
    seen = list(islice(_published(path, past, since), _SEEN))
    by = [_approving(one, environment, past) for one in seen]
    for place, (run, who) in enumerate(zip(seen[:_JUDGED], by, strict=False)):
        if isinstance(run, Unknown):
            yield run
        elif isinstance(who, Unknown):
            yield who
        elif who or any(not isinstance(earlier, Unknown) and earlier for earlier in by[place + 1 :]):
            yield ReviewedRun(path, environment, run, who)
        else:
            yield _unproven(environment, run)


def _approving(run: PastRun | Unknown, environment: Environment, past: PastRuns) -> frozenset[str] | Unknown:
    """Those who let jobs of the environment go in a run."""
    approvals = run if isinstance(run, Unknown) else past.approvals(run.number)
    if isinstance(approvals, Unknown):
        return approvals
    return frozenset(one.by for one in approvals if environment.name.lower() in one.environments)


def _published(path: ReleasePath, past: PastRuns, since: HistorySince) -> Iterator[PastRun | Unknown]:
    """The runs in which the job has run, under one of its names."""
    names = reported_as([one.job for one in path.publication.route.chain])
    runs = past.ended(path.workflow.path)
    if isinstance(runs, Unknown):
        yield runs
        return
    for run in runs:
        succeeded = past.succeeded(run.number) if not since.excludes(run.day) else frozenset[str]()
        if isinstance(succeeded, Unknown):
            yield succeeded
        elif not succeeded.isdisjoint(name for name in names if name is not None):
            yield run
        elif succeeded and None in names:
            job = path.publication.route.name
            detail = f"whether job {job} has run is not known: its name is made in the run"
            yield Unknown("Reviews", Reason.UNDECIDABLE, detail=detail)


def _unproven(environment: Environment, run: PastRun) -> Unknown:
    """GitHub does not tell since when an environment asks for a review: one that was given before tells that it did."""
    detail = f"nobody approved {run.page}; whether the environment {environment.name} asked for a review then is not told"
    return Unknown("Reviews", Reason.UNDECIDABLE, detail=detail)
