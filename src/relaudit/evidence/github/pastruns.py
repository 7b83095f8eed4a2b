"""The last runs of a workflow: which of their jobs succeeded, and who approved what had to wait for a review."""

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
_LAST = {"status": "completed", "per_page": "20", "exclude_pull_requests": "true"}
_BOT = "Bot"


@record
class PastRun:
    """A run: the moment in UTC at which it was made, and its page.

    `by` are those who started it and, where it was run again, started it again; none where GitHub does not tell.
    """

    number: int
    made: str
    by: frozenset[str]
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
    """A review by a person that let the jobs of these environments go, in lower case, and whose it is. A wait that is over is none."""

    environments: frozenset[str]
    by: str


@named_record
class PastRuns:
    """Answers for a workflow by its path, the newest run first and twenty at the most; for a run, the names of jobs that succeeded, and its approvals."""

    ended: Callable[[str], Sequence[PastRun] | Unknown]
    succeeded: Callable[[int], frozenset[str] | Unknown]
    approvals: Callable[[int], Sequence[Approval] | Unknown]


@evidence(permission="actions:read")
def past_runs(github: GitHub | Unknown) -> PastRuns | Unknown:
    """A request for each workflow, and two for each of its runs."""
    if isinstance(github, Unknown):
        return waiting(github, _ASKED)

    @cache
    def ended(path: str) -> Sequence[PastRun] | Unknown:
        body = found(github.ask(f"/actions/workflows/{segment(path.rpartition('/')[2])}/runs", _LAST), _ASKED)
        told = body if isinstance(body, Unknown) else mappings(body, "workflow_runs")
        if told is None or isinstance(told, Unknown):
            return told or omitted("workflow_runs", _ASKED)
        said = items(Listing(told), _RUNS)
        return said if isinstance(said, Unknown) else [_run(one) for one in said]

    @cache
    def succeeded(run: int) -> frozenset[str] | Unknown:
        said = items(github.listed(f"/actions/runs/{run}/jobs", under="jobs"), _JOBS)
        if isinstance(said, Unknown):
            return said
        return frozenset(text(one, "name") for one in said if text(one, "conclusion") == "success")

    @cache
    def approvals(run: int) -> Sequence[Approval] | Unknown:
        said = at_once(github.ask(f"/actions/runs/{run}/approvals"), _REVIEWS)
        return said if isinstance(said, Unknown) else _approvals(said)

    return PastRuns(ended=ended, succeeded=succeeded, approvals=approvals)


def _run(body: Mapping[str, object]) -> PastRun:
    by = {text(mapping(body, key), "login") for key in ("actor", "triggering_actor")}
    known = frozenset() if "" in by else frozenset(by)
    return PastRun(number(body, "id"), text(body, "created_at"), known, text(body, "html_url"))


def _approvals(bodies: Sequence[Mapping[str, object]]) -> Sequence[Approval] | Unknown:
    told = [
        Approval(
            frozenset(text(one, "name").lower() for one in mappings(body, "environments") or ()),
            text(mapping(body, "user"), "login"),
        )
        for body in bodies
        if text(body, "state") == "approved" and _is_of_person(body)
    ]
    is_whole = all(one.by and one.environments and "" not in one.environments for one in told)
    return told if is_whole else omitted("what was approved, or by whom,", _REVIEWS)


def _is_of_person(body: Mapping[str, object]) -> bool:
    """GitHub itself notes that a wait is over."""
    return text(mapping(body, "user"), "type") != _BOT
