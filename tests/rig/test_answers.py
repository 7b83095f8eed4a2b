"""What is asked of GitHub is what its description has, and what it answers is told apart."""

import pytest

from contract import DisagreementError
from relaudit.core.model import Unknown
from relaudit.evidence.github.service import Answer, Listing
from rig import Asking, asking_of, serving
from server import Fake
from world import release

fake = pytest.fixture(serving)
asking = pytest.fixture(asking_of)


def test_a_resource_is_asked_for_once(fake: Fake, asking: Asking) -> None:
    github = asking()
    first, second = github.ask("/releases"), github.ask("/releases")

    assert first is second
    assert isinstance(first, Answer)
    assert (first.status, first.body, len(fake.requests)) == (200, [], 1)


def test_the_version_of_the_api_is_named_and_the_token_handed_over(fake: Fake, asking: Asking) -> None:
    asking(metadata="read").ask("/releases")
    ((_, headers),) = fake.requests

    assert headers["X-GitHub-Api-Version"] == "2022-11-28"
    assert headers["Authorization"].endswith("a-token")


def test_a_list_is_read_to_its_end(fake: Fake, asking: Asking) -> None:
    fake.world.repositories["acme/ferry"].releases = [release(f"v1.{number}.0") for number in range(250)]
    listing = asking().listed("/releases")

    assert isinstance(listing, Listing)
    assert (len(listing.items), listing.cut, len(fake.requests)) == (250, None, 3)


def test_a_list_may_stand_under_a_key(fake: Fake, asking: Asking) -> None:
    fake.world.repositories["acme/ferry"].secrets = [f"S{number}" for number in range(130)]
    listing = asking(secrets="read").listed("/actions/secrets", under="secrets")

    assert isinstance(listing, Listing)
    assert (len(listing.items), listing.cut) == (130, None)


@pytest.mark.assumed
def test_a_token_without_the_permission_is_refused(asking: Asking) -> None:
    listing = asking(contents="read").listed("/actions/secrets", under="secrets")

    assert isinstance(listing, Listing)
    assert listing.refused is not None
    assert listing.refused.status == 403
    assert listing.refused.headers["x-accepted-github-permissions"] == "secrets=read"


@pytest.mark.assumed
def test_a_repository_that_was_renamed_is_followed(fake: Fake, asking: Asking) -> None:
    fake.world.moved["acme/boat"] = "acme/ferry"
    fake.world.repositories["acme/ferry"].releases = [release(f"v1.{number}.0") for number in range(150)]
    listing = asking("acme/boat").listed("/releases")

    assert isinstance(listing, Listing)
    assert (len(listing.items), listing.cut) == (150, None)


def test_what_github_does_not_describe_is_not_asked_for(fake: Fake, asking: Asking) -> None:
    asking().ask("/releases", {"colour": "red"})
    told = fake.disagreements.copy()
    fake.disagreements.clear()

    assert (
        told == ["GET /repos/{owner}/{repo}/releases has no parameter 'colour'"] * 5
    )  # a failing server is asked again


@pytest.mark.parametrize(
    "change",
    [
        lambda _, body: [{key: value for key, value in one.items() if key != "draft"} for one in body],
        lambda _, body: [{**one, "draft": "no"} for one in body],
        lambda _, body: [{**one, "created_at": "yesterday"} for one in body],
        lambda _, body: [{**one, "author": {"login": "maria"}} for one in body],
        lambda _, body: {"releases": body},
    ],
)
def test_an_answer_that_github_would_not_give_fails_the_test(
    fake: Fake, asking: Asking, change: object
) -> None:
    fake.world.repositories["acme/ferry"].releases = [release("v1.0.0")]
    fake.change = change  # type: ignore[assignment]  # a function for every answer
    asking().ask("/releases")
    told = fake.disagreements.copy()
    fake.disagreements.clear()

    assert told


def test_a_status_that_nobody_has_seen_fails_the_test(fake: Fake) -> None:
    operation = fake.description.operation("/repos/acme/ferry/rules/branches/main")

    with pytest.raises(DisagreementError, match="does not answer 418"):
        fake.description.answered(operation, 418, {"message": "a teapot"})


def test_nothing_that_prints_a_client_prints_its_token(asking: Asking) -> None:
    github = asking(contents="read")

    assert "a-token" not in repr(
        [github, vars(github), *(vars(one) for one in vars(github).values() if hasattr(one, "__dict__"))]
    )


def test_a_server_that_is_not_there_is_unknown(asking: Asking, fake: Fake) -> None:
    from relaudit.sources.github.client import Client

    told = Client("http://127.0.0.1:9/api/v3", None, pause=lambda _: None).get("/repos/acme/ferry")

    assert isinstance(told, Unknown)
    assert (told.reason, told.needs) == ("unreachable", "a connection to GitHub")
