"""What an answer of GitHub's means for the one who asked: found, definitely not there, or unknown, and why.

A 404 is not one state, and a 403 is not one either: GitHub hides with a 404 what a token may not see, and refuses with a 403 what a plan
does not have, what an organisation asks single sign-on for, and what is asked too often.
"""

from collections.abc import Mapping, Sequence

from relaudit.core.model import Reason, Unknown
from relaudit.core.record import record
from relaudit.evidence.github.service import Answer, Listing

_LIMITS = ("rate limit", "abuse detection")
_PLANS = ("upgrade to github",)
_OK, _FORBIDDEN, _NOT_FOUND, _TOO_MANY = 200, 403, 404, 429


@record
class Asked:
    """What a fact is called, the permission that it takes, the messages of a 404 that say that there is no such thing, and the keys that each item of a list has."""

    evidence: str
    permission: str
    absent: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


@record
class Absent:
    """The server says that there is none."""

    message: str


def found(answer: Answer | Unknown, asked: Asked) -> Mapping[str, object] | Unknown:
    """The object that an answer holds, of a thing that is surely there."""
    said = found_or_absent(answer, asked)
    return _hidden(said, asked) if isinstance(said, Absent) else said


def found_or_absent(answer: Answer | Unknown, asked: Asked) -> Mapping[str, object] | Absent | Unknown:
    """The object that an answer holds, or that there is none."""
    if isinstance(answer, Unknown):
        return waiting(answer, asked)
    if answer.status != _OK:
        return refused(answer, asked)
    if isinstance(answer.body, Mapping):
        return answer.body
    return Unknown(
        asked.evidence, Reason.UNREADABLE, detail=f"GitHub answered with no object for {asked.evidence}"
    )


def items(listing: Listing | Unknown, asked: Asked) -> Sequence[Mapping[str, object]] | Unknown:
    """The objects of a list that came whole."""
    if isinstance(listing, Unknown):
        return waiting(listing, asked)
    if listing.refused is not None:
        said = refused(listing.refused, asked)
        return _hidden(said, asked) if isinstance(said, Absent) else said
    if listing.cut is not None:
        return waiting(listing.cut, asked)
    whole = [
        item for item in listing.items if isinstance(item, Mapping) and all(key in item for key in asked.keys)
    ]
    if len(whole) < len(listing.items):
        return Unknown(
            asked.evidence,
            Reason.OMITTED,
            _needs(asked.permission),
            f"GitHub leaves out some of {asked.evidence}",
        )
    return whole


def at_once(answer: Answer | Unknown, asked: Asked) -> Sequence[Mapping[str, object]] | Unknown:
    """The objects of a list that has no pages."""
    if isinstance(answer, Unknown) or answer.status != _OK:
        return items(answer if isinstance(answer, Unknown) else Listing(refused=answer), asked)
    return items(Listing(answer.body), asked) if isinstance(answer.body, list) else omitted("the list", asked)


def partly(listing: Listing | Unknown, asked: Asked) -> tuple[Sequence[Mapping[str, object]], Unknown | None]:
    """The objects of a list as far as it came, and why there may be more."""
    cut = listing.cut if isinstance(listing, Listing) and listing.refused is None else None
    if cut is not None and isinstance(listing, Listing):
        whole = items(Listing(listing.items), asked)
        return (whole if not isinstance(whole, Unknown) else (), waiting(cut, asked))
    said = items(listing, asked)
    return ((), said) if isinstance(said, Unknown) else (said, None)


def was_asked(unknown: Unknown) -> bool:
    """Whether it is an answer that is lacking, and not the question."""
    return unknown.reason not in (Reason.OFFLINE, Reason.NO_TOKEN)


def refused(answer: Answer, asked: Asked) -> Absent | Unknown:
    """What an answer that is none means."""
    told = answer.message or f"status {answer.status}"
    if answer.status == _NOT_FOUND and told in asked.absent:
        return Absent(told)
    reason, needs = _why(answer, asked)
    return Unknown(asked.evidence, reason, needs=needs, detail=f"GitHub answers {answer.status}: {told}")


def omitted(key: str, asked: Asked) -> Unknown:
    """A key that is left out of an answer, which says neither yes nor no."""
    detail = f"GitHub leaves out {key} for this token"
    return Unknown(asked.evidence, Reason.OMITTED, needs=_needs(asked.permission), detail=detail)


def _hidden(absent: Absent, asked: Asked) -> Unknown:
    return Unknown(asked.evidence, Reason.HIDDEN, _needs(asked.permission), absent.message)


def _why(answer: Answer, asked: Asked) -> tuple[Reason, str]:
    said = answer.message.lower()
    if answer.status == _TOO_MANY or (
        answer.status == _FORBIDDEN and any(limit in said for limit in _LIMITS)
    ):
        return Reason.RATE_LIMITED, "another run, when the rate limit of the token is filled up again"
    match answer.status:
        case 401:
            return Reason.FORBIDDEN, "a token that is valid: GitHub refuses this one"
        case 403:
            return _forbidden(answer, said, asked)
        case 404 | 410:
            return Reason.HIDDEN, _needs(asked.permission)
        case _:
            return Reason.UNREACHABLE, "an answer of GitHub's, which has failed"


def _forbidden(answer: Answer, said: str, asked: Asked) -> tuple[Reason, str]:
    if "x-github-sso" in answer.headers:
        return Reason.SSO, "the token to be authorized for single sign-on"
    if said.startswith(_PLANS):
        return Reason.PLAN, "a plan of GitHub that has it"
    accepted = answer.headers.get("x-accepted-github-permissions", "").split(";")[0].strip()
    return Reason.FORBIDDEN, _needs(accepted.replace("_", "-").replace("=", ":") or asked.permission)


def _needs(permission: str) -> str:
    return f"{permission} on GitHub"


def waiting(unknown: Unknown, asked: Asked) -> Unknown:
    """The same, said of the fact that was asked for."""
    needs = unknown.needs or _needs(asked.permission)
    return Unknown(asked.evidence, unknown.reason, needs, unknown.detail)
