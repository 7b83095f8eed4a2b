"""The secrets that exist: what a token is told, and what it is not."""

from datetime import date

import pytest

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.github.secrets import SecretNames, secret_names
from relaudit.sources.github.repository import RepositoryOnGitHub
from relaudit.sources.recorded import Recorded
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


def test_the_day_on_which_each_was_last_set_is_told(fake: Fake, asking: Asking) -> None:
    repository = fake.world.repositories["acme/ferry"]
    repository.secrets, repository.shared = ["PYPI_TOKEN"], ["SLACK"]
    repository.environments = {"pypi": ["UPLOAD"], "docs": []}
    repository.updated = {"PYPI_TOKEN": "2024-02-29T23:59:59Z"}
    found = names(asking(secrets="read", environments="read"))

    assert dict(found.own()) == {
        "repository": {"PYPI_TOKEN": date(2024, 2, 29)},
        "environment:pypi": {"UPLOAD": date(2026, 1, 1)},
        "environment:docs": {},
    }
    assert found.updated("organization") == {"SLACK": date(2026, 1, 1)}


@pytest.mark.assumed
def test_what_may_not_be_read_has_no_days(fake: Fake, asking: Asking) -> None:
    fake.world.repositories["acme/ferry"].environments = {"pypi": ["UPLOAD"]}
    told = dict(names(asking(secrets="read")).own())
    of_environment = told["environment:pypi"]

    assert told["repository"] == {}
    assert isinstance(of_environment, Unknown)
    assert (of_environment.reason, of_environment.needs) == (Reason.FORBIDDEN, "environments:read on GitHub")


@pytest.mark.assumed
def test_environments_that_are_hidden_may_keep_more(fake: Fake, asking: Asking) -> None:
    fake.world.repositories["acme/ferry"].is_private = True
    told = dict(names(asking(secrets="read")).own())["environment:*"]

    assert isinstance(told, Unknown)
    assert (told.reason, told.needs) == (Reason.FORBIDDEN, "actions:read on GitHub")


@pytest.mark.parametrize("said", [{}, {"updated_at": "lately"}, {"updated_at": None}])
def test_a_day_that_is_left_out_is_no_answer(said: dict[str, object]) -> None:
    answers = {"/actions/secrets": {"total_count": 1, "secrets": [{"name": "KEY", **said}]}}
    found = secret_names.function(Recorded(answers))
    assert isinstance(found, SecretNames)
    days = found.updated("repository")

    assert found.repository == frozenset({"KEY"})
    assert isinstance(days, dict)
    assert days["KEY"].reason is Reason.OMITTED


def test_not_every_one_of_many_environments_is_asked_about(fake: Fake, asking: Asking) -> None:
    every = {f"preview-{number}": ["KEY"] for number in range(60)}
    fake.world.repositories["acme/ferry"].environments = every
    told = list(names(asking(secrets="read", environments="read")).own())
    last = told[-1][1]

    assert len(told) == 52
    assert isinstance(last, Unknown)
    assert (last.reason, last.detail) == (
        Reason.TRUNCATED,
        "50 of 60 environments are asked for what they keep",
    )
