"""The made-up GitHub on loopback: every request and every answer is held to GitHub's own description before it leaves."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import SHUT_RDWR
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from apps import RANKS, installed, issued
from contract import ASSUMED, Assumed, Description, DisagreementError, Operation
from graph import answered
from handlers import HANDLERS, Bare, Refused
from objects import MissingError
from world import Body, Repository, Token, World

PERMISSIONS: Mapping[str, Sequence[str]] = json.loads(
    (Path(__file__).parent / "permissions.json").read_text(encoding="utf-8")
)["permissions"]
PREFIX = "/api/v3"
GRAPH = "/api/graphql"
INSTALLATION = "/repos/{owner}/{repo}/installation"


@dataclass(frozen=True)
class Fault:
    """What the network or a proxy makes of an answer: `body` is sent instead of it, or only so many of its bytes before the connection is cut."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    is_assumed: bool = False


class Fake:
    """The server, and what was asked of it."""

    def __init__(self, world: World, description: Description) -> None:
        self.world = world
        self.description = description
        self.requests: list[tuple[str, Mapping[str, str]]] = []
        self.disagreements: list[str] = []
        self.has_assumed = False  # whether an answer was one that the description does not declare
        self.pauses: list[float] = []  # how long those who asked have waited
        self.change: Callable[[Operation, Body | list[Body]], object] = lambda _, body: body
        # What another server, or another version of it, leaves out of an answer that is whole.
        self.cut: Callable[[Operation, object], object] = lambda _, body: body
        self.fault: Callable[[int, str], Fault | None] = lambda *_: None
        self.unseen: list[str] = []  # commits whose pull requests no token may see
        self.regraph: Callable[[Body], object] = lambda body: body
        self.url = ""
        self.now: Callable[[], float] = time.time

    def answer(self, target: str, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str], object]:
        """The status, the headers and the body for a request."""
        parts = urlsplit(target)
        self.requests.append((target, headers))
        query = dict(parse_qsl(parts.query))
        operation = self.description.operation(parts.path.removeprefix(PREFIX))
        self.description.asked(operation, query)
        return self._answered(operation, lambda: self._found(operation, headers, query, parts.path))

    def posted(
        self, target: str, sent: bytes, headers: Mapping[str, str]
    ) -> tuple[int, Mapping[str, str], object]:
        """What is answered to a query, and to a request for a token of an installation: nothing else is made on GitHub."""
        if target == GRAPH:
            return self.queried(sent, headers)
        self.requests.append((target, headers))
        path, body = target.removeprefix(PREFIX), json.loads(sent)
        operation = self.description.operation(path, "post")
        self.description.sent("post", path, body)
        number = int(operation.given["installation_id"])
        return self._answered(
            operation, lambda: (201, {}, issued(self.world, headers, number, body, self.now()))
        )

    def _answered(
        self, operation: Operation, find: Callable[[], tuple[int, Mapping[str, str], Any]]
    ) -> tuple[int, Mapping[str, str], object]:
        try:
            status, more, body = find()
        except Refused as refused:
            one = refused.assumed
            status, more, body = (
                one.status,
                refused.headers,
                {"message": one.message, "documentation_url": "https://docs.github.com/rest"},
            )
        except Bare as bare:
            status, more, body = bare.status, {}, None
        if status in (200, 201):
            body = self.change(operation, self.description.completed(operation, body))
        self.has_assumed |= not self.description.answered(operation, status, body)
        return status, more, self.cut(operation, body) if status in (200, 201) else body

    def _found(
        self, operation: Operation, headers: Mapping[str, str], query: Mapping[str, str], path: str
    ) -> tuple[int, Mapping[str, str], Any]:
        if operation.path == INSTALLATION:
            name = f"{operation.given['owner']}/{operation.given['repo']}"
            return 200, {}, installed(self.world, headers, name, self.now())
        return self._body(operation, self._token(headers), query, path)

    def queried(self, sent: bytes, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str], object]:
        """What GraphQL answers; it takes a token, and without the permission every field that asks for it is refused."""
        asked = json.loads(sent)
        self.requests.append((GRAPH, headers))
        try:
            token = self._token(headers)
        except Refused:
            token = None
        if token is None:
            self.has_assumed = True
            return 401, {}, {"message": ASSUMED["bad credentials"].message}
        repositories = self.world.repositories
        has_none = RANKS.get(token.permissions.get("pull_requests", ""), 0) == 0
        private = [
            oid
            for one in repositories.values()
            if one.is_private and has_none
            for each in one.brought.values()
            for oid in each
        ]
        body = answered(asked["query"], asked["variables"], repositories, (*self.unseen, *private))
        return 200, {}, self.regraph(body)

    def _token(self, headers: Mapping[str, str]) -> Token | None:
        given = headers.get("Authorization", "").removeprefix("token ").removeprefix("Bearer ")
        if given and given not in self.world.tokens:
            raise Refused(ASSUMED["bad credentials"])
        found = self.world.tokens.get(given)
        if found is not None and found.expires is not None and found.expires <= self.now():
            raise Refused(ASSUMED["bad credentials"])
        return found

    def _body(
        self, operation: Operation, token: Token | None, query: Mapping[str, str], path: str
    ) -> tuple[int, Mapping[str, str], Any]:
        name = f"{operation.given['owner']}/{operation.given['repo']}"
        if name in self.world.moved:
            there = f"{self.url}{path.removeprefix(PREFIX).replace(name, self.world.moved[name])}"
            return (
                301,
                {"Location": there},
                {
                    "message": "Moved Permanently",
                    "url": there,
                    "documentation_url": "https://docs.github.com/rest",
                },
            )
        repository = self.world.repositories.get(name)
        is_of_app = token is not None and token.repositories is not None
        known = None if token is None or (is_of_app and name not in (token.repositories or ())) else token
        if repository is None or (repository.is_private and known is None):
            raise Refused(ASSUMED["hidden"])
        why = ASSUMED["forbidden to an App" if is_of_app else "forbidden"]
        self._allow(operation, known, repository, why)
        handler, key = HANDLERS[operation.path.removeprefix("/repos/{owner}/{repo}")]
        try:
            found = handler(repository, token, {**query, **operation.given})
        except MissingError:
            raise Refused(ASSUMED["hidden"]) from None
        return self._paged(
            found, key, query, path, "page" if self.description.takes(operation, "page") else "after"
        )

    def _allow(self, operation: Operation, token: Token | None, repository: Repository, why: Assumed) -> None:
        """By GitHub's list of what takes which permission; what is public may be read without."""
        for needed in PERMISSIONS.get(operation.path, ()):
            permission, _, level = needed.partition("=")
            has = RANKS.get(token.permissions.get(permission, ""), 0) if token is not None else 0
            is_open = not repository.is_private and permission in (
                "metadata",
                "contents",
                "actions",
                "pull_requests",
            )
            if has < RANKS[level] and not is_open:
                raise Refused(why, **{"X-Accepted-GitHub-Permissions": needed})

    def _paged(
        self, found: Any, key: str, query: Mapping[str, str], path: str, by: str
    ) -> tuple[int, Mapping[str, str], object]:
        around = found if isinstance(found, dict) and key else {}
        found = around.get(key, found)
        if not isinstance(found, list | tuple):
            return 200, {}, found
        size = int(query.get("per_page", "30"))
        page = int(query.get(by, "1"))  # a cursor means nothing to those who follow it
        shown = list(found[size * (page - 1) : size * page])
        more = {}
        if size * page < len(found):
            following = urlencode({**query, "per_page": size, by: page + 1})
            more = {"Link": f'<{self.url}{path.removeprefix(PREFIX)}?{following}>; rel="next"'}
        return 200, more, {"total_count": len(found), **around, key: shown} if key else shown


