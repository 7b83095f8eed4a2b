"""Threads that ask at the same time get the answers to what each of them asked."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from relaudit.evidence.github.service import Listing
from relaudit.sources.github.client import Client
from relaudit.sources.github.repository import RepositoryOnGitHub
from rig import serving
from server import Fake
from world import Repository, release

fake = pytest.fixture(serving)
REPOSITORIES = 500
THREADS = 16


@pytest.fixture
def hurried() -> Iterator[None]:
    """Threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(usual)


def tags_of(client: Client, name: str) -> list[object]:
    listing = RepositoryOnGitHub(client, name, "").listed("/releases")
    assert isinstance(listing, Listing)
    return [one["tag_name"] for one in listing.items if isinstance(one, dict)]


def asked(client: Client, mapped: Callable[..., Iterator[list[object]]]) -> list[list[object]]:
    return list(mapped(lambda number: tags_of(client, f"acme/ferry-{number}"), range(REPOSITORIES)))


@pytest.mark.usefixtures("hurried")
def test_no_thread_gets_the_answer_of_another(fake: Fake) -> None:
    for number in range(REPOSITORIES):
        fake.world.repositories[f"acme/ferry-{number}"] = Repository(releases=[release(f"v{number}.0.0")])
    client = Client(fake.url, None)
    with ThreadPoolExecutor(THREADS) as pool:
        together = asked(client, pool.map)

    assert together == asked(client, map)
    assert together == [[f"v{number}.0.0"] for number in range(REPOSITORIES)]
