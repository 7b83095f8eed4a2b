"""The last runs of a workflow that succeeded: their jobs, and who approved what had to wait for a review."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import named_record, record
from relaudit.evidence.github.bodies import mapping, mappings, number, text
from relaudit.evidence.github.service import GitHub, Listing, segment
from relaudit.evidence.github.states import Asked, at_once, found, items, omitted, waiting

_ASKED = Asked("PastRuns", "actions:read")
_RUNS = Asked("PastRuns", "actions:read", keys=("id", "created_at", "html_url"))
_JOBS = Asked("PastRuns", "actions:read", keys=("name", "conclusion"))
_REVIEWS = Asked("PastRuns", "actions:read", keys=("environments", "state", "user"))
_LAST = {"status": "success", "per_page": "5", "exclude_pull_requests": "true"}


@record
class PastRun:
    """A run: the moment in UTC at which it was made, who started it last, empty where GitHub does not tell, and its page."""

    number: int
    made: str
    by: str
    page: str

    @property
    def day(self) -> date | None:
        """The day on which it was made; None where GitHub does not tell."""
        try:
            return date.fromisoformat(self.made[:10])
        except ValueError:
            return None


@record
class Approval:
    """A review that let the jobs of these environments go, in lower case, and whose it is."""

    environments: frozenset[str]
    by: str


@named_record
class PastRuns:
    """Answers for a workflow by its path, the newest run first and a handful of them; for a run, how its jobs ended, by name, and its approvals."""

    succeeded: Callable[[str], Sequence[PastRun] | Unknown]
    jobs: Callable[[int], Mapping[str, str] | Unknown]
    approvals: Callable[[int], Sequence[Approval] | Unknown]


@evidence(permission="actions:read")
def past_runs(github: GitHub | Unknown) -> PastRuns | Unknown:
    """A request for each workflow, and two for each of its runs."""
    if isinstance(github, Unknown):
        return waiting(github, _ASKED)

    @cache
    def succeeded(path: str) -> Sequence[PastRun] | Unknown:
        body = found(github.ask(f"/actions/workflows/{segment(path.rpartition('/')[2])}/runs", _LAST), _ASKED)
        told = body if isinstance(body, Unknown) else mappings(body, "workflow_runs")
        if told is None or isinstance(told, Unknown):
            return told or omitted("workflow_runs", _ASKED)
        said = items(Listing(told), _RUNS)
        return said if isinstance(said, Unknown) else [_run(one) for one in said]

    @cache
    def jobs(run: int) -> Mapping[str, str] | Unknown:
        said = items(github.listed(f"/actions/runs/{run}/jobs", under="jobs"), _JOBS)
        if isinstance(said, Unknown):
            return said
        return {text(one, "name"): text(one, "conclusion") for one in said}

    @cache
    def approvals(run: int) -> Sequence[Approval] | Unknown:
        said = at_once(github.ask(f"/actions/runs/{run}/approvals"), _REVIEWS)
        return said if isinstance(said, Unknown) else _approvals(said)

    return PastRuns(succeeded=succeeded, jobs=jobs, approvals=approvals)


def _run(body: Mapping[str, object]) -> PastRun:
    by = text(mapping(body, "triggering_actor"), "login") or text(mapping(body, "actor"), "login")
    return PastRun(number(body, "id"), text(body, "created_at"), by, text(body, "html_url"))


def _approvals(bodies: Sequence[Mapping[str, object]]) -> Sequence[Approval] | Unknown:
    told = [
        Approval(
            frozenset(text(one, "name").lower() for one in mappings(body, "environments") or ()),
            text(mapping(body, "user"), "login"),
        )
        for body in bodies
        if text(body, "state") == "approved"
    ]
    is_whole = all(one.by and one.environments and "" not in one.environments for one in told)
    return told if is_whole else omitted("what was approved, or by whom,", _REVIEWS)
