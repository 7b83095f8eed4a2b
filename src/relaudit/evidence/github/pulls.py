"""Pull requests that were merged: which branch went into which."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.occasion import HistorySince
from relaudit.core.record import named_record, record
from relaudit.evidence.github.bodies import mapping, number, text
from relaudit.evidence.github.moments import gone_past, moment_of
from relaudit.evidence.github.service import GitHub, Listing
from relaudit.evidence.github.states import Asked, omitted, partly, waiting

_ASKED = Asked("PullRequests", "pull-requests:read", keys=("number", "base", "head", "merged_at"))
_NEWEST = {"state": "closed", "direction": "desc"}


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
        merged = moment_of(self.day)
        return merged.date() if merged is not None else None

    @property
    def name(self) -> str:
        """The branch that it came from, with its owner for one of a fork."""
        return f"{self.fork.partition('/')[0]}:{self.source}" if self.fork else self.source


@record
class Merged:
    """Those that were merged into one branch since history is judged, and maybe some before, the newest first; `doubt` is why there may be more."""

    every: tuple[PullRequest, ...] = ()
    doubt: Unknown | None = None


@named_record
class PullRequests:
    """Answers for a branch by its name."""

    into: Callable[[str], Merged]


@evidence(permission="pull-requests:read")
def pull_requests(github: GitHub | Unknown, since: HistorySince) -> PullRequests | Unknown:
    """A list for each branch that is asked about; what was closed without being merged is left out."""
    if isinstance(github, Unknown):
        return waiting(github, _ASKED)

    @cache
    def into(branch: str) -> Merged:
        said, doubt = partly(_listed(github, branch, since.start), _ASKED)
        every = [_told(body, github.repository) for body in said if body.get("merged_at")]
        known = {one.number: one for one in every if one is not None}
        newest = tuple(sorted(known.values(), key=lambda one: one.number, reverse=True))
        return Merged(newest, doubt or (omitted("head", _ASKED) if None in every else None))

    return PullRequests(into=into)


def _listed(github: GitHub, branch: str, start: date | None) -> Listing | Unknown:
    """What was merged since a day was updated since.

    One that is updated while the list is read goes to its front, past what is read: those in between are told twice then, and the list is read
    once more in an order that stays.
    """
    if start is not None:
        until = gone_past(start, "updated_at", own="created_at")
        listing = github.listed("/pulls", {**_NEWEST, "base": branch, "sort": "updated"}, until=until)
        if isinstance(listing, Unknown) or not _repeats(listing):
            return listing
    return github.listed("/pulls", {**_NEWEST, "base": branch, "sort": "created"})


def _repeats(listing: Listing) -> bool:
    numbers = [number(one, "number") for one in listing.items if isinstance(one, Mapping)]
    return len(set(numbers)) < len(numbers)


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
