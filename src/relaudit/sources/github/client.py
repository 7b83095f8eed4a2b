"""The home of PyGithub, and of everything that is sent to GitHub: requests, and what becomes of those that fail.

PyGithub's connection is one object that a second thread may overwrite between a request and its answer, so that the answer of another
repository comes back without an error: every thread has a client of its own. What it retries, it retries by rules of its own; here it
retries nothing.
"""

import json
import time
from collections.abc import Callable, Mapping
from threading import local
from typing import TYPE_CHECKING

from relaudit.core.errors import UsageError
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import NOTHING
from relaudit.evidence.github.service import Answer, Parameters
from relaudit.sources.github.app import AppKey
from relaudit.sources.github.secret import Credential, Secret
from relaudit.sources.github.waiting import has_failed, is_limited, pause_after

if TYPE_CHECKING:
    from github import Github
    from github.Requester import Requester

    Send = Callable[[Requester], tuple[int, dict[str, str], str]]

VERSION = "2022-11-28"
_SECONDS = 15
_FAILURES = 2
_REFUSED = 401
_JSON = "application/json"


class Client:
    """Asks one server, with nothing secret where it is given none; `patience` are the seconds that all waiting for one answer may take."""

    def __init__(
        self,
        url: str,
        credential: Credential | None,
        *,
        patience: float = 120.0,
        pause: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.url = url.rstrip("/")
        self._credential = credential
        self._patience = patience
        self._pause = pause
        self._now = now
        self._own = local()
        self._failures = 0  # requests in a row that came to nothing

    def get(self, path: str, parameters: Parameters = NOTHING) -> Answer | Unknown:
        """What the server answers, in the end; a path begins with a slash, or is an address of this server."""
        return self._patiently(lambda requester: requester.requestJson("GET", path, dict(parameters)))

    def post(self, path: str, body: Mapping[str, object]) -> Answer | Unknown:
        """What the server answers when it is sent a body, in the end."""
        return self._patiently(lambda requester: requester.requestJson("POST", path, {}, input=body))

    def query(self, text: str, variables: Mapping[str, str]) -> Answer | Unknown:
        """What GraphQL answers, in the end; the answer to a query may be an error with the status of success."""
        asked = {"query": text, "variables": dict(variables)}
        return self._patiently(
            lambda requester: requester.requestJson("POST", requester.graphql_url, {}, input=asked)
        )

    def elsewhere(self, repository: str) -> "Client":
        """What asks about another repository of the server: itself, where that takes no other credential."""
        other = self._credential.elsewhere(repository) if self._credential is not None else None
        if other is self._credential:
            return self
        return Client(self.url, other, patience=self._patience, pause=self._pause, now=self._now)

    def _patiently(self, send: "Send") -> Answer | Unknown:
        """With patience, which a server that has failed twice to the end has used up."""
        left, attempt = self._patience, 1
        while True:
            secret = self._credential.current() if self._credential is not None else None
            if isinstance(secret, Unknown):
                return secret
            answer = self._asked(send, secret)
            last = None if isinstance(answer, Unknown) else answer
            seconds = self._pause_after(last, secret, attempt)
            if seconds is None or seconds > left or (has_failed(last) and self._failures >= _FAILURES):
                self._failures = self._failures + 1 if has_failed(last) else 0
                return answer if last is None or not is_limited(last) else _spent(last)
            self._pause(seconds)
            left, attempt = left - seconds, attempt + 1

    def _pause_after(self, last: Answer | None, secret: Secret | None, attempt: int) -> float | None:
        is_refused = last is not None and last.status == _REFUSED
        if is_refused and secret is not None and self._credential is not None:
            return self._credential.after_refusal(secret, attempt)
        return pause_after(last, attempt, self._now())

    def _asked(self, send: "Send", secret: Secret | None) -> Answer | Unknown:
        requester = self._github(secret).requester
        from jwt.exceptions import InvalidKeyError
        from requests.exceptions import RequestException

        try:
            status, headers, text = send(requester)
        except InvalidKeyError:
            return _unsigned(secret.source if secret is not None else "")
        except RequestException as error:
            return _failed(type(error).__name__)  # its words may hold the address, and what stands in it
        except (RuntimeError, AssertionError, RecursionError, ValueError):
            return _failed("it redirects to another server, or answers with headers that are none")
        plain = {str(name).lower(): str(value) for name, value in headers.items()}
        return _read(status, plain, text)

    def _github(self, secret: Secret | None) -> "Github":
        """The client of this thread, for as long as its secret holds."""
        found: tuple[Github, Secret | None] | None = getattr(self._own, "github", None)
        if found is None or found[1] is not secret:
            found = self._own.github = (self._made(secret), secret)
        return found[0]

    def _made(self, secret: Secret | None) -> "Github":
        try:
            from logging import CRITICAL, getLogger

            from github import Auth, Github
        except ImportError as error:
            raise UsageError(
                "GitHub cannot be asked without PyGithub: pip install 'relaudit[github]', or give --offline"
            ) from error
        getLogger("github").setLevel(CRITICAL)  # it tells what servers say, as they say it
        auth: Auth.Auth | None = Auth.Token(secret.reveal()) if secret is not None else None
        if isinstance(secret, AppKey):
            auth = Auth.AppAuth(secret.app, secret.reveal())
        return Github(
            auth=auth, base_url=self.url, timeout=_SECONDS,
            retry=None, pool_size=1, per_page=100, seconds_between_requests=None, seconds_between_writes=None, lazy=True,
            user_agent="relaudit", api_version=VERSION,
        )  # fmt: skip


def _read(status: int, headers: Mapping[str, str], text: str) -> Answer | Unknown:
    """A page of HTML is no answer, whatever its status says."""
    if not text:
        return Answer(status, None, headers)
    if _JSON not in headers.get("content-type", "").replace("+json", "/json").replace("/vnd.github", "/json"):
        return Answer(status, None, headers) if status >= 400 else _failed("it answers with no JSON")  # noqa: PLR2004 - an error
    try:
        return Answer(status, json.loads(text), headers)
    except (ValueError, RecursionError):
        return _failed("it answers with JSON that cannot be read")


def _failed(detail: str) -> Unknown:
    return Unknown(
        "GitHub",
        Reason.UNREACHABLE,
        needs="a connection to GitHub",
        detail=f"GitHub did not answer: {detail}",
    )


def _unsigned(source: str) -> Unknown:
    return Unknown(
        "GitHub",
        Reason.FORBIDDEN,
        needs=f"a private key in {source} that signs by RSA",
        detail=f"{source} is no RSA key, as those of GitHub Apps are",
    )


def _spent(answer: Answer) -> Unknown:
    needs = "another run, when the rate limit of the token is filled up again"
    told = answer.message or f"status {answer.status}"
    return Unknown(
        "GitHub", Reason.RATE_LIMITED, needs=needs, detail=f"GitHub answers {answer.status}: {told}"
    )
