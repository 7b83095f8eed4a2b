"""What is known of GitHub, for each fact in four ways: it may be read, it may not, there is none, and the answer leaves it out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from claims import RAN, Claims, claims_of, unknowns
from guards import protection, pull_request
from history import check, ended, merged, push, review, ruleset, run
from relaudit.core.dossier import Catalogue, Dossier
from relaudit.core.model import Reason
from relaudit.core.occasion import HistorySince
from relaudit.evidence.catalogue import GIVEN, relaudit_evidence
from relaudit.evidence.github.actionsettings import ActionsSettings
from relaudit.evidence.github.branches import BranchRules
from relaudit.evidence.github.branchnames import BranchList
from relaudit.evidence.github.checks import CommitChecks
from relaudit.evidence.github.environments import Environments
from relaudit.evidence.github.immutable import ImmutableReleases
from relaudit.evidence.github.pastruns import PastRuns
from relaudit.evidence.github.pulls import PullRequests
from relaudit.evidence.github.pushes import Pushes
from relaudit.evidence.github.releases import Releases
from relaudit.evidence.github.rulesets import Passer, Rulesets
from relaudit.evidence.github.runs import Runs
from relaudit.evidence.github.secrets import SecretNames
from relaudit.evidence.github.service import GitHub
from relaudit.evidence.github.settings import RepositorySettings
from relaudit.evidence.github.signatures import TagSignatures
from relaudit.evidence.github.variables import VariableNames
from rig import Asking, asking_of, serving
from server import Fake, Fault
from world import Repository, release

fake = pytest.fixture(serving)
asking = pytest.fixture(asking_of)
CATALOGUE = Catalogue(relaudit_evidence(), GIVEN)
COMMIT = "a" * 40
TAG = {"tag": "v1", "message": "v1", "verification": {"verified": False, "reason": "unsigned", "payload": None, "signature": None, "verified_at": None}}  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """A kind of evidence: `there` makes it so on GitHub, `says` what is then claimed, `empty` what is where nothing was made.

    `needs` are the permissions that it takes; `left_out` is the operation and the key that a test drops.
    """

    kind: type[object]
    needs: Mapping[str, str]
    there: Callable[[Repository], object]
    says: Claims
    empty: Claims
    left_out: tuple[str, str]
    lacks: tuple[str, ...] = ()
    is_push: bool = field(default=False)


def sets(**state: object) -> Callable[[Repository], object]:
    """Makes the repository so."""

    def make(one: Repository) -> None:
        for name, value in state.items():
            setattr(one, name, value)

    return make


FACTS = [
    Fact(
        RepositorySettings, {"metadata": "read"}, sets(default_branch="trunk"), {"default branch": "trunk", "may push": False, "is an admin": False},
        {"default branch": "main", "may push": False, "is an admin": False}, ("", "default_branch"), ("metadata:read",),
    ),
    Fact(
        Releases, {"metadata": "read", "contents": "write"}, sets(releases=[release("v1"), release("v2", draft=True)]),
        {"published": ("v1",), "drafts": ("v2",)}, {"published": (), "drafts": ()}, ("/releases", "draft"), ("contents:read",), is_push=True,
    ),
    Fact(
        SecretNames, {"secrets": "read", "environments": "read", "actions": "read"}, sets(secrets=["A"], shared=["B"]),
        {"repository": frozenset({"A"}), "organization": frozenset({"B"})}, {"repository": frozenset(), "organization": frozenset()},
        ("/actions/secrets", "name"), ("secrets:read",),
    ),
    Fact(
        VariableNames, {"actions_variables": "read", "environments": "read", "actions": "read"}, sets(variables=["A"], shared_variables=["B"]),
        {"repository": frozenset({"A"}), "organization": frozenset({"B"})}, {"repository": frozenset(), "organization": frozenset()},
        ("/actions/variables", "name"), ("actions-variables:read",),
    ),
    Fact(
        Environments, {"actions": "read"}, sets(environments={"pypi": []}), {"every": frozenset({"pypi"})}, {"every": frozenset()},
        ("/environments", "name"), ("actions:read",),
    ),
    Fact(
        BranchRules, {"metadata": "read", "administration": "read"}, sets(rules={"main": [pull_request(2)]}, protections={"main": protection(1, "test")}),
        {"pull_request": True, "non_fast_forward": True, "deletion": True, "approvals": 2, "checks": frozenset({"test"})},
        {"pull_request": False, "non_fast_forward": False, "deletion": False, "approvals": 0, "checks": frozenset()},
        ("/rules/branches/{branch}", "type"), ("metadata:read",),
    ),
    Fact(
        BranchList, {"contents": "read"}, sets(protections={"develop": protection(1)}), {"branches": frozenset({"main", "develop"})},
        {"branches": frozenset({"main"})}, ("/branches", "name"), ("contents:read",),
    ),
    Fact(
        PullRequests, {"pull_requests": "read"}, sets(pulls=[merged(7, "develop"), merged(8, "wild", is_merged=False)]),
        {"merged": ((7, "develop", "main"),)}, {"merged": ()}, ("/pulls", "head"), ("pull-requests:read",),
    ),
    Fact(
        Pushes, {"contents": "read"}, sets(activity=[push("1" * 40), push("2" * 40, kind="pr_merge"), push("3" * 40, kind="force_push", day="2026-02-01T00:00:00Z")]),
        {"pushes": ("3" * 40, "1" * 40)}, {"pushes": ()}, ("/activity", "after"), ("contents:read",),
    ),
    Fact(
        Runs, {"actions": "read"}, sets(runs=[run(1, RAN, "failure", COMMIT)]), {"last": True, "commit": COMMIT}, {"last": None},
        ("/actions/runs", "conclusion"), ("actions:read",),
    ),
    Fact(
        PastRuns, {"actions": "read"}, sets(runs=[run(1, RAN, "success")], jobs={1: [ended("publish")]}, reviews={1: [review("ines", "PyPI")]}),
        {"runs": ((1, date(2026, 1, 31)),), "jobs": frozenset({"publish"}), "approvals": ((frozenset({"pypi"}), "ines"),)},
        {"runs": []}, ("/actions/runs/{run_id}/approvals", "environments"), ("actions:read",),
    ),
    Fact(
        Rulesets, {"metadata": "read", "administration": "write"},
        sets(rulesets=[ruleset(7, "tags", "deletion", include=("refs/tags/v*",), bypass_actors=[{"actor_type": "Team", "actor_id": 9, "bypass_mode": "always"}])]),
        {
            "listed": {7: ("tags", True)}, "7 target": "tag", "7 kinds": frozenset({"deletion"}), "7 include": ("refs/tags/v*",), "7 exclude": (),
            "7 passers": (Passer(kind="Team", number=9),),
        },
        {"listed": {}}, ("/rulesets", "enforcement"), ("metadata:read",),
    ),
    Fact(
        ImmutableReleases, {"administration": "read", "metadata": "read"}, sets(is_immutable=True), {"setting": True}, {"setting": False},
        ("/immutable-releases", "enabled"), ("administration:read",), is_push=True,
    ),
    Fact(
        ActionsSettings, {"administration": "read"}, sets(workflow_token={"default_workflow_permissions": "write", "can_approve_pull_request_reviews": True}),
        {"token": "write", "may approve": True}, {"token": "read", "may approve": False},
        ("/actions/permissions/workflow", "default_workflow_permissions"), ("administration:read",),
    ),
]  # fmt: skip
UNKEPT = [
    Fact(
        CommitChecks, {"statuses": "read"}, sets(checks={COMMIT: [check("test", "failure")]}, statuses={COMMIT: [{"context": "ci/jenkins", "state": "success"}]}),
        {"reports": {"test": "failure", "ci/jenkins": "success"}}, {"reports": {}}, ("/commits/{ref}/check-runs", "conclusion"),
    ),
    Fact(TagSignatures, {"contents": "read"}, sets(tags={COMMIT: TAG}), {"verified": False}, {}, ("/git/tags/{tag_sha}", "verification"), ("contents:read",)),
]  # fmt: skip
EACH = pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.kind.__name__)


def told(fact: Fact, github: GitHub) -> Claims:
    """What is claimed, of those claims that the fact is about."""
    claims = claims_of(
        fact.kind, Dossier(CATALOGUE, {GitHub: github, HistorySince: HistorySince()}).get(fact.kind), ()
    )
    return {
        name: value
        for name, value in claims.items()
        if not (fact.kind is ImmutableReleases and name == "latest")
    }


def ferry(fake: Fake) -> Repository:
    return fake.world.repositories["acme/ferry"]


@pytest.mark.parametrize("fact", [*FACTS, *UNKEPT], ids=lambda fact: fact.kind.__name__)
def test_what_may_be_read_is_known(fake: Fake, asking: Asking, fact: Fact) -> None:
    fact.there(ferry(fake))

    assert told(fact, asking(can_push=fact.is_push, **fact.needs)) == fact.says


@EACH
def test_what_is_not_there_is_known_not_to_be(
    request: pytest.FixtureRequest, fake: Fake, asking: Asking, fact: Fact
) -> None:
    if fact.kind is BranchRules:
        request.applymarker("assumed")  # that a branch is not protected is said by an error
    github = asking(can_push=fact.is_push, **fact.needs)
    fake.world.tokens["a-token"].is_admin = fact.kind is ImmutableReleases
    github.page = "https://github.com/acme/ferry"  # other servers may not have all of it

    assert told(fact, github) == fact.empty


@pytest.mark.assumed
@EACH
def test_what_may_not_be_read_is_unknown_and_says_what_it_takes(
    fake: Fake, asking: Asking, fact: Fact
) -> None:
    fact.there(ferry(fake))
    ferry(fake).is_private = True
    found = unknowns(told(fact, asking(issues="read")))

    assert found
    assert {one.reason for one in found} <= {Reason.FORBIDDEN, Reason.HIDDEN}
    assert {f"{one} on GitHub" for one in fact.lacks} <= {one.needs for one in found}


@pytest.mark.parametrize("fact", [*FACTS, *UNKEPT], ids=lambda fact: fact.kind.__name__)
def test_what_is_left_out_is_unknown(fake: Fake, asking: Asking, fact: Fact) -> None:
    fact.there(ferry(fake))
    path, key = fact.left_out
    fake.cut = lambda operation, body: (
        without(body, key) if operation.path.endswith(f"{{repo}}{path}") else body
    )
    found = unknowns(told(fact, asking(can_push=fact.is_push, **fact.needs)))

    assert Reason.OMITTED in {one.reason for one in found}


def test_a_commit_on_which_nothing_was_reported_has_no_checks(asking: Asking) -> None:
    assert told(UNKEPT[0], asking(statuses="read")) == UNKEPT[0].empty


def test_the_last_report_of_a_name_counts(fake: Fake, asking: Asking) -> None:
    red = check("test", "failure") | {"completed_at": "2026-01-30T12:00:00Z"}
    green = check("test", "success") | {"completed_at": "2026-01-31T12:00:00Z"}
    ferry(fake).checks = {COMMIT: [green, red]}
    there = told(UNKEPT[0], asking(statuses="read"))
    ferry(fake).checks = {COMMIT: [red, green]}

    assert there == told(UNKEPT[0], asking(statuses="read")) == {"reports": {"test": "success"}}


@pytest.mark.assumed
def test_checks_that_may_not_be_read_are_unknown(fake: Fake, asking: Asking) -> None:
    """GitHub's list of permissions does not have them, so that the server of the tests would tell anybody."""
    body = b'{"message": "Resource not accessible by personal access token"}'
    refusal = Fault(403, body, {"X-Accepted-GitHub-Permissions": "checks=read"}, is_assumed=True)
    fake.fault = lambda _, path: refusal if "check-runs" in path else None
    (doubt, *_) = unknowns(told(UNKEPT[0], asking(statuses="read")))

    assert (doubt.reason, doubt.needs) == (Reason.FORBIDDEN, "checks:read on GitHub")


@pytest.mark.assumed
def test_a_tag_that_is_no_object_and_one_that_may_not_be_read_are_not_told_apart(
    fake: Fake, asking: Asking
) -> None:
    absent = unknowns(told(UNKEPT[1], asking(contents="read")))
    ferry(fake).is_private = True
    hidden = unknowns(told(UNKEPT[1], asking(issues="read")))

    assert ([one.reason for one in absent], [one.needs for one in absent]) == (
        [Reason.HIDDEN],
        ["contents:read on GitHub"],
    )
    assert [one.reason for one in hidden] == [Reason.FORBIDDEN]


def without(body: Any, key: str) -> Any:
    """The body without a key, in every item of a list as well."""
    match body:
        case list():
            return [without(one, key) for one in body]
        case dict():
            lists = {name: without(value, key) for name, value in body.items() if isinstance(value, list)}
            return {name: value for name, value in {**body, **lists}.items() if name != key}
        case _:
            return body
