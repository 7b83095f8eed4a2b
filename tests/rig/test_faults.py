"""No fault of the network or of GitHub makes something known that is not, or loses what is."""

import json

import pytest

from contract import ASSUMED
from relaudit.core.model import Reason, Unknown
from relaudit.evidence.github.service import Answer, Listing
from relaudit.evidence.github.states import Absent, Asked, found, found_or_absent, items
from rig import Asking, asking_of, serving
from server import Fake, Fault
from world import release

fake = pytest.fixture(serving)
asking = pytest.fixture(asking_of)
RELEASES = Asked("Releases", "contents:read")


def failing(name: str, **headers: str) -> Fault:
    one = ASSUMED[name]
    return Fault(one.status, json.dumps({"message": one.message}).encode(), headers, is_assumed=True)


def releases(fake: Fake, count: int = 1) -> None:
    fake.world.repositories["acme/ferry"].releases = [release(f"v1.{number}.0") for number in range(count)]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_that_fails_for_a_while_is_asked_again(fake: Fake, asking: Asking, status: int) -> None:
    releases(fake)
    fake.fault = lambda number, _: Fault(status) if number < 4 else None
    found_all = items(asking().listed("/releases"), RELEASES)

    assert not isinstance(found_all, Absent | Unknown)
    assert (len(found_all), fake.pauses) == (1, [1.0, 2.0, 4.0])


def test_a_storm_of_failures_ends(fake: Fake, asking: Asking) -> None:
    fake.fault = lambda *_: Fault(502, b"<html>", {"Content-Type": "text/html"})
    told = items(asking().listed("/releases"), RELEASES)

    assert isinstance(told, Unknown)
    assert (told.evidence, told.reason, len(fake.requests)) == ("Releases", Reason.UNREACHABLE, 5)


