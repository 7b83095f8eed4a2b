"""Pull requests that were merged: which branch went into which."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import named_record, record
from relaudit.evidence.github.bodies import mapping, text
from relaudit.evidence.github.service import GitHub
from relaudit.evidence.github.states import Asked, partly, waiting

_ASKED = Asked("PullRequests", "pull-requests:read", keys=("number", "base", "head", "merged_at"))
_NEWEST = {"state": "closed", "sort": "created", "direction": "desc"}


@record
class PullRequest:
    """One that was merged: `source` is the branch it came from and `fork` its repository where that is another one; `day` is as GitHub writes it."""

    number: int
    source: str
    target: str
    fork: str
    page: str
    day: str

    @property
    def date(self) -> date | None:
        """The day that it was merged, in UTC; None where that cannot be read."""
        try:
            return datetime.fromisoformat(self.day).date()
        except ValueError:
            return None

    @property
    def name(self) -> str:
        """The branch that it came from, with its owner for one of a fork."""
        return f"{self.fork.partition('/')[0]}:{self.source}" if self.fork else self.source


@record
class Merged:
    """Those that were merged into one branch, the newest first; `doubt` is why there may be more."""

    every: tuple[PullRequest, ...] = ()
    doubt: Unknown | None = None


@named_record
class PullRequests:
    """Answers for a branch by its name."""

    into: Callable[[str], Merged]
    page: str


@evidence(permission="pull-requests:read")
def pull_requests(github: GitHub | Unknown) -> PullRequests | Unknown:
    """A list for each branch that is asked about; what was closed without being merged is left out."""
    if isinstance(github, Unknown):
        return waiting(github, _ASKED)

    @cache
    def into(branch: str) -> Merged:
        listing = github.listed("/pulls", {**_NEWEST, "base": branch})
        said, doubt = partly(listing, _ASKED)
        return Merged(tuple(_told(said, github.repository)), doubt)

    return PullRequests(into=into, page=f"{github.page}/pulls")


def _told(bodies: Sequence[Mapping[str, object]], repository: str) -> Sequence[PullRequest]:
    found = []
    for body in bodies:
        head, base = mapping(body, "head"), mapping(body, "base")
        number, day = body.get("number"), text(body, "merged_at")
        if day and isinstance(number, int):
            source = text(mapping(head, "repo"), "full_name")
            fork = source if source.lower() != repository.lower() else ""
            found.append(
                PullRequest(number, text(head, "ref"), text(base, "ref"), fork, text(body, "html_url"), day)
            )
    return found
