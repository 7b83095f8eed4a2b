"""The signatures of annotated tags, as GitHub has checked them."""

from collections.abc import Callable
from functools import cache

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import named_record, record
from relaudit.evidence.github.bodies import mapping, text
from relaudit.evidence.github.service import GitHub
from relaudit.evidence.github.states import Asked, found, omitted, waiting

# GitHub could not do it itself, and says nothing of the signature.
_FAILED = ("gpgverify_unavailable", "gpgverify_error", "ocsp_error", "ocsp_pending")
_ASKED = Asked("TagSignatures", "contents:read")


@record
class Signature:
    """Whether GitHub could check a signature, and why not, in its words: `unsigned`, `unknown_key`, `bad_email`."""

    is_verified: bool
    reason: str


@named_record
class TagSignatures:
    """Answers for a tag object by its name."""

    of: Callable[[str], Signature | Unknown]


@evidence(permission="contents:read")
def tag_signatures(github: GitHub | Unknown) -> TagSignatures | Unknown:
    """One request for each tag that is asked about; a tag that is no object of its own has none."""
    if isinstance(github, Unknown):
        return waiting(github, _ASKED)

    @cache
    def of(oid: str) -> Signature | Unknown:
        body = found(github.ask(f"/git/tags/{oid}"), _ASKED)
        if isinstance(body, Unknown):
            return body
        verification = mapping(body, "verification")
        verified = verification.get("verified")
        reason = text(verification, "reason")
        if not isinstance(verified, bool):
            return omitted("verification", _ASKED)
        if reason in _FAILED:
            return Unknown(
                "TagSignatures", Reason.UNREACHABLE, detail=f"GitHub has not checked the signature: {reason}"
            )
        return Signature(verified, reason)

    return TagSignatures(of=of)
