"""The pull requests by which commits came, asked for in the words of GitHub's own schema."""

from collections.abc import Mapping

import pytest

from history import merged
from relaudit.core.model import Reason, Unknown
from relaudit.evidence.github.commitpulls import CommitPulls, commit_pulls
from relaudit.evidence.github.pulls import PullRequest
from relaudit.evidence.github.service import GitHub
from rig import Asking, asking_of, serving
from server import Fake
from world import Body, Repository

fake = pytest.fixture(serving)
asking = pytest.fixture(asking_of)
ONE, TWO = "1" * 40, "2" * 40


@pytest.fixture
def ferry(fake: Fake) -> Repository:
    one = fake.world.repositories["acme/ferry"]
    one.pulls, one.brought = [merged(7, "develop"), merged(8, "wild", is_merged=False)], {7: [ONE], 8: [TWO]}
    return one


def asked(github: GitHub, *commits: str) -> Mapping[str, object]:
    known = commit_pulls.function(github)
    assert isinstance(known, CommitPulls)
    return known.of(commits)


@pytest.mark.usefixtures("ferry")
def test_a_commit_came_by_the_pull_request_that_was_merged(asking: Asking) -> None:
    found = asked(asking(pull_requests="read"), ONE, TWO)

    assert found == {ONE: (PullRequest(7, "develop", "main", "", "https://github.example/pull/7", "2026-01-31T12:00:00Z"),), TWO: ()}  # fmt: skip


@pytest.mark.usefixtures("ferry")
def test_many_commits_are_asked_for_fifty_at_a_time(fake: Fake, asking: Asking) -> None:
    found = asked(asking(pull_requests="read"), *(f"{number:040x}" for number in range(120)))

    assert (len(found), len(fake.requests)) == (120, 3)


@pytest.mark.usefixtures("ferry")
def test_what_came_in_part_is_known_in_part(fake: Fake, asking: Asking) -> None:
    fake.unseen = [TWO]
    found = asked(asking(pull_requests="read"), ONE, TWO)

    assert isinstance(found[ONE], tuple)
    told = found[TWO]
    assert isinstance(told, Unknown)
    assert (told.reason, told.needs) == (Reason.FORBIDDEN, "pull-requests:read on GitHub")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"data": None, "errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]}, Reason.RATE_LIMITED),
        ({"data": {"repository": None}, "errors": [{"type": "NOT_FOUND", "path": ["repository"], "message": "x"}]}, Reason.HIDDEN),
        ({"data": {"repository": {"c0": None}}}, Reason.OMITTED),
        ({"data": {"repository": {"c0": {"associatedPullRequests": {"totalCount": 1, "nodes": [{}]}}}}}, Reason.OMITTED),
        ({"data": {"repository": {"nameWithOwner": "acme/ferry", "c0": {"associatedPullRequests": {"totalCount": 11, "nodes": []}}}}}, Reason.TRUNCATED),
        ({}, Reason.OMITTED),
    ],
)  # fmt: skip
def test_no_answer_is_no_direct_push(fake: Fake, asking: Asking, body: Body, reason: Reason) -> None:
    fake.regraph = lambda _: body
    (told,) = asked(asking(pull_requests="read"), ONE).values()

    assert isinstance(told, Unknown)
    assert told.reason is reason


@pytest.mark.assumed
def test_without_a_token_graphql_answers_nothing(ferry: Repository, asking: Asking) -> None:
    (told,) = asked(asking(), ferry.brought[7][0]).values()

    assert isinstance(told, Unknown)
    assert told.reason is Reason.FORBIDDEN


def test_pull_requests_of_a_private_repository_take_a_permission(ferry: Repository, asking: Asking) -> None:
    ferry.is_private = True
    (told,) = asked(asking(contents="read"), ONE).values()

    assert isinstance(told, Unknown)
    assert told.reason is Reason.FORBIDDEN


def test_a_repository_that_was_renamed_knows_its_pull_requests(
    fake: Fake, ferry: Repository, asking: Asking
) -> None:
    ferry.full_name = "acme/ferry-next"
    fake.world.repositories["acme/ferry"] = ferry
    found = asked(asking(pull_requests="read"), ONE)[ONE]

    assert isinstance(found, tuple)
    assert [one.number for one in found] == [7]
