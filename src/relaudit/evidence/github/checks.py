"""What was reported on a commit: the check runs of apps, and the statuses of older services."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import named_record, record
from relaudit.evidence.github.bodies import text
from relaudit.evidence.github.service import GitHub
from relaudit.evidence.github.states import Asked, partly, waiting

_CHECKS = Asked("CommitChecks", "checks:read", keys=("name", "status", "conclusion"))
_STATUSES = Asked("CommitChecks", "statuses:read", keys=("context", "state"))
_GREEN = frozenset(("success", "neutral", "skipped"))
_GOING = frozenset(("pending", ""))


@record
class Check:
    """One report: its name, and how it ended as GitHub says it, empty for one that has not; `begun` is the moment that it began, in UTC."""

    name: str
    conclusion: str
    begun: str = ""

    @property
    def is_green(self) -> bool:
        """GitHub lets a pull request pass with it."""
        return self.conclusion in _GREEN

    @property
    def is_going_on(self) -> bool:
        """It has not ended."""
        return self.conclusion in _GOING


@record
class Reports:
    """Everything that was reported on a commit, the last report of each name; `doubts` are why there may be more."""

    every: tuple[Check, ...] = ()
    doubts: tuple[Unknown, ...] = ()

    def of(self, name: str) -> Check | None:
        """The report of a name."""
        return next((one for one in self.every if one.name == name), None)


@named_record
class CommitChecks:
    """Answers for a commit by its name."""

    of: Callable[[str], Reports]


@evidence(permission="checks:read")
def commit_checks(github: GitHub | Unknown) -> CommitChecks | Unknown:
    """Two lists for each commit that is asked about."""
    if isinstance(github, Unknown):
        return waiting(github, _CHECKS)

    @cache
    def of(commit: str) -> Reports:
        path = f"/commits/{commit}"
        runs, unseen = partly(github.listed(f"{path}/check-runs", under="check_runs"), _CHECKS)
        statuses, unheard = partly(github.listed(f"{path}/status", under="statuses"), _STATUSES)
        found = (*_statuses(statuses), *_runs(sorted(runs, key=_ended)))
        by_name = {one.name: one for one in found}
        doubts = tuple(one for one in (unseen, unheard) if one is not None)
        return Reports(tuple(by_name.values()), doubts)

    return CommitChecks(of=of)


def _ended(body: Mapping[str, object]) -> tuple[bool, str]:
    """What has not ended counts as the newest: a check may be run again, and by several events."""
    moment = text(body, "completed_at")
    return (not moment, moment)


def _runs(bodies: Sequence[Mapping[str, object]]) -> Iterator[Check]:
    for body in bodies:
        yield Check(text(body, "name"), text(body, "conclusion"), text(body, "started_at"))


def _statuses(bodies: Sequence[Mapping[str, object]]) -> Iterator[Check]:
    for body in bodies:
        yield Check(text(body, "context"), text(body, "state"), text(body, "created_at"))
