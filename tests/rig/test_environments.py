"""The environments of a repository, and what holds their jobs."""

import pytest

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.github.environments import Environment, Environments, environments
from rig import Asking, asking_of, serving
from server import Fake
from world import environment, user

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
    policy = {"protected_branches": True, "custom_branch_policies": False}
    fake.world.repositories["acme/ferry"].environments = {"pypi": ["KEY"], "docs": []}
    fake.world.repositories["acme/ferry"].held = {
        "pypi": environment("pypi", protection_rules=[REVIEW, CUSTOM], deployment_branch_policy=policy)
    }
    found = environments.function(asking(actions="read"))

    assert isinstance(found, Environments)
    kinds = frozenset({"required_reviewers", "acme_gate"})
    assert found.of("PyPI") == Environment(name="pypi", rules=kinds, reviewers=1, restricts_refs=True)
    assert found.of("docs") == Environment(name="docs", rules=frozenset(), reviewers=0, restricts_refs=False)
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
