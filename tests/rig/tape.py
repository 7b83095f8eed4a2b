"""Plays recordings: to readers as they are, and over loopback to the client that asks GitHub."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

from recordings import API, OK, Recording, address, template_of
from relaudit.core.record import NOTHING
from relaudit.evidence.github.service import Answer, Parameters, segment
from relaudit.sources.github.client import Client
from relaudit.sources.github.repository import RepositoryOnGitHub

PREFIX = "/api/v3"
NAME = "acme/ferry"
# What speaks of the connection that was recorded, and of none other.
_OF_CONNECTIONS = ("connection", "keep-alive", "content-length", "content-encoding", "transfer-encoding", "content-type", "date", "server")  # fmt: skip
_OF_ENVIRONMENT = "/environments/{environment_name}/"
NOT_RECORDED = Recording("nobody", None, "", 404, {}, '{"message": "Not Found"}')


@dataclass
class Tape:
    """What is answered: one recording for each operation, those after the first page by their `address`.

    `asked` are the operations that were, `not_recorded` those that nobody answers. Only these environments have secrets and policies.
    """

    answers: Mapping[str, Recording]
    pages: Mapping[tuple[str, tuple[str, ...]], Recording] = field(default_factory=dict)
    environments: Sequence[str] = ()
    asked: set[str] = field(default_factory=set)
    not_recorded: set[str] = field(default_factory=set)

    def play(self, target: str) -> Recording:
        """The answer to a request; what nobody has recorded is hidden."""
        parts = urlsplit(target)
        page = self.pages.get(address(target))
        if page is not None:
            return page
        template = template_of(parts.path)
        assert template is not None, f"{target} is none of the operations of description.py"
        self.asked.add(template)
        names = [segment(name) for name in self.environments]
        is_there = not template.startswith(_OF_ENVIRONMENT) or parts.path.split("/")[-2] in names
        if is_there and template in self.answers:
            return self.answers[template]
        self.not_recorded.add(template)
        return NOT_RECORDED

    def github(self) -> RepositoryOnGitHub:
        """The repository, by what the recordings say."""
        return RepositoryOnGitHub(_Direct(self), NAME, f"https://github.example/{NAME}")


class _Direct(Client):
    """Asks nobody."""

    def __init__(self, tape: Tape) -> None:
        super().__init__(API, None)
        self._tape = tape

    def get(self, path: str, parameters: Parameters = NOTHING) -> Answer:  # noqa: ARG002 - they make no difference
        one = self._tape.play(path.removeprefix(API))
        return Answer(one.status, one.json, one.headers)


class Player:
    """A server on loopback; `tape` may be exchanged."""

    def __init__(self) -> None:
        self.tape = Tape({})
        self.page = ""

    def github(self, tape: Tape) -> RepositoryOnGitHub:
        """The same repository, asked over the network as GitHub is."""
        self.tape = tape
        client = Client(f"{self.page}{PREFIX}", None, pause=lambda _: None, now=lambda: 1_000_000.0)
        return RepositoryOnGitHub(client, NAME, f"https://github.example/{NAME}")

    def headers(self, one: Recording) -> Iterator[tuple[str, str]]:
        """Links lead to where the recording is played."""
        kind = one.headers.get("content-type", "application/json; charset=utf-8")
        yield from (("Content-Type", kind), ("Content-Length", str(len(one.body.encode()))))
        for name, value in one.headers.items():
            if name not in _OF_CONNECTIONS:
                yield name, value.replace(API, f"{self.page}{PREFIX}") if name == "link" else value


@contextmanager
def playing() -> Iterator[Player]:
    """The server, as long as it is needed."""
    player = Player()

    class Requests(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 65_536

        def do_GET(self) -> None:
            one = player.tape.play(self.path.removeprefix(PREFIX))
            self.send_response(one.status)
            for name, value in player.headers(one):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(one.body.encode() if one.status >= OK else b"")

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Requests)
    server.daemon_threads = True
    player.page = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield player
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
