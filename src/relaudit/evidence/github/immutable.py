"""Whether releases can be changed after they were published."""

from collections.abc import Mapping

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import named_record
from relaudit.evidence.github.bodies import mapping
from relaudit.evidence.github.service import Answer, GitHub, named
from relaudit.evidence.github.states import Asked, found, found_or_absent, omitted, waiting

_ASKED = Asked("ImmutableReleases", "administration:read")
_LATEST = Asked("ImmutableReleases", "contents:read", ("Not Found",))
_OFF = 404
_PUBLIC = "https://github.com/"


@named_record
class ImmutableReleases:
    """Whether they are, by the setting, or where that may not be read by the `latest` release; None of it where nothing tells."""

    setting: bool | Unknown
    latest: bool | Unknown | None
    page: str
    repository: str


@evidence(permission="administration:read")
def immutable_releases(github: GitHub | Unknown) -> ImmutableReleases | Unknown:
    """The setting is asked for; who may not read it is told of the release that was published last."""
    if isinstance(github, Unknown):
        return waiting(github, _ASKED)
    setting = _setting(github.ask("/immutable-releases"), github)
    latest = _latest(github.ask("/releases/latest")) if isinstance(setting, Unknown) else None
    return ImmutableReleases(
        setting=setting, latest=latest, page=f"{github.page}/settings", repository=named(github)
    )


def _setting(answer: Answer | Unknown, github: GitHub) -> bool | Unknown:
    """By a 404 GitHub says that they are not, and hides the setting as well from those who are no administrators; other servers may not have it."""
    if isinstance(answer, Answer) and answer.status == _OFF and github.page.startswith(_PUBLIC):
        about = found(github.ask(""), _ASKED)
        is_admin = isinstance(about, Mapping) and mapping(about, "permissions").get("admin") is True
        if is_admin:
            return False
    body = found(answer, _ASKED)
    said = body.get("enabled") if isinstance(body, Mapping) else None
    if isinstance(body, Unknown):
        return body
    return said if isinstance(said, bool) else omitted("enabled", _ASKED)


def _latest(answer: Answer | Unknown) -> bool | Unknown | None:
    """None where nothing was released, or where the repository is hidden."""
    body = found_or_absent(answer, _LATEST)
    if isinstance(body, Unknown):
        return body
    said = body.get("immutable") if isinstance(body, Mapping) else None
    return said if isinstance(said, bool) else None
