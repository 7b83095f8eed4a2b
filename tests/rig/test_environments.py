"""The environments of a repository, and what holds their jobs."""

import pytest

from guards import rule
from relaudit.core.model import Reason, Unknown
from relaudit.evidence.github.environments import Environment, Environments, environments
from relaudit.sources.recorded import Recorded
from rig import Asking, asking_of, serving
from server import Fake
from world import Body, environment, user

fake = pytest.fixture(serving)
asking = pytest.fixture(asking_of)
REVIEW = {
    "id": 1,
    "node_id": "P1",
    "type": "required_reviewers",
    "reviewers": [{"type": "User", "reviewer": user()}],
}
CUSTOM = {"id": 2, "node_id": "P2", "type": "acme_gate"}


def test_what_holds_a_job_is_told(fake: Fake, asking: Asking) -> None:
    policy = {"protected_branches": False, "custom_branch_policies": True}
    fake.world.repositories["acme/ferry"].policies = {"pypi": ["v*"]}
    fake.world.repositories["acme/ferry"].environments = {"pypi": ["KEY"], "docs": []}
    fake.world.repositories["acme/ferry"].held = {
        "pypi": environment("pypi", protection_rules=[REVIEW, CUSTOM], deployment_branch_policy=policy)
    }
    found = environments.function(asking(actions="read"))

    assert isinstance(found, Environments)
    kinds = frozenset({"required_reviewers", "acme_gate"})
    assert found.of("PyPI") == Environment(name="pypi", rules=kinds, patterns=("v*",))
    assert found.of("docs") == Environment(name="docs", rules=frozenset())
    assert found.of("release") is None


@pytest.mark.assumed
def test_a_private_repository_tells_nobody_else(fake: Fake, asking: Asking) -> None:
    fake.world.repositories["acme/ferry"].is_private = True
    found = environments.function(asking(contents="read", metadata="read"))

    assert isinstance(found, Unknown)
    assert (found.reason, found.needs) == (Reason.FORBIDDEN, "actions:read on GitHub")


def test_where_there_are_none_there_are_none(asking: Asking) -> None:
    found = environments.function(asking(actions="read"))

    assert isinstance(found, Environments)
    assert found.every == []


def test_a_policy_that_takes_every_branch_restricts_none(fake: Fake, asking: Asking) -> None:
    repository = fake.world.repositories["acme/ferry"]
    policy = {"protected_branches": False, "custom_branch_policies": True}
    repository.environments, repository.policies = {"pypi": []}, {"pypi": ["v*", "*"]}
    repository.held = {"pypi": environment("pypi", protection_rules=[], deployment_branch_policy=policy)}
    found = environments.function(asking(actions="read"))

    assert isinstance(found, Environments)
    told = found.of("pypi")
    assert told is not None
    assert not told.restricts_refs


def test_keys_that_are_left_out_are_no_answer(fake: Fake, asking: Asking) -> None:
    fake.world.repositories["acme/ferry"].environments = {"pypi": []}
    whole = environment("pypi")
    cut = {
        key: value
        for key, value in whole.items()
        if key not in ("protection_rules", "deployment_branch_policy")
    }
    fake.world.repositories["acme/ferry"].held = {"pypi": cut}
    found = environments.function(asking(actions="read"))

    assert isinstance(found, Environments)
    told = found.of("pypi")
    assert told is not None
    assert told.doubt is not None
    assert told.doubt.reason is Reason.OMITTED


@pytest.mark.parametrize("unnamed", [{"id": 3}, {"type": None}, "a rule"])
def test_a_rule_that_leaves_out_its_type_may_be_any(unnamed: object) -> None:
    body = {"name": "pypi", "protection_rules": [REVIEW, unnamed], "deployment_branch_policy": None}
    found = environments.function(Recorded({"/environments": {"environments": [body]}}))

    assert isinstance(found, Environments)
    told = found.of("pypi")
    assert told is not None
    assert told.rules == {"required_reviewers"}
    assert told.doubt is not None
    assert told.doubt.reason is Reason.OMITTED


@pytest.mark.parametrize(("rules", "restricts"), [([], False), ([rule("deletion")], True)])
def test_protected_branches_alone_are_all_where_none_is_protected(
    fake: Fake, asking: Asking, rules: list[Body], restricts: object
) -> None:
    one = fake.world.repositories["acme/ferry"]
    policy = {"protected_branches": True, "custom_branch_policies": False}
    one.environments, one.rules = {"pypi": []}, {"main": rules}
    one.held = {"pypi": environment("pypi", deployment_branch_policy=policy)}
    found = environments.function(asking(actions="read"))

    assert isinstance(found, Environments)
    told = found.of("pypi")
    assert told is not None
    assert (told.restricts_refs, told.doubt) == (restricts, None)
