"""What became of the last run of each workflow; a run without jobs is a workflow that never started."""

from collections.abc import Callable, Mapping
from functools import cache

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import named_record, record
from relaudit.evidence.github.bodies import mappings, number, text
from relaudit.evidence.github.service import Answer, GitHub, segment
from relaudit.evidence.github.states import Asked, found, omitted, waiting

_ASKED = Asked("Runs", "actions:read")
_RECENT = {"per_page": "100", "status": "completed", "exclude_pull_requests": "true"}
_LAST = {**_RECENT, "per_page": "1"}
_REFUSED, _FAILED, _MISSING = "startup_failure", "failure", 404


@record
class Run:
    """The last run that ended: the commit of the workflow's file, and how it ended, as GitHub says it; `has_jobs` is None where nobody asked."""

    commit: str
    conclusion: str
    page: str
    has_jobs: bool | None = None

    @property
    def never_started(self) -> bool:
        """GitHub took nothing of the file."""
        return self.conclusion == _REFUSED or (self.conclusion == _FAILED and self.has_jobs is False)


@named_record
class Runs:
    """Answers for a workflow by its path; None for one that has never run, or that is not among the `recent` ones of the repository."""

    last: Callable[[str], Run | Unknown | None]
    recent: Callable[[str], Run | Unknown | None]


@evidence(permission="actions:read")
def runs(github: GitHub | Unknown) -> Runs | Unknown:
    """One list of the newest runs of all workflows, one of a single run for each workflow that is not among them, and the jobs of those that failed."""
    if isinstance(github, Unknown):
        return waiting(github, _ASKED)
    recent = cache(lambda: _by_path(github.ask("/actions/runs", _RECENT)))

    @cache
    def last(path: str) -> Run | Unknown | None:
        known = recent()
        body = known.get(path) if not isinstance(known, Unknown) else known
        if body is None:
            file = segment(path.rpartition("/")[2])
            answer = github.ask(f"/actions/workflows/{file}/runs", _LAST)
            if isinstance(answer, Answer) and answer.status == _MISSING and not isinstance(known, Unknown):
                return None  # it has never run: the other runs of the repository were told
            own = _by_path(answer)
            body = own if isinstance(own, Unknown) else own.get(path)
        return _told(body, github) if body is not None and not isinstance(body, Unknown) else body

    @cache
    def among_recent(path: str) -> Run | Unknown | None:
        known = recent()
        body = known.get(path) if not isinstance(known, Unknown) else known
        return _told(body, github) if body is not None and not isinstance(body, Unknown) else body

    return Runs(last=last, recent=among_recent)


def _by_path(answer: Answer | Unknown) -> Mapping[str, Mapping[str, object]] | Unknown:
    """The newest run of each path; a path may name the reference that a workflow was called at."""
    body = found(answer, _ASKED)
    if isinstance(body, Unknown):
        return body
    told = mappings(body, "workflow_runs")
    if told is None or any("path" not in one or "conclusion" not in one for one in told):
        return omitted("workflow_runs", _ASKED)
    return {text(one, "path").partition("@")[0]: one for one in reversed(told)}


def _told(body: Mapping[str, object], github: GitHub) -> Run | Unknown:
    run = Run(text(body, "head_sha"), text(body, "conclusion"), text(body, "html_url"))
    if run.conclusion != _FAILED:
        return run
    jobs = found(github.ask(f"/actions/runs/{number(body, 'id')}/jobs", {"per_page": "1"}), _ASKED)
    if isinstance(jobs, Unknown):
        return jobs
    if not isinstance(jobs.get("total_count"), int):
        return omitted("total_count", _ASKED)
    return Run(run.commit, run.conclusion, run.page, number(jobs, "total_count") > 0)