@contextmanager
def served(fake: Fake) -> Iterator[Fake]:
    """The server, as long as it is needed; a disagreement with GitHub's description fails the test that asked."""

    class Requests(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 65_536

        def do_GET(self) -> None:
            self._answer(lambda: fake.answer(self.path, dict(self.headers.items())))

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(lambda: fake.posted(self.path, sent, dict(self.headers.items())))

        def _answer(self, ask: Callable[[], tuple[int, Mapping[str, str], object]]) -> None:
            try:
                status, headers, body = ask()
            except DisagreementError as error:
                fake.disagreements.append(str(error))
                status, headers, body = 500, {}, {"message": "the fake and GitHub's description disagree"}
            sent = json.dumps(body).encode() if body is not None else b""
            fault = fake.fault(len(fake.requests), self.path)
            fake.has_assumed |= fault is not None and fault.is_assumed
            if fault is not None and fault.cut_after is None:
                status, headers, sent = fault.status, fault.headers, fault.body
            self._send(status, headers, sent, fault.cut_after if fault is not None else None)

        def _send(self, status: int, headers: Mapping[str, str], sent: bytes, cut_after: int | None) -> None:
            self.send_response_only(status)
            length = {
                "Content-Type": "application/json; charset=utf-8",
                "Content-Length": str(len(sent)),
                "Date": formatdate(fake.now(), usegmt=True),
            }
            for name, value in {**length, **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(sent[:cut_after])
            self.wfile.flush()
            if cut_after is not None:
                self.close_connection = True
                self.connection.shutdown(SHUT_RDWR)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Requests)
    fake.url = f"http://127.0.0.1:{server.server_port}{PREFIX}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert fake.disagreements == [], fake.disagreements
