"""Lists that go back further than history is judged are read no further, and none is cut short that is in another order."""

import json
import subprocess
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter

import pytest

from conftest import Repository as Made
from contract import Operation
from handlers import HANDLERS
from history import merged, push
from relaudit.cli import run as main
from relaudit.core.occasion import HistorySince
from relaudit.evidence.github.moments import gone_past
from relaudit.evidence.github.pulls import Merged, PullRequest, PullRequests, pull_requests
from relaudit.evidence.github.pushes import Pushes, Recorded, pushes
from relaudit.sources.github.repository import RepositoryOnGitHub
from rig import Asking, asking_of, serving
from server import Fake
from world import Body, Repository, Token

fake = pytest.fixture(serving)
asking = pytest.fixture(asking_of)
SINCE = date(2026, 1, 1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
WANTED = 120  # of two a day, the last of them at midnight
PAGE = 100


def before(half_days: int) -> str:
    return (NOON - timedelta(hours=12 * half_days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def many(count: int, apart: int = 80) -> list[Body]:
    """Two merged each day, numbered from the newest; every other one was made long before."""
    return [
        merged(one, "develop", day=before(one), made=before(one + apart * (one % 2)))
        for one in range(1, count)
    ]


def since(github: RepositoryOnGitHub, day: date | None = SINCE) -> Merged:
    told = pull_requests.function(github, HistorySince(day))
    assert isinstance(told, PullRequests)
    return told.into("main")


def pushed(github: RepositoryOnGitHub, day: date | None = SINCE) -> Recorded:
    told = pushes.function(github, HistorySince(day))
    assert isinstance(told, Pushes)
    return told.to("main")


def judged(found: Merged) -> set[int]:
    return {one.number for one in found.every if not HistorySince(SINCE).excludes(one.date)}


@pytest.fixture
def ferry(fake: Fake) -> Repository:
    return fake.world.repositories["acme/ferry"]


@pytest.fixture
def github(asking: Asking) -> RepositoryOnGitHub:
    return asking(pull_requests="read", contents="read")


def test_pull_requests_are_read_to_the_day_since_which_history_is_judged(
    fake: Fake, ferry: Repository, github: RepositoryOnGitHub
) -> None:
    ferry.pulls = many(101 * PAGE)  # more than are ever read
    found = since(github)

    assert (judged(found), found.doubt) == (set(range(1, WANTED)), None)
    assert len(fake.requests) == 2


def test_without_a_day_they_are_read_to_the_end(
    fake: Fake, ferry: Repository, github: RepositoryOnGitHub
) -> None:
    ferry.pulls = many(450)
    found = since(github, None)

    assert (len(found.every), found.doubt, len(fake.requests)) == (449, None, 5)


def test_one_that_was_made_long_ago_and_merged_lately_is_found(
    fake: Fake, ferry: Repository, github: RepositoryOnGitHub
) -> None:
    ferry.pulls = [*many(450), merged(9_999, "wild", day=before(3), made=before(4_000))]

    assert 9_999 in judged(since(github))
    assert len(fake.requests) == 2


@pytest.mark.parametrize(
    ("last", "requests"), [("2025-12-30T23:59:59Z", 1), ("2025-12-31T00:00:00Z", 3), ("2026-01-01T00:00:00Z", 3)]
)  # fmt: skip
def test_a_page_that_ends_at_the_day_is_not_the_last_one(
    fake: Fake, ferry: Repository, github: RepositoryOnGitHub, last: str, requests: int
) -> None:
    first = [merged(one, "develop", day=before(1), made=before(1 + one % 2)) for one in range(1, PAGE)]
    ferry.pulls = [*first, *(merged(one, "wild", day=last) for one in range(PAGE, PAGE + 150))]
    wanted = {one["number"] for one in ferry.pulls if one["merged_at"] >= "2026-01-01"}
    found = since(github)

    assert (judged(found), len(fake.requests)) == (wanted, requests)


def test_what_is_updated_while_the_list_is_read_is_not_lost(
    fake: Fake, ferry: Repository, github: RepositoryOnGitHub
) -> None:
    ferry.pulls = many(450)

    def update(operation: Operation, body: object) -> object:
        ferry.pulls[110]["updated_at"] = before(0)
        return body

    fake.change = update
    found = since(github)

    assert (judged(found), found.doubt) == (set(range(1, WANTED)), None)


def test_a_server_that_sorts_by_nothing_else_than_the_day_of_making_loses_none(
    monkeypatch: pytest.MonkeyPatch, ferry: Repository, github: RepositoryOnGitHub
) -> None:
    old = [merged(one, "develop", day=before(200 + one), made=before(201 + one)) for one in range(1, 250)]
    ferry.pulls = [*old, merged(9_999, "wild", day=before(3), made=before(4_000))]
    in_its_own = sorted(ferry.pulls, key=itemgetter("created_at"), reverse=True)
    monkeypatch.setitem(HANDLERS, "/pulls", (lambda *_: in_its_own, ""))
    found = since(github)

    assert (judged(found), found.doubt) == ({9_999}, None)


@pytest.mark.parametrize("key", ["updated_at", "created_at"])
def test_a_server_that_does_not_tell_the_order_is_read_to_the_end(
    fake: Fake, ferry: Repository, github: RepositoryOnGitHub, key: str
) -> None:
    ferry.pulls = many(450)
    fake.cut = lambda _, body: [{**one, key: "lately"} for one in body] if isinstance(body, list) else body
    found = since(github)

    assert (len(found.every), len(fake.requests)) == (449, 5)


def test_pushes_are_read_to_that_day_and_forced_ones_too(
    fake: Fake, ferry: Repository, github: RepositoryOnGitHub
) -> None:
    for kind in ("push", "force_push"):
        ferry.activity += [push(f"{one:040x}", kind=kind, day=before(one)) for one in range(10 * PAGE)]
    found = pushed(github)

    assert {one.after for one in found.every} >= {f"{one:040x}" for one in range(WANTED)}
    assert (found.doubt, len(fake.requests)) == (None, 4)


def test_without_a_day_pushes_are_read_to_the_end(
    fake: Fake, ferry: Repository, github: RepositoryOnGitHub
) -> None:
    ferry.activity = [push(f"{one:040x}", day=before(one)) for one in range(250)]
    found = pushed(github, None)

    assert (len(found.every), found.doubt, len(fake.requests)) == (250, None, 4)


def test_pushes_in_another_order_are_read_to_the_end(
    monkeypatch: pytest.MonkeyPatch, ferry: Repository, github: RepositoryOnGitHub
) -> None:
    oldest_first = [push(f"{one:040x}", day=before(one)) for one in reversed(range(250))]
    monkeypatch.setitem(HANDLERS, "/activity", (lambda *_: oldest_first, ""))

    assert len({one.after for one in pushed(github).every}) == 250


@pytest.mark.parametrize(
    ("moment", "is_past"),
    [
        ("2025-12-30T23:59:59Z", True),
        ("2025-12-31T00:00:00Z", False),
        ("2025-12-31T01:59:59+02:00", True),
        ("2025-12-30T22:00:00-02:00", False),
        ("2025-12-30T23:59:59", True),
        ("0001-01-01T00:00:00+14:00", False),
        ("yesterday", False),
        (20251230, False),
        (None, False),
    ],
)
def test_a_day_is_one_in_utc(moment: object, is_past: bool) -> None:  # noqa: FBT001 - a column
    assert gone_past(SINCE, "at")([{"at": moment}]) is is_past


@pytest.mark.parametrize("items", [[], [None], ["2025-01-01T00:00:00Z"], [{"at": "2025-01-01T00:00:00Z"}, 7]])
def test_what_is_no_object_ends_no_list(items: list[object]) -> None:
    assert not gone_past(SINCE, "at")(items)


@pytest.mark.parametrize(
    ("said", "day"),
    [("2026-01-01T01:00:00+02:00", date(2025, 12, 31)), ("2025-12-31T23:00:00-02:00", SINCE), ("once", None)],
)
def test_a_pull_request_was_merged_on_a_day_in_utc(said: str, day: date | None) -> None:
    assert PullRequest(1, "develop", "main", "", "", said).date == day


def test_the_policy_says_how_far_back(
    fake: Fake, repository: Made, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = "pull-requests-target-allowed-branches"
    policy = "history-since = 2026-01-01\n[process.branches.main]\nrole = 'production'\nfrom = ['develop']\n"
    folder = repository({"relaudit.toml": policy}, "main | Today")
    page = fake.url.removesuffix("/api/v3")
    subprocess.run(["git", "-C", folder, "remote", "add", "origin", f"{page}/acme/ferry"], check=True)
    wild = merged(9_999, "wild", day=before(WANTED - 1), made=before(4_000))
    fake.world.repositories["acme/ferry"] = Repository(folder=folder, pulls=[*many(450), wild])
    fake.world.tokens["a-token"] = Token({"metadata": "read", "pull_requests": "read"})
    monkeypatch.setenv("GH_ENTERPRISE_TOKEN", "a-token")
    main(["check", str(folder), "--github-url", page, "--format", "json", "--select", rule])
    (verdict,) = json.loads(capsys.readouterr().out)["repositories"][0]["verdicts"]
    asked = [target for target, _ in fake.requests if "/pulls" in target]

    assert [one["message"] for one in verdict["findings"]] == [
        "#9999 merged wild into main, which takes develop"
    ]
    assert (verdict["unknowns"], len(asked)) == ([], 2)
