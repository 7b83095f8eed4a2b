"""Fixtures for what is asked of GitHub: a module takes them as `fake = pytest.fixture(serving)`."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol

import pytest

from contract import Description, described
from relaudit.sources.github.client import Client
from relaudit.sources.github.repository import RepositoryOnGitHub
from relaudit.sources.github.token import Token as Credential
from server import Fake, served
from world import Repository, Token, World

NAME = "acme/ferry"


class Asking(Protocol):
    """The repository as a token with these permissions sees it; without any there is no token."""

    def __call__(
        self, name: str = NAME, *, can_push: bool = False, **permissions: str
    ) -> RepositoryOnGitHub: ...


def serving(request: pytest.FixtureRequest) -> Iterator[Fake]:
    """A server with one empty repository. A test that rests on an answer which GitHub's description does not declare is marked so."""
    with served(Fake(World(repositories={NAME: Repository()}), _description())) as fake:
        yield fake
    is_marked = request.node.get_closest_marker("assumed") is not None
    assert is_marked or not fake.has_assumed, "the test rests on an assumed answer: mark it `assumed`"


def asking_of(fake: Fake) -> Asking:
    """What asks that server."""

    def made(name: str = NAME, *, can_push: bool = False, **permissions: str) -> RepositoryOnGitHub:
        credential = None
        if permissions or can_push:
            fake.world.tokens["a-token"] = Token(permissions, can_push=can_push)
            credential = Credential("a-token", "a test")
        client = Client(fake.url, credential, pause=fake.pauses.append, now=lambda: 1_000_000.0)
        return RepositoryOnGitHub(client, name, f"https://github.example/{name}")

    return made


@lru_cache(maxsize=1)
def _description() -> Description:
    return described()
