"""The secrets that exist: what a token is told, and what it is not."""

import pytest

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.github.secrets import SecretNames, secret_names
from relaudit.sources.github.repository import RepositoryOnGitHub
from rig import Asking, asking_of, serving
from server import Fake

fake = pytest.fixture(serving)
asking = pytest.fixture(asking_of)


def names(github: RepositoryOnGitHub) -> SecretNames:
    found = secret_names.function(github)
    assert isinstance(found, SecretNames)
    return found


def test_a_token_that_may_is_told_every_name(fake: Fake, asking: Asking) -> None:
    repository = fake.world.repositories["acme/ferry"]
    repository.secrets, repository.shared = ["PYPI_TOKEN"], ["SLACK"]
    repository.environments = {"release/pypi": ["UPLOAD"]}
    found = names(asking(secrets="read", environments="read"))

    assert (found.repository, found.organization) == (frozenset({"PYPI_TOKEN"}), frozenset({"SLACK"}))
    assert found.environment("release/pypi") == frozenset({"UPLOAD"})
    assert found.visible("release/pypi") == {"PYPI_TOKEN", "SLACK", "UPLOAD"}
    assert found.doubts("release/pypi") == []


@pytest.mark.assumed
def test_a_token_that_may_not_is_told_which_permission_is_missing(fake: Fake, asking: Asking) -> None:
    fake.world.repositories["acme/ferry"].environments = {"pypi": ["UPLOAD"]}
    found = names(asking(contents="read"))
    of_environment = found.environment("pypi")

    assert isinstance(found.repository, Unknown)
    assert isinstance(of_environment, Unknown)
    assert (found.repository.reason, found.repository.needs) == (Reason.FORBIDDEN, "secrets:read on GitHub")
    assert (of_environment.reason, of_environment.needs) == (Reason.FORBIDDEN, "environments:read on GitHub")


def test_where_there_are_none_there_are_none(asking: Asking) -> None:
    found = names(asking(secrets="read", environments="read"))

    assert (found.repository, found.organization, found.visible(""), found.doubts("")) == (
        frozenset(),
        frozenset(),
        frozenset(),
        [],
    )


def test_an_environment_that_nobody_made_has_none(asking: Asking) -> None:
    assert names(asking(secrets="read", environments="read")).environment("pypi") == frozenset()


@pytest.mark.assumed
def test_a_repository_that_is_hidden_is_unknown(fake: Fake, asking: Asking) -> None:
    fake.world.repositories["acme/ferry"].is_private = True
    found = names(asking())

    assert isinstance(found.repository, Unknown)
    assert (found.repository.reason, found.repository.needs) == (Reason.HIDDEN, "secrets:read on GitHub")
