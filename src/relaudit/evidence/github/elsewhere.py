"""Files of other repositories, at the revision that a workflow names: `OWNER/NAME/PATH@REF`."""

from base64 import b64decode
from collections.abc import Callable
from functools import cache

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import named_record
from relaudit.core.regex import regex
from relaudit.evidence.files import Text
from relaudit.evidence.github.bodies import text
from relaudit.evidence.github.service import Answer, GitHub
from relaudit.evidence.github.states import Asked, found, omitted, waiting

_ASKED = Asked("RemoteFiles", "contents:read")
_NO_REVISION = 422
_ELSEWHERE = frozenset((".", ".."))  # an address with one of them is another's
_USES = regex(
    r"(?P<repository>[\w.-]{1,100}/[\w.-]{1,100})/(?P<path>[\w./ -]{1,500})@(?P<ref>[\w./-]{1,250})"
)


@named_record
class RemoteFiles:
    """Answers for what stands under `uses`; the path of the text is just that."""

    of: Callable[[str], Text | Unknown]


@evidence(permission="contents:read")
def remote_files(github: GitHub | Unknown) -> RemoteFiles | Unknown:
    """One request for each file that is asked about; the token has to see the other repository."""
    if isinstance(github, Unknown):
        return waiting(github, _ASKED)

    @cache
    def of(uses: str) -> Text | Unknown:
        match = _USES.fullmatch(uses)
        if match is None or not _ELSEWHERE.isdisjoint(uses.rpartition("@")[0].split("/")):
            return Unknown("RemoteFiles", Reason.UNDECIDABLE, detail=f"{uses} names no file of a repository")
        other = github.elsewhere(match["repository"])
        answer = other.ask(f"/contents/{match['path']}", {"ref": match["ref"]})
        if isinstance(answer, Answer) and answer.status == _NO_REVISION:
            detail = f"GitHub answers {answer.status}: {answer.message}"
            return Unknown("RemoteFiles", Reason.HIDDEN, f"{_ASKED.permission} on GitHub", detail)
        body = found(answer, _ASKED)
        if isinstance(body, Unknown):
            return body
        is_whole = body.get("encoding") == "base64" and "content" in body
        raw = _decoded(text(body, "content")) if is_whole else None
        return Text.decoded(uses, raw) if raw is not None else omitted("content", _ASKED)

    return RemoteFiles(of=of)


def _decoded(content: str) -> bytes | None:
    try:
        return b64decode("".join(content.split()), validate=True)
    except ValueError:
        return None
