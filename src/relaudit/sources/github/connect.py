"""Connects a repository on this machine with the one on GitHub that it belongs to."""

from collections.abc import Callable, Mapping
from functools import cache
from urllib.parse import urlsplit

from relaudit.core.errors import UsageError
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import named_record
from relaudit.evidence.github.service import GitHub
from relaudit.sources.github.remotes import repository_on
from relaudit.sources.github.token import Token, token_for
from relaudit.sources.local import Opened

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


def server_at(address: str) -> Server:
    """The server of `--github-url`.

    Raises:
        UsageError: that is no address of a server.
    """
    try:
        parts = urlsplit(address)
        is_server = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        is_server = False
    if not is_server or "@" in parts.netloc or parts.path.strip("/") or parts.scheme not in ("http", "https"):
        raise UsageError(f"--github-url takes the address of a server, such as {PUBLIC}")
    if parts.netloc.lower() in ("github.com", "www.github.com"):
        return Server(page=PUBLIC)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise UsageError(f"--github-url: a token is sent over https alone, and not to {address}")
    return Server(page=f"{parts.scheme}://{parts.netloc}".lower())


def connecting(
    server: Server, environment: Mapping[str, str], *, is_demanded: bool
) -> Callable[[Opened], GitHub | Unknown]:
    """What connects, once there is a token or the connection is demanded; nothing is asked before a fact is.

    Raises (when it connects):
        UsageError: the connection is demanded, and the repository is on no such server.
    """
    token = cache(lambda: token_for(server.host, environment))

    def connect(opened: Opened) -> GitHub | Unknown:
        if opened.github is not None:
            return opened.github
        name = repository_on(server.host, opened.git.configuration) if opened.git is not None else ""
        if not name and is_demanded:
            raise UsageError(f"--online: no remote of {opened.name} is on {server.host}")
        if not name:
            return Unknown(
                "GitHub", Reason.OFFLINE, detail=f"no remote of this repository is on {server.host}"
            )
        if token() is None and not is_demanded:
            return Unknown("GitHub", Reason.NO_TOKEN, detail=f"there is no token for {server.host}")
        return asking(server, name, token())

    return connect


def asking(server: Server, name: str, token: Token | None) -> GitHub:
    """What answers for a repository of a server."""
    from relaudit.sources.github.client import Client
    from relaudit.sources.github.repository import RepositoryOnGitHub

    return RepositoryOnGitHub(Client(server.api, token), name, f"{server.page}/{name}")
