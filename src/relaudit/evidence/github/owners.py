"""What GitHub cannot read of CODEOWNERS: it skips such a line, and tells nobody who does not ask."""

from collections.abc import Mapping

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import named_record, record
from relaudit.evidence.github.bodies import number, text
from relaudit.evidence.github.service import GitHub
from relaudit.evidence.github.states import Absent, Asked, found, found_or_absent, omitted, waiting

_ASKED = Asked("OwnerErrors", "contents:read")
_KEYS = ("path", "line", "column", "kind", "message")
_NO_FILE = Asked("OwnerErrors", "contents:read", ("Not Found", "status 404"))


@record
class OwnerError:
    """One error: the line and the column, counted from 1, `source` the line itself, `kind` and `message` as GitHub has them."""

    path: str
    line: int
    column: int
    kind: str
    message: str
    source: str = ""


@named_record
class OwnerErrors:
    """Those of the file as it is on the default branch, where there is one."""

    every: tuple[OwnerError, ...] | Unknown
    page: str


@evidence(permission="contents:read")
def owner_errors(github: GitHub | Unknown) -> OwnerErrors | Unknown:
    """One request. A repository that may be seen and has no such errors to tell has no such file."""
    if isinstance(github, Unknown):
        return waiting(github, _ASKED)
    body = found_or_absent(github.ask("/codeowners/errors"), _NO_FILE)
    if isinstance(body, Absent):
        about = found(github.ask(""), _ASKED)
        hidden = about if isinstance(about, Unknown) else ()
        return OwnerErrors(every=hidden, page=github.page)
    return OwnerErrors(every=body if isinstance(body, Unknown) else _told(body), page=github.page)


def _told(body: Mapping[str, object]) -> tuple[OwnerError, ...] | Unknown:
    said = body.get("errors")
    items = said if isinstance(said, list) else []
    whole = [one for one in items if isinstance(one, Mapping) and all(key in one for key in _KEYS)]
    if not isinstance(said, list) or len(whole) < len(said):
        return omitted("errors", _ASKED)
    return tuple(
        OwnerError(
            text(one, "path"), number(one, "line"), number(one, "column"), text(one, "kind"),
            text(one, "message").partition("\n")[0], text(one, "source").strip(),
        )
        for one in whole
    )  # fmt: skip
