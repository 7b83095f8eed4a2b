"""The tokens of a GitHub App's installations: each is made when it is needed, once for all who ask, and again before it expires."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Lock

from relaudit.core.model import Unknown
from relaudit.core.record import named_record
from relaudit.core.regex import regex
from relaudit.evidence.github.bodies import mapping, number, text
from relaudit.evidence.github.service import Answer
from relaudit.sources.github.client import Client
from relaudit.sources.github.denied import Denied
from relaudit.sources.github.secret import Credential, Secret
from relaudit.sources.github.token import Token

PERMISSIONS = (
    "actions", "actions_variables", "administration", "checks", "contents", "environments", "metadata", "pull_requests", "secrets", "statuses",
)  # fmt: skip
_TOKEN = regex(r"[\x21-\x7e]{1,1000}")
_MARGIN = (
    300.0  # before it expires: as long as a request with all its waiting may take, and clocks may differ
)
_FRESH = 60.0  # the age below which a refusal may mean that not all of GitHub knows the token yet
_TRIES = 3
_OK, _CREATED, _ABSENT = 200, 201, 404


@named_record
class Installation:
    """Where an App is installed, and what it may read there: `read` by the name of a permission."""

    number: int
    permissions: Mapping[str, object]


@named_record
class Issued:
    """A token, when it was made, and when another one is due: in seconds since the epoch."""

    token: Token
    made: float
    due: float


class Installations:
    """Those of one App on one server. While one thread fetches a token the others wait, and then take the same."""

    def __init__(self, client: Client, app: str, *, now: Callable[[], float] = time.time) -> None:
        self._client = client
        self._denied = Denied(app, now)
        self._source = f"GitHub App {app}"
        self._now = now
        self._lock = Lock()
        self._absent: set[str] = set()  # repositories that GitHub says it is not installed on
        self._on: dict[str, Installation | Unknown] = {}
        self._issued: dict[int, Issued] = {}
        self._useless: set[int] = set()  # installations whose tokens were refused as long as it was tried

    def token(self, repository: str) -> Token | Unknown:
        """The token for a repository; whatever keeps it from coming is unknown, and was told by GitHub once."""
        with self._lock:
            found = self._installation(repository)
            if isinstance(found, Unknown):
                return found
            issued = self._issued.get(found.number)
            if issued is None or issued.due <= self._now():
                return self._renewed(found, repository)
            return issued.token

    def after_refusal(self, refused: Secret, attempt: int) -> float | None:
        """A token that was good, and is refused, is made anew; one that was just made is given time."""
        with self._lock:
            whose = next((one for one, issued in self._issued.items() if issued.token is refused), None)
            is_fresh = whose is not None and self._now() - self._issued[whose].made < _FRESH
            if attempt > _TRIES:
                if whose is not None and is_fresh:
                    self._useless.add(whose)
                return None
            if whose is None:
                return 0.0  # another thread has seen to it
            if not is_fresh:
                del self._issued[whose]
                return 0.0
            return None if whose in self._useless else float(2 ** (attempt - 1))

    def is_absent(self, repository: str) -> bool:
        """Whether GitHub says that the App is not installed on a repository."""
        with self._lock:
            self._installation(repository)
            return repository in self._absent

    def _installation(self, repository: str) -> Installation | Unknown:
        found = self._on.get(repository)
        if found is not None:
            return found
        answer = self._client.get(f"/repos/{repository}/installation")
        return self._kept(repository, answer, self._read(answer, repository))

    def _kept(
        self, repository: str, answer: Answer | Unknown, found: Installation | Unknown
    ) -> Installation | Unknown:
        """What GitHub has decided is not asked for again; where it did not answer, another request may get through."""
        if isinstance(answer, Answer) and answer.status < 500:  # noqa: PLR2004 - from there on it has failed
            self._on[repository] = found
        return found

    def _read(self, answer: Answer | Unknown, repository: str) -> Installation | Unknown:
        if isinstance(answer, Unknown):
            return answer
        body = answer.body
        if answer.status == _ABSENT:
            self._absent.add(repository)
        if answer.status != _OK:
            return self._denied.installation(answer, repository)
        if not isinstance(body, Mapping) or not number(body, "id"):
            return self._denied.nonsense("where it is installed")
        if body.get("suspended_at") is not None:
            return self._denied.suspended(repository)
        held = mapping(body, "permissions")
        read = {name: "read" for name in PERMISSIONS if held.get(name) in ("read", "write")}
        return (
            Installation(number=number(body, "id"), permissions=read)
            if read
            else self._denied.blind(repository)
        )

    def _renewed(self, found: Installation, repository: str) -> Token | Unknown:
        path = f"/app/installations/{found.number}/access_tokens"
        answer = self._client.post(path, {"permissions": dict(found.permissions)})
        if isinstance(answer, Unknown):
            return answer
        issued = self._made(answer) if answer.status == _CREATED else None
        if issued is None:
            denied = (
                self._denied.nonsense("a token")
                if answer.status == _CREATED
                else self._denied.token(answer, repository)
            )
            self._kept(repository, answer, denied)
            return denied
        self._issued[found.number] = issued
        return issued.token

    def _made(self, answer: Answer) -> Issued | None:
        """A token that is due at once, by a clock that is wrong, is used for a while all the same: GitHub tells when it has expired."""
        body = answer.body if isinstance(answer.body, Mapping) else {}
        value, now = text(body, "token"), self._now()
        try:
            expires = datetime.fromisoformat(text(body, "expires_at")).timestamp()
        except (ValueError, OverflowError):
            return None
        if _TOKEN.fullmatch(value) is None:
            return None
        return Issued(token=Token(value, self._source), made=now, due=max(expires - _MARGIN, now + _FRESH))


class OnRepository:
    """What one repository is asked with; where the App is not installed on another that it calls, that is asked as a stranger."""

    def __init__(self, every: Installations, repository: str, *, caller: Credential | None = None) -> None:
        self._every = every
        self._repository = repository
        self._caller = caller

    def current(self) -> Secret | Unknown:
        """The token of its installation, else of that of the caller: what is public is open to any."""
        if self._caller is not None and self._every.is_absent(self._repository):
            return self._caller.current()
        return self._every.token(self._repository)

    def after_refusal(self, refused: Secret, attempt: int, /) -> float | None:
        """As its installations."""
        return self._every.after_refusal(refused, attempt)

    def elsewhere(self, repository: str, /) -> "OnRepository":
        """Another repository, called from this one."""
        return OnRepository(self._every, repository, caller=self)
