"""An App that gets no token is told why, and by what it would get one; nothing that a server says makes more of it."""

from importlib import import_module
from pkgutil import iter_modules

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP521R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

import relaudit.evidence.github
from apps import key_pair
from relaudit.core.model import Reason, Unknown
from relaudit.evidence.github.providers import FACTS
from relaudit.evidence.github.states import Asked, found
from relaudit.sources.github.app import AppKey, key_from
from relaudit.sources.github.installation import PERMISSIONS
from rig import serving
from server import Fake, Fault, served
from signing import ASKED, Clock, asking, installations, installing, status, ticking, unknown
from world import Installation, Repository, World, release

fake = pytest.fixture(serving)
clock = pytest.fixture(ticking)
installation = pytest.fixture(installing)
TOKENS = "/app/installations/31/access_tokens"


def told(fake: Fake, clock: Clock, key: str = "", app: str = "7", name: str = "acme/ferry") -> Unknown:
    every = installations(fake, clock, key, app)
    return unknown(found(asking(fake, every, name).ask(""), ASKED))


@pytest.mark.assumed
@pytest.mark.usefixtures("installation")
@pytest.mark.parametrize(("key", "app"), [(1, "7"), (0, "8")])
def test_a_key_that_is_not_its_own_is_refused(fake: Fake, clock: Clock, key: int, app: str) -> None:
    one = told(fake, clock, key_pair(key)[0], app)

    assert (one.reason, one.needs) == (
        Reason.FORBIDDEN,
        f"a private key of GitHub App {app}",
    )
    assert (
        one.detail
        == f"GitHub App {app} has no such key, or no longer: GitHub answers 401: A JSON web token could not be decoded"
    )
    assert len(fake.requests) == 1


@pytest.mark.assumed
@pytest.mark.usefixtures("installation")
@pytest.mark.parametrize(
    ("seconds", "said"),
    [(700, "700 seconds ahead of GitHub's"), (-700, "700 seconds behind GitHub's")],
)
def test_a_clock_that_is_wrong_is_told(fake: Fake, clock: Clock, seconds: int, said: str) -> None:
    right = clock.time
    fake.now = lambda: right
    clock.time += seconds
    one = told(fake, clock)

    assert one.needs == "the clock of this machine to be right"
    assert one.detail.startswith(
        f"GitHub App 7 signs nothing that holds, as the clock of this machine is {said}: GitHub answers 401: "
    )


@pytest.mark.usefixtures("installation")
@pytest.mark.parametrize("seconds", [45, -240])
def test_a_clock_that_is_a_little_wrong_does_no_harm(fake: Fake, clock: Clock, seconds: int) -> None:
    right = clock.time
    fake.now = lambda: right
    clock.time += seconds

    assert status(asking(fake, installations(fake, clock)).ask("")) == 200


@pytest.mark.usefixtures("installation")
def test_a_key_of_another_kind_signs_nothing(fake: Fake, clock: Clock) -> None:
    made = generate_private_key(SECP521R1())
    pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    key = key_from({"RELAUDIT_APP_ID": "7", "RELAUDIT_APP_PRIVATE_KEY": pem})
    assert isinstance(key, AppKey)
    one = told(fake, clock, key.reveal())

    assert (one.reason, one.detail) == (
        Reason.FORBIDDEN,
        "a test is no RSA key, as those of GitHub Apps are",
    )
    assert fake.requests == []


def test_an_installation_that_may_read_nothing_asks_for_no_token(
    fake: Fake, clock: Clock, installation: Installation
) -> None:
    installation.permissions = {"issues": "write"}
    one = told(fake, clock)

    assert one.needs == "the installation of GitHub App 7 on acme/ferry to be allowed metadata:read"
    assert len(fake.requests) == 1


@pytest.mark.assumed
@pytest.mark.usefixtures("installation")
def test_a_permission_that_was_taken_away_meanwhile_is_told(fake: Fake, clock: Clock) -> None:
    said = b'{"message": "The permissions requested are not granted to this installation."}'
    fake.fault = lambda _, path: Fault(422, said, is_assumed=True) if path.endswith(TOKENS) else None
    one = told(fake, clock)

    assert one.reason is Reason.FORBIDDEN
    assert one.needs == "the installation of GitHub App 7 on acme/ferry to grant what it is asked for"


