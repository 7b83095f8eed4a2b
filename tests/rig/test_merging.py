"""How pull requests are merged: told to a token that may push, and to no other."""

import pytest

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.github.settings import RepositorySettings, repository_settings
from relaudit.sources.github.repository import RepositoryOnGitHub
from rig import Asking, asking_of, serving
from server import Fake

fake = pytest.fixture(serving)
asking = pytest.fixture(asking_of)


def settings(github: RepositoryOnGitHub) -> RepositorySettings:
    found = repository_settings.function(github)
    assert isinstance(found, RepositorySettings)
    return found


def test_a_token_that_may_push_is_told_the_title(fake: Fake, asking: Asking) -> None:
    merging = {"squash_merge_commit_title": "COMMIT_OR_PR_TITLE", "squash_merge_commit_message": "BLANK"}
    fake.world.repositories["acme/ferry"].merging = merging

    assert settings(asking(can_push=True, metadata="read")).squash_title == "COMMIT_OR_PR_TITLE"


def test_where_nothing_is_squashed_there_is_no_title(fake: Fake, asking: Asking) -> None:
    merging = {"allow_squash_merge": False, "squash_merge_commit_title": "PR_TITLE"}
    fake.world.repositories["acme/ferry"].merging = merging

    assert settings(asking(can_push=True, metadata="read")).squash_title == ""


@pytest.mark.parametrize(
    ("can_push", "key"), [(False, "allow_squash_merge"), (True, "squash_merge_commit_title")]
)
def test_a_key_that_is_left_out_is_no_answer(asking: Asking, can_push: bool, key: str) -> None:  # noqa: FBT001 - a column
    told = settings(asking(can_push=can_push, metadata="read")).squash_title

    assert isinstance(told, Unknown)
    assert (told.reason, told.needs) == (Reason.OMITTED, "contents:write on GitHub")
    assert key in told.detail


@pytest.mark.assumed
def test_a_repository_that_is_hidden_is_unknown(fake: Fake, asking: Asking) -> None:
    fake.world.repositories["acme/ferry"].is_private = True
    told = repository_settings.function(asking())

    assert isinstance(told, Unknown)
    assert (told.reason, told.needs) == (Reason.HIDDEN, "metadata:read on GitHub")
