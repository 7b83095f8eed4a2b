"""Why a GitHub App gets no token, and what would get it one."""

from collections.abc import Callable
from email.utils import parsedate_to_datetime

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.github.service import Answer

_ABSENT = 404
_AHEAD, _BEHIND = 55.0, 290.0  # seconds: what is signed is dated a minute back, and holds for five


class Denied:
    """What is told of one App."""

    def __init__(self, app: str, now: Callable[[], float]) -> None:
        self._app = f"GitHub App {app}"
        self._now = now

    def installation(self, answer: Answer, repository: str) -> Unknown:
        """It was not told where it is installed."""
        if answer.status == _ABSENT:
            return Unknown(
                "GitHub",
                Reason.FORBIDDEN,
                needs=f"{self._app} to be installed on {repository}",
                detail=f"{self._app} is not installed on {repository}: GitHub answers 404: {_told(answer)}",
            )
        return self.token(answer, repository)

    def token(self, answer: Answer, repository: str) -> Unknown:
        """It was given no token."""
        match answer.status:
            case 401:
                return self._refused(answer)
            case 403 if "suspended" in answer.message.lower():
                return self.suspended(repository)
            case 403 | 404 | 422:
                needs = f"the installation of {self._app} on {repository} to grant what it is asked for"
                return Unknown("GitHub", Reason.FORBIDDEN, needs, self._says("gets no token", answer))
            case _:
                needs = "an answer of GitHub's, which has failed"
                return Unknown("GitHub", Reason.UNREACHABLE, needs, self._says("gets no token", answer))

    def suspended(self, repository: str) -> Unknown:
        """Its installation is there, and is switched off."""
        return self._of_installation(repository, "to be unsuspended", "is suspended")

    def blind(self, repository: str) -> Unknown:
        """Its installation may read nothing that is asked for."""
        return self._of_installation(
            repository, "to be allowed metadata:read", "may read nothing that is asked for"
        )

    def nonsense(self, what: str) -> Unknown:
        """An answer that is none."""
        return Unknown(
            "GitHub", Reason.UNREADABLE, detail=f"GitHub's answer holds nothing that tells {self._app} {what}"
        )

    def _of_installation(self, repository: str, needs: str, what: str) -> Unknown:
        whose = f"the installation of {self._app} on {repository}"
        return Unknown("GitHub", Reason.FORBIDDEN, f"{whose} {needs}", f"{whose} {what}")

    def _refused(self, answer: Answer) -> Unknown:
        wrong = _wrong_clock(answer, self._now())
        if wrong:
            needs, what = "the clock of this machine to be right", f"signs nothing that holds, as {wrong}"
        else:
            needs, what = f"a private key of {self._app}", "has no such key, or no longer"
        return Unknown("GitHub", Reason.FORBIDDEN, needs, self._says(what, answer))

    def _says(self, what: str, answer: Answer) -> str:
        return f"{self._app} {what}: GitHub answers {answer.status}: {_told(answer)}"


def _told(answer: Answer) -> str:
    return answer.message or f"status {answer.status}"


def _wrong_clock(answer: Answer, now: float) -> str:
    """By how much a clock differs from that of the answer, where that is why it is refused; empty where it is right, or cannot be told."""
    try:
        ahead = now - parsedate_to_datetime(answer.headers.get("date", "")).timestamp()
    except (ValueError, TypeError, OverflowError):
        return ""
    if -_BEHIND <= ahead <= _AHEAD:
        return ""
    return f"the clock of this machine is {abs(ahead):.0f} seconds {'ahead of' if ahead > 0 else 'behind'} GitHub's"
