"""What the token of a workflow may do where the workflow does not say it."""

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import named_record
from relaudit.evidence.github.bodies import text
from relaudit.evidence.github.service import GitHub, named
from relaudit.evidence.github.states import Asked, found, omitted, waiting

_ASKED = Asked("ActionsSettings", "administration:read")


@named_record
class ActionsSettings:
    """`default_token` is `read` or `write`, as GitHub says it; `may_approve` tells whether workflows may approve pull requests."""

    default_token: str
    may_approve: bool
    page: str
    repository: str


@evidence(permission="administration:read")
def actions_settings(github: GitHub | Unknown) -> ActionsSettings | Unknown:
    """One request."""
    if isinstance(github, Unknown):
        return waiting(github, _ASKED)
    body = found(github.ask("/actions/permissions/workflow"), _ASKED)
    if isinstance(body, Unknown):
        return body
    token, may = text(body, "default_workflow_permissions"), body.get("can_approve_pull_request_reviews")
    if not token or not isinstance(may, bool):
        return omitted("default_workflow_permissions", _ASKED)
    return ActionsSettings(
        default_token=token, may_approve=may, page=f"{github.page}/settings/actions", repository=named(github)
    )  # fmt: skip
