"""Connects a repository on this machine with the one on GitHub that it belongs to."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from relaudit.core.errors import UsageError
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import named_record
from relaudit.evidence.github.service import GitHub
from relaudit.sources.github.app import APP, SERVER, key_from
from relaudit.sources.github.remotes import repository_on
from relaudit.sources.github.token import Token, token_for
from relaudit.sources.local import Opened

if TYPE_CHECKING:
    from relaudit.sources.github.installation import Installations

PUBLIC = "https://github.com"
_PUBLIC_API = "https://api.github.com"
_CLOUD = ".ghe.com"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@named_record
class Server:
    """A server by the address of its pages, `https://github.com`; `host` has the port where it is not the usual one."""

    page: str

    @property
    def host(self) -> str:
        """As remotes name it."""
        return urlsplit(self.page).netloc.lower()

    @property
    def api(self) -> str:
        """The address of its API."""
        parts = urlsplit(self.page)
        if self.page == PUBLIC:
            return _PUBLIC_API
        if self.host.endswith(_CLOUD):
            return f"{parts.scheme}://api.{parts.netloc}"
        return f"{self.page}/api/v3"


def server_at(address: str, told: str = "--github-url") -> Server:
    """The server of an address, which `told` is the name of.

    Raises:
        UsageError: that is no address of a server.
    """
    try:
        parts = urlsplit(address)
        is_server = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        is_server = False
    if not is_server or "@" in parts.netloc or parts.path.strip("/") or parts.scheme not in ("http", "https"):
        raise UsageError(f"{told} takes the address of a server, such as {PUBLIC}")
    if parts.netloc.lower() in ("github.com", "www.github.com"):
        return Server(page=PUBLIC)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise UsageError(f"{told}: a token is sent over https alone, and not to {address}")
    return Server(page=f"{parts.scheme}://{parts.netloc}".lower())


class Means:
    """With what a server is asked, found out once: the App that the variables name, where it is one of that server, else a token.

    Raises:
        UsageError: the variables of an App do not say the whole of it.
    """

    def __init__(self, server: Server, environment: Mapping[str, str]) -> None:
        self.server = server
        self._environment = environment
        self._app = key_from(environment)
        home = environment.get(SERVER, "").strip()
        self._home = server_at(home, SERVER) if home else Server(page=PUBLIC)

    @cached_property
    def _found(self) -> "Token | Installations | None":
        if self._app is None or self._home != self.server:
            return token_for(self.server.host, self._environment)
        from relaudit.sources.github.client import Client
        from relaudit.sources.github.installation import Installations

        return Installations(Client(self.server.api, self._app), self._app.app)

    @property
    def is_there(self) -> bool:
        """Whether there is anything to ask with; else it can only be asked as a stranger."""
        return self._found is not None

    @property
    def hint(self) -> str:
        """Where there is nothing to ask with: what there is for another server, after a space; empty where that is nothing too."""
        return f" ({APP} is for {self._home.host}: {SERVER} says which)" if self._app is not None else ""

    def asking(self, name: str) -> GitHub:
        """What answers for a repository."""
        from relaudit.sources.github.client import Client
        from relaudit.sources.github.installation import Installations, OnRepository
        from relaudit.sources.github.repository import RepositoryOnGitHub

        found = self._found
        credential = OnRepository(found, name) if isinstance(found, Installations) else found
        return RepositoryOnGitHub(Client(self.server.api, credential), name, f"{self.server.page}/{name}")


def connecting(means: Means, *, is_demanded: bool) -> Callable[[Opened], GitHub | Unknown]:
    """What connects, once there is a token or the connection is demanded; nothing is asked before a fact is.

    Raises (when it connects):
        UsageError: the connection is demanded, and the repository is on no such server.
    """
    host = means.server.host

    def connect(opened: Opened) -> GitHub | Unknown:
        if opened.github is not None:
            return opened.github
        name = repository_on(host, opened.git.configuration) if opened.git is not None else ""
        if not name and is_demanded:
            raise UsageError(f"--online: no remote of {opened.name} is on {host}")
        if not name:
            return Unknown("GitHub", Reason.OFFLINE, detail=f"no remote of this repository is on {host}")
        if not means.is_there and not is_demanded:
            return Unknown("GitHub", Reason.NO_TOKEN, detail=f"there is no token for {host}{means.hint}")
        return means.asking(name)

    return connect
