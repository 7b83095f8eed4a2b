"""What one branch has that another lacks, as GitHub compares them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import named_record, record
from relaudit.evidence.github.bodies import mapping, mappings, text
from relaudit.evidence.github.service import GitHub, Listing, segment
from relaudit.evidence.github.states import Asked, found, items, omitted, waiting

_ASKED = Asked("Comparisons", "contents:read")
_COMMITS = Asked("Comparisons", "contents:read", keys=("sha", "parents", "commit"))
_PAGE = {"per_page": "100"}


@record
class Ahead:
    """A commit that the other branch does not have; merges are left out."""

    oid: str
    subject: str
    day: date


@record
class Comparison:
    """The commits that `head` has and `base` has not, by their names; `is_behind` tells whether `base` has some of its own.

    One that was cherry-picked has another name there: where `base` has none of its own, none was.
    """

    ahead: Sequence[Ahead]
    is_behind: bool


@named_record
class Comparisons:
    """Answers for two branches: the one that is asked about, and the one that may have more."""

    of: Callable[[str, str], Comparison | Unknown]


@evidence(permission="contents:read")
def comparisons(github: GitHub | Unknown) -> Comparisons | Unknown:
    """A request for each pair, and one for every hundred commits beyond the first: the numbers stand on each page."""
    if isinstance(github, Unknown):
        return waiting(github, _ASKED)

    @cache
    def of(base: str, head: str) -> Comparison | Unknown:
        path = f"/compare/{segment(base)}...{segment(head)}"
        body = found(github.ask(path, _PAGE), _ASKED)
        if isinstance(body, Unknown):
            return body
        ahead, behind = body.get("ahead_by"), body.get("behind_by")
        if not isinstance(ahead, int) or not isinstance(behind, int):
            return omitted("ahead_by", _ASKED)
        commits = _ahead(github.listed(path, _PAGE, under="commits"), ahead)
        return commits if isinstance(commits, Unknown) else Comparison(commits, behind > 0)

    return Comparisons(of=of)


def _ahead(listing: Listing | Unknown, count: int) -> Sequence[Ahead] | Unknown:
    said = items(listing, _COMMITS)
    if isinstance(said, Unknown):
        return said
    if len(said) < count:
        detail = f"GitHub tells {len(said)} of {count} commits"
        return Unknown("Comparisons", Reason.TRUNCATED, needs="a clone", detail=detail)
    told = [_told(one) for one in said if len(mappings(one, "parents") or ()) <= 1]
    return next(
        (one for one in told if isinstance(one, Unknown)), [one for one in told if isinstance(one, Ahead)]
    )


def _told(body: Mapping[str, object]) -> Ahead | Unknown:
    inner = mapping(body, "commit")
    try:
        day = date.fromisoformat(text(mapping(inner, "committer"), "date")[:10])
    except ValueError:
        return omitted("the day of a commit", _COMMITS)
    return Ahead(text(body, "sha"), text(inner, "message").strip("\n").partition("\n")[0], day)
