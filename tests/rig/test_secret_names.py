"""The secrets that exist: what a token is told, and what it is not."""

from datetime import date

import pytest

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.github.secrets import SecretNames, secret_names
from relaudit.evidence.github.service import GitHub
from relaudit.sources.recorded import Recorded
from rig import Asking, asking_of, serving
from server import Fake

fake = pytest.fixture(serving)
asking = pytest.fixture(asking_of)


def names(github: GitHub) -> SecretNames:
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


def environments_of(*made: str) -> dict[str, object]:
    return {"environments": [{"name": name} for name in made]}


def secrets_of(*kept: str) -> dict[str, object]:
    return {"secrets": [{"name": name, "updated_at": "2026-01-01T00:00:00Z"} for name in kept]}


def test_environments_are_found_however_their_names_are_written() -> None:
    answers = {
        "/environments": environments_of("Release"),
        "/environments/release/secrets": secrets_of("UPLOAD"),
    }

    assert names(Recorded(answers)).environment("release") == frozenset({"UPLOAD"})


def test_an_environment_is_asked_though_the_list_of_them_is_hidden() -> None:
    found = names(Recorded({"/environments/pypi/secrets": secrets_of("UPLOAD")}))

    assert found.environment("pypi") == frozenset({"UPLOAD"})


def test_a_job_without_an_environment_asks_for_none() -> None:
    lists = {"/actions/secrets": secrets_of("A"), "/actions/organization-secrets": secrets_of("B")}
    found = names(Recorded(lists))

    assert (found.visible(""), found.doubts("")) == (frozenset({"A", "B"}), [])


def test_a_permission_that_is_missing_twice_is_told_once() -> None:
    assert len(names(Recorded({})).doubts("")) == 1


def test_an_environment_without_a_name_is_no_environment() -> None:
    found = dict(names(Recorded({"/environments": {"environments": [{"id": 1}]}})).own())

    assert isinstance(found["environment:*"], Unknown)


def test_as_many_environments_as_may_be_are_all_asked() -> None:
    made = environments_of(*(f"e{number}" for number in range(50)))
    found = dict(names(Recorded({"/environments": made})).own())

    assert (len(found), "environment:*" in found) == (51, False)


def test_lists_of_several_pages_are_asked_for_once(fake: Fake, asking: Asking) -> None:
    repository = fake.world.repositories["acme/ferry"]
    repository.environments = {f"e{number}": [] for number in range(120)}
    repository.secrets = [f"S{number}" for number in range(120)]
    found = names(asking(secrets="read", environments="read"))

    assert [len(found.visible(name)) for name in ("e0", "e1", "")] == [120] * 3
    assert len(fake.requests) == 2 + 2 + 1 + 2  # secrets, environments, those shared, those of each
