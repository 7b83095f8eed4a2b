"""A GitHub App that asks the made-up GitHub: a module takes its fixtures as `clock = pytest.fixture(ticking)`."""

from types import SimpleNamespace

import pytest

from apps import key_pair
from relaudit.core.model import Unknown
from relaudit.evidence.github.service import Answer
from relaudit.evidence.github.states import Asked
from relaudit.sources.github.app import AppKey
from relaudit.sources.github.client import Client
from relaudit.sources.github.installation import Installations, OnRepository
from relaudit.sources.github.repository import RepositoryOnGitHub
from server import Fake
from world import App, Installation, Repository

START = 1_750_000_000.0
HELD = {
    "metadata": "read",
    "contents": "write",
    "administration": "write",
    "secrets": "read",
    "issues": "read",
}
ASKED = Asked("Settings", "metadata:read")


class Clock:
    """What time it is, for GitHub and for those who ask it."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> float:
        return self.time


def ticking(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """PyGithub signs by the time of the machine."""
    made = Clock()
    fake.now = made
    monkeypatch.setattr("github.Auth.time", SimpleNamespace(time=made))
    return made


def installing(fake: Fake) -> Installation:
    """On a private repository and one more; a third it is not installed on."""
    made = Installation(31, ["acme/ferry", "acme/boat"], HELD)
    fake.world.apps["7"] = App(key_pair()[1], [made])
    fake.world.repositories |= {
        "acme/ferry": Repository(is_private=True, secrets=["KEY"]),
        "acme/boat": Repository(full_name="acme/boat", is_private=True),
        "acme/raft": Repository(full_name="acme/raft"),
        "other/raft": Repository(full_name="other/raft"),
    }
    return made


def installations(fake: Fake, clock: Clock, key: str = "", app: str = "7") -> Installations:
    signing = Client(
        fake.url, AppKey(key or key_pair()[0], "a test", app), pause=fake.pauses.append, now=clock
    )
    return Installations(signing, app, now=clock)


def asking(fake: Fake, every: Installations, name: str = "acme/ferry") -> RepositoryOnGitHub:
    client = Client(fake.url, OnRepository(every, name), pause=fake.pauses.append, now=lambda: START)
    return RepositoryOnGitHub(client, name, f"https://github.example/{name}")


def status(told: Answer | Unknown) -> int:
    assert isinstance(told, Answer), told
    return told.status


def unknown(told: object) -> Unknown:
    assert isinstance(told, Unknown)
    return told
