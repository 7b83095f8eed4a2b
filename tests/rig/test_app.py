"""A GitHub App's own key is enough: its tokens are fetched when they are needed, may read and no more, and are renewed."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from apps import HOUR
from relaudit.core.model import Reason
from relaudit.evidence.github.service import Listing
from relaudit.evidence.github.states import Asked, found
from relaudit.sources.github.installation import Installations
from rig import serving
from server import Fake, Fault
from signing import ASKED, Clock, asking, installations, installing, status, ticking, unknown
from world import Installation

fake = pytest.fixture(serving)
clock = pytest.fixture(ticking)
installation = pytest.fixture(installing)


@pytest.fixture
def every(fake: Fake, clock: Clock, installation: Installation) -> Installations:
    return installations(fake, clock)


def asked_for(fake: Fake, what: str) -> int:
    return sum(target.endswith(what) for target, _ in fake.requests)


def test_a_private_repository_is_read_by_what_the_app_may_read(fake: Fake, every: Installations) -> None:
    listing = asking(fake, every).listed("/actions/secrets", under="secrets")

    assert isinstance(listing, Listing)
    assert [one["name"] for one in listing.items if isinstance(one, dict)] == ["KEY"]


def test_it_asks_to_read_what_it_may_and_for_nothing_else(
    fake: Fake, every: Installations, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies: list[object] = []
    usual = fake.description.sent

    def sent(method: str, path: str, body: object) -> None:
        bodies.append(body)
        usual(method, path, body)

    monkeypatch.setattr(fake.description, "sent", sent)
    asking(fake, every).ask("")
    (token,) = (one for name, one in fake.world.tokens.items() if name.startswith("ghs_"))
    readable = {"administration": "read", "contents": "read", "metadata": "read", "secrets": "read"}

    assert bodies == [{"permissions": readable}]
    assert token.permissions == readable


@pytest.mark.assumed
def test_a_permission_that_the_installation_does_not_have_is_named(
    fake: Fake, installation: Installation, every: Installations
) -> None:
    installation.permissions = {"metadata": "read", "contents": "read"}
    told = unknown(found(asking(fake, every).ask("/actions/secrets"), Asked("SecretNames", "?")))

    assert (told.reason, told.needs) == (Reason.FORBIDDEN, "secrets:read on GitHub")


def test_one_token_is_for_all_repositories_of_an_installation(fake: Fake, every: Installations) -> None:
    told = [status(asking(fake, every, name).ask("")) for name in ("acme/ferry", "acme/boat", "acme/ferry")]

    assert told == [200, 200, 200]
    assert asked_for(fake, "/installation") == 2
    assert asked_for(fake, "/access_tokens") == 1


def test_threads_that_come_together_fetch_one_token(fake: Fake, every: Installations) -> None:
    gate = Barrier(16)

    def ask(_: int) -> int:
        gate.wait()
        return status(asking(fake, every).ask(""))

    with ThreadPoolExecutor(16) as pool:
        told = list(pool.map(ask, range(16)))

    assert told == [200] * 16
    assert (asked_for(fake, "/installation"), asked_for(fake, "/access_tokens")) == (1, 1)


def test_a_token_is_renewed_before_it_expires(fake: Fake, clock: Clock, every: Installations) -> None:
    github = asking(fake, every)
    github.ask("")
    clock.time += HOUR - 400
    github.ask("/releases")
    before = asked_for(fake, "/access_tokens")
    clock.time += 101
    told = status(github.ask("/branches"))

    assert (told, before, asked_for(fake, "/access_tokens")) == (200, 1, 2)


@pytest.mark.assumed
def test_a_token_that_expires_in_the_midst_of_a_run_is_renewed_once(
    fake: Fake, clock: Clock, every: Installations
) -> None:
    github = asking(fake, every)
    github.ask("")
    clock.time += 120
    fake.world.tokens = {name: one for name, one in fake.world.tokens.items() if not name.startswith("ghs_")}
    told = [status(github.ask(path)) for path in ("/releases", "/branches")]

    assert told == [200, 200]
    assert (asked_for(fake, "/access_tokens"), fake.pauses) == (2, [0.0])


@pytest.mark.assumed
def test_threads_whose_token_has_expired_renew_it_once(
    fake: Fake, clock: Clock, every: Installations
) -> None:
    ready, gate = Barrier(8), Barrier(8)
    github = asking(fake, every)
    github.ask("")

    def ask(number: int) -> int:
        if ready.wait() == 0:
            clock.time += 120
            fake.world.tokens.clear()
        gate.wait()
        return status(github.ask("/releases", {"page": str(number + 1)}))

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(ask, range(8)))

    assert told == [200] * 8
    assert asked_for(fake, "/access_tokens") == 2


@pytest.mark.assumed
def test_a_token_that_github_does_not_know_yet_is_given_time(fake: Fake, every: Installations) -> None:
    bad = Fault(401, b'{"message": "Bad credentials"}', is_assumed=True)
    fake.fault = lambda number, _: bad if number in (3, 4) else None

    assert status(asking(fake, every).ask("")) == 200
    assert (fake.pauses, asked_for(fake, "/access_tokens")) == ([1.0, 2.0], 1)


@pytest.mark.assumed
def test_tokens_that_are_refused_for_good_are_not_asked_for_on_and_on(
    fake: Fake, every: Installations
) -> None:
    bad = Fault(401, b'{"message": "Bad credentials"}', is_assumed=True)
    fake.fault = lambda number, _: bad if number > 2 else None
    github = asking(fake, every)
    told = [status(github.ask(path)) for path in ("", "/releases", "/branches")]

    assert told == [401, 401, 401]
    assert (fake.pauses, asked_for(fake, "/access_tokens")) == ([1.0, 2.0, 4.0], 1)


@pytest.mark.assumed
def test_where_it_is_not_installed_is_told_and_asked_once(fake: Fake, every: Installations) -> None:
    github = asking(fake, every, "acme/raft")
    told = [unknown(found(github.ask(path), ASKED)) for path in ("", "/releases")]

    assert {(one.reason, one.needs, one.detail) for one in told} == {
        (
            Reason.FORBIDDEN,
            "GitHub App 7 to be installed on acme/raft",
            "GitHub App 7 is not installed on acme/raft: GitHub answers 404: Not Found",
        )
    }
    assert len(fake.requests) == 1


@pytest.mark.assumed
@pytest.mark.parametrize("says_so", [True, False])
def test_a_suspended_installation_is_told_and_asked_once(
    fake: Fake, installation: Installation, every: Installations, *, says_so: bool
) -> None:
    installation.is_suspended, installation.says_so = True, says_so
    github = asking(fake, every)
    told = [unknown(found(github.ask(path), ASKED)) for path in ("", "/releases")]

    assert {(one.reason, one.needs) for one in told} == {
        (Reason.FORBIDDEN, "the installation of GitHub App 7 on acme/ferry to be unsuspended")
    }
    assert asked_for(fake, "/access_tokens") == (0 if says_so else 1)
