"""Pushes to a branch, as GitHub recorded them: what came by a pull request is told apart from what was pushed."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.occasion import HistorySince
from relaudit.core.record import named_record, record
from relaudit.evidence.github.bodies import mapping, text
from relaudit.evidence.github.moments import gone_past
from relaudit.evidence.github.service import GitHub
from relaudit.evidence.github.states import Asked, partly, waiting

_ASKED = Asked("Pushes", "contents:read", keys=("activity_type", "before", "after", "timestamp"))
_KINDS = ("push", "force_push")


@record
class Push:
    """One push: the commits that the branch stood at before and afterwards, who pushed, and the day and time as GitHub writes it."""

    before: str
    after: str
    by: str
    at: str


@record
class Recorded:
    """The pushes to one branch since history is judged, and maybe some before, the newest first; `doubt` is why there may be more."""

    every: tuple[Push, ...] = ()
    doubt: Unknown | None = None


@named_record
class Pushes:
    """Answers for a branch by its name; how far back GitHub remembers is not known."""

    to: Callable[[str], Recorded]


@evidence(permission="contents:read")
def pushes(github: GitHub | Unknown, since: HistorySince) -> Pushes | Unknown:
    """Two lists for each branch that is asked about: pushes, and forced ones."""
    if isinstance(github, Unknown):
        return waiting(github, _ASKED)

    until = gone_past(since.start, "timestamp")

    @cache
    def to(branch: str) -> Recorded:
        ref = f"refs/heads/{branch}"
        asked = {"ref": ref, "direction": "desc"}
        listings = [
            github.listed("/activity", {**asked, "activity_type": kind}, until=until) for kind in _KINDS
        ]
        parts = [partly(listing, _ASKED) for listing in listings]
        every = [one for said, _ in parts for one in _told(said)]
        doubt = next((doubt for _, doubt in parts if doubt is not None), None)
        return Recorded(tuple(sorted(every, key=lambda one: one.at, reverse=True)), doubt)

    return Pushes(to=to)


def _told(bodies: Sequence[Mapping[str, object]]) -> Sequence[Push]:
    return [
        Push(text(body, "before"), text(body, "after"), text(mapping(body, "actor"), "login"), text(body, "timestamp"))
        for body in bodies
        if body.get("activity_type") in _KINDS
    ]  # fmt: skip