@pytest.mark.assumed
@pytest.mark.parametrize(
    ("name", "headers", "pause"),
    [
        ("too many", {"Retry-After": "7"}, 7.0),
        ("too many", {}, 60.0),
        ("secondary", {"Retry-After": "30"}, 30.0),
        ("secondary", {}, 60.0),
        ("rate limit", {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1000020"}, 21.0),
        ("too many", {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1000020"}, 21.0),
    ],
)
def test_a_limit_is_waited_for(
    fake: Fake, asking: Asking, name: str, headers: dict[str, str], pause: float
) -> None:
    releases(fake)
    fake.fault = lambda number, _: failing(name, **headers) if number == 1 else None
    found_all = items(asking().listed("/releases"), RELEASES)

    assert not isinstance(found_all, Absent | Unknown)
    assert (len(found_all), fake.pauses) == (1, [pause])


@pytest.mark.assumed
@pytest.mark.parametrize("name", ["rate limit", "secondary", "too many"])
def test_a_limit_that_lasts_is_unknown(fake: Fake, asking: Asking, name: str) -> None:
    fake.fault = lambda *_: failing(name, **{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1003600"})
    told = items(asking(contents="read").listed("/releases"), RELEASES)

    assert isinstance(told, Unknown)
    assert (told.reason, fake.pauses) == (Reason.RATE_LIMITED, [])


@pytest.mark.assumed
def test_a_refusal_that_names_a_time_is_not_waited_for(fake: Fake, asking: Asking) -> None:
    fake.fault = lambda *_: failing("forbidden", **{"Retry-After": "5"})
    told = items(asking().listed("/releases"), RELEASES)

    assert isinstance(told, Unknown)
    assert (told.reason, told.needs, fake.pauses) == (Reason.FORBIDDEN, "contents:read on GitHub", [])


def test_a_page_of_html_is_no_answer(fake: Fake, asking: Asking) -> None:
    fake.fault = lambda *_: Fault(200, b"<html>Welcome</html>", {"Content-Type": "text/html"})
    told = items(asking().listed("/releases"), RELEASES)

    assert isinstance(told, Unknown)
    assert told.reason is Reason.UNREACHABLE


@pytest.mark.parametrize("bytes_sent", [0, 10, 500])
def test_an_answer_that_is_cut_off_is_asked_for_again(fake: Fake, asking: Asking, bytes_sent: int) -> None:
    releases(fake)
    fake.fault = lambda number, _: Fault(cut_after=bytes_sent) if number == 1 else None
    found_all = items(asking().listed("/releases"), RELEASES)

    assert not isinstance(found_all, Absent | Unknown)
    assert len(found_all) == 1


def test_a_list_that_is_cut_off_for_good_is_not_taken_for_the_whole(fake: Fake, asking: Asking) -> None:
    releases(fake, 1_150)
    fake.fault = lambda _, target: Fault(cut_after=20) if "page=7" in target else None
    listing = asking().listed("/releases")
    told = items(listing, RELEASES)

    assert isinstance(listing, Listing)
    assert len(listing.items) == 600
    assert isinstance(told, Unknown)
    assert told.reason is Reason.UNREACHABLE


@pytest.mark.parametrize(
    "following",
    [
        "https://elsewhere.example/api/v3/repositories/1/releases?page=2",
        "http://127.0.0.1:1/api/v3/x",
        "//elsewhere.example/x",
        "file:///etc/passwd",
    ],
)
def test_a_list_is_not_followed_to_another_server(fake: Fake, asking: Asking, following: str) -> None:
    page = json.dumps([release("v1.0.0")]).encode()
    fake.fault = lambda *_: Fault(200, page, {"Link": f'<{following}>; rel="next"'})
    told = items(asking(contents="read").listed("/releases"), RELEASES)

    assert isinstance(told, Unknown)
    assert (told.reason, len(fake.requests)) == (Reason.TRUNCATED, 1)


def test_a_list_that_goes_round_in_circles_ends(fake: Fake, asking: Asking) -> None:
    page = json.dumps([release("v1.0.0")]).encode()
    fake.fault = lambda *_: Fault(
        200, page, {"Link": f'<{fake.url}/repos/acme/ferry/releases?page=1>; rel="next"'}
    )
    told = items(asking().listed("/releases"), RELEASES)

    assert isinstance(told, Unknown)
    assert told.reason is Reason.TRUNCATED


@pytest.mark.parametrize(
    "there",
    ["https://elsewhere.example/repos/acme/ferry", "http://elsewhere.example/x"],
)
def test_a_redirect_to_another_server_is_not_followed(fake: Fake, asking: Asking, there: str) -> None:
    fake.fault = lambda *_: Fault(301, b"{}", {"Location": there})
    told = found(asking(metadata="read").ask("/releases"), RELEASES)

    assert isinstance(told, Unknown)
    assert told.reason is Reason.UNREACHABLE


@pytest.mark.assumed
def test_a_token_that_expires_on_the_way_loses_the_rest_of_a_list(fake: Fake, asking: Asking) -> None:
    releases(fake, 350)
    fake.fault = lambda number, _: failing("bad credentials") if number > 2 else None
    told = items(asking(contents="read").listed("/releases"), RELEASES)

    assert isinstance(told, Unknown)
    assert told.reason is Reason.TRUNCATED


@pytest.mark.assumed
@pytest.mark.parametrize(
    ("name", "headers", "reason", "needs"),
    [
        ("bad credentials", {}, Reason.FORBIDDEN, "a token that is valid: GitHub refuses this one"),
        (
            "forbidden",
            {"X-Accepted-GitHub-Permissions": "actions_variables=read"},
            Reason.FORBIDDEN,
            "actions-variables:read on GitHub",
        ),
        ("forbidden", {}, Reason.FORBIDDEN, "contents:read on GitHub"),
        ("plan", {}, Reason.PLAN, "a plan of GitHub that has it"),
        (
            "sso",
            {"X-GitHub-SSO": "required; url=https://github.com/orgs/acme/sso"},
            Reason.SSO,
            "the token to be authorized for single sign-on",
        ),
        ("hidden", {}, Reason.HIDDEN, "contents:read on GitHub"),
    ],
)
def test_refusals_are_told_apart(
    fake: Fake, asking: Asking, name: str, headers: dict[str, str], reason: Reason, needs: str
) -> None:
    fake.fault = lambda *_: failing(name, **headers)
    told = found(asking(contents="read").ask("/releases"), RELEASES)

    assert isinstance(told, Unknown)
    assert (told.evidence, told.reason, told.needs) == ("Releases", reason, needs)


def test_what_is_definitely_not_there_is_told_from_what_is_hidden(fake: Fake, asking: Asking) -> None:
    fake.fault = lambda *_: Fault(404, b'{"message": "Branch not protected"}')
    answer = asking(administration="read").ask("/releases")

    assert isinstance(answer, Answer)
    assert found_or_absent(
        answer, Asked("Protection", "administration:read", ("Branch not protected",))
    ) == Absent("Branch not protected")
    assert isinstance(found(answer, RELEASES), Unknown)


def test_a_server_that_stays_away_is_not_waited_for_at_every_request(fake: Fake, asking: Asking) -> None:
    fake.fault = lambda *_: Fault(502, b"{}")
    github = asking(contents="read")
    told = [github.ask(f"/git/tags/{number:040x}") for number in range(20)]

    assert {one.status for one in told if isinstance(one, Answer)} == {502}
    assert (len(told), len(fake.pauses)) == (20, 8)


def test_a_server_that_comes_back_is_waited_for_again(fake: Fake, asking: Asking) -> None:
    failing = [True]
    fake.fault = lambda *_: Fault(502, b"{}") if failing[0] else None
    github = asking(contents="read")
    for number in range(3):
        github.ask(f"/git/tags/{number:040x}")
    failing[0] = False
    github.ask("/releases")
    failing[0] = True
    before = len(fake.pauses)
    github.ask("/rulesets")

    assert len(fake.pauses) - before == 4
