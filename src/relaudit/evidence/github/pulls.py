"""Pull requests that were merged: which branch went into which."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import named_record, record
from relaudit.evidence.github.bodies import mapping, number, text
from relaudit.evidence.github.service import GitHub
from relaudit.evidence.github.states import Asked, omitted, partly, waiting

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


@evidence(permission="pull-requests:read")
def pull_requests(github: GitHub | Unknown) -> PullRequests | Unknown:
    """A list for each branch that is asked about; what was closed without being merged is left out."""
    if isinstance(github, Unknown):
        return waiting(github, _ASKED)

    @cache
    def into(branch: str) -> Merged:
        listing = github.listed("/pulls", {**_NEWEST, "base": branch})
        said, doubt = partly(listing, _ASKED)
        every = [_told(body, github.repository) for body in said if body.get("merged_at")]
        known = tuple(one for one in every if one is not None)
        return Merged(known, doubt or (omitted("head", _ASKED) if len(known) < len(every) else None))

    return PullRequests(into=into)


def _told(body: Mapping[str, object], repository: str) -> PullRequest | None:
    """None where the answer leaves out what was merged into what; a fork that was deleted is known by its owner."""
    head, base = mapping(body, "head"), mapping(body, "base")
    owner, _, _ = text(head, "label").partition(":")
    source, target = text(head, "ref"), text(base, "ref")
    if not (owner and source and target and number(body, "number")):
        return None
    repo = text(mapping(head, "repo"), "full_name") or (
        f"{owner}/" if owner != repository.partition("/")[0] else ""
    )
    fork = repo if repo.lower() != repository.lower() else ""
    return PullRequest(
        number(body, "number"), source, target, fork, text(body, "html_url"), text(body, "merged_at")
    )