@pytest.mark.usefixtures("installation")
@pytest.mark.parametrize("path", ["/installation", TOKENS])
def test_a_server_that_is_down_for_a_while_is_asked_again(fake: Fake, clock: Clock, path: str) -> None:
    every = installations(fake, clock)
    fake.fault = lambda _, asked: Fault(502) if asked.endswith(path) else None
    first = asking(fake, every).ask("")
    fake.fault = lambda *_: None

    assert unknown(first).reason is Reason.UNREACHABLE
    assert status(asking(fake, every).ask("")) == 200


@pytest.mark.usefixtures("installation")
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/installation", b"[]"),
        ("/installation", b'{"permissions": {"contents": "read"}}'),
        ("/installation", b'{"id": "../../repos/acme/ferry", "permissions": {"contents": "read"}}'),
        (TOKENS, b"[]"),
        (TOKENS, b'{"expires_at": "2026-01-31T13:00:00Z"}'),
        (TOKENS, b'{"token": "a-token"}'),
        (TOKENS, b'{"token": "a-token", "expires_at": "tomorrow"}'),
        (TOKENS, b'{"token": "a-token", "expires_at": 12}'),
        (TOKENS, b'{"token": "a\\r\\nX-Evil: yes", "expires_at": "2026-01-31T13:00:00Z"}'),
    ],
)
def test_an_answer_that_is_none_is_unknown(fake: Fake, clock: Clock, path: str, body: bytes) -> None:
    ok = 201 if path == TOKENS else 200
    fake.fault = lambda _, asked: Fault(ok, body) if asked.endswith(path) else None
    github = asking(fake, installations(fake, clock))
    said = [unknown(github.ask(path)) for path in ("", "/releases")]

    assert said[0] == said[1]
    assert said[0].reason is Reason.UNREADABLE
    assert not any(word in f"{said}" for word in ("a-token", "Evil"))
    assert len(fake.requests) == (2 if path == TOKENS else 1)


@pytest.mark.usefixtures("installation")
def test_permissions_that_are_none_are_none(fake: Fake, clock: Clock) -> None:
    body = b'{"id": 31, "permissions": ["contents"]}'
    fake.fault = lambda _, asked: Fault(200, body) if asked.endswith("/installation") else None

    assert told(fake, clock).detail.endswith("may read nothing that is asked for")


@pytest.mark.usefixtures("installation")
@pytest.mark.parametrize("path", ["/installation", TOKENS])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_what_is_signed_goes_to_no_other_server(fake: Fake, clock: Clock, path: str, host: str) -> None:
    with served(Fake(World(), fake.description)) as other:
        there = other.url.replace("127.0.0.1", host)
        whole = f"/repos/acme/ferry{path}" if path != TOKENS else path
        moved = Fault(301, b"{}", {"Location": f"{there}{whole}"})
        fake.fault = lambda _, asked: moved if asked.endswith(path) else None
        one = told(fake, clock)

    assert one.reason is Reason.UNREACHABLE
    assert other.requests == []


@pytest.mark.usefixtures("installation")
def test_a_repository_elsewhere_is_read_by_the_installation_there(fake: Fake, clock: Clock) -> None:
    other = Installation(32, ["other/boat"], {"metadata": "read", "contents": "read"})
    fake.world.apps["7"].installations.append(other)
    fake.world.repositories["other/boat"] = Repository(full_name="other/boat", is_private=True)
    github = asking(fake, installations(fake, clock))

    assert status(github.elsewhere("other/boat").ask("")) == 200
    assert [path for path, _ in fake.requests if "installations/" in path] == [
        "/api/v3/app/installations/32/access_tokens"
    ]


@pytest.mark.assumed
@pytest.mark.usefixtures("installation")
def test_what_is_public_elsewhere_is_read_without_an_installation_there(fake: Fake, clock: Clock) -> None:
    fake.world.repositories["other/raft"].releases = [release("v1.0.0")]
    github = asking(fake, installations(fake, clock)).elsewhere("other/raft")
    used = [status(github.ask("/releases"))]
    used += [status(github.ask("/actions/secrets"))]

    assert used == [200, 403]
    assert [path for path, _ in fake.requests if "installations/" in path] == [f"/api/v3{TOKENS}"]


def test_an_app_asks_for_what_evidence_takes_and_for_nothing_else() -> None:
    names = [one.name for one in iter_modules(relaudit.evidence.github.__path__)]
    modules = [import_module(f"relaudit.evidence.github.{name}") for name in names]
    asked = {one.permission for each in modules for one in vars(each).values() if isinstance(one, Asked)}
    declared = {one.permission for one in FACTS} - {""}

    assert len(asked) > 9
    assert {one.partition(":")[0].replace("-", "_") for one in asked | declared} == set(PERMISSIONS)
