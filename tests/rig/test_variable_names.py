"""The configuration variables that exist: what a token is told, and what it is not."""

import pytest

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.github.variables import VariableNames, variable_names
from relaudit.sources.github.repository import RepositoryOnGitHub
from rig import Asking, asking_of, serving
from server import Fake

fake = pytest.fixture(serving)
asking = pytest.fixture(asking_of)


def names(github: RepositoryOnGitHub) -> VariableNames:
    found = variable_names.function(github)
    assert isinstance(found, VariableNames)
    return found


def test_a_token_that_may_is_told_every_name(fake: Fake, asking: Asking) -> None:
    repository = fake.world.repositories["acme/ferry"]
    repository.variables, repository.shared_variables = ["RUNNER"], ["Room"]
    repository.environments, repository.configured = {"release/pypi": ["KEY"]}, {"release/pypi": ["INDEX"]}
    found = names(asking(actions_variables="read", environments="read"))

    assert found.visible("release/pypi") == {"RUNNER", "ROOM", "INDEX"}
    assert found.visible("") == {"RUNNER", "ROOM"}
    assert found.doubts("release/pypi") == []


@pytest.mark.assumed
def test_a_token_that_may_not_is_told_which_permission_is_missing(fake: Fake, asking: Asking) -> None:
    fake.world.repositories["acme/ferry"].environments = {"pypi": []}
    found = names(asking(contents="read", secrets="read"))
    doubts = found.doubts("pypi")

    assert {(one.reason, one.needs) for one in doubts} == {
        (Reason.FORBIDDEN, "actions-variables:read on GitHub"),
        (Reason.FORBIDDEN, "environments:read on GitHub"),
    }


def test_an_environment_that_nobody_made_has_none(asking: Asking) -> None:
    assert names(asking(actions_variables="read")).environment("pypi") == frozenset()


@pytest.mark.assumed
def test_a_repository_that_is_hidden_is_unknown(fake: Fake, asking: Asking) -> None:
    fake.world.repositories["acme/ferry"].is_private = True
    found = names(asking()).repository

    assert isinstance(found, Unknown)
    assert (found.reason, found.needs) == (Reason.HIDDEN, "actions-variables:read on GitHub")
