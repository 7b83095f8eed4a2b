"""What is in force on a branch: rulesets and branch protection together, and what a token is told of them."""

import pytest

from guards import protection, pull_request, rule
from relaudit.core.model import Reason, Unknown
from relaudit.evidence.github.branches import BranchRules, Guards, branch_rules
from relaudit.evidence.github.guards import Guard, of_protection
from relaudit.evidence.github.service import GitHub
from relaudit.sources.recorded import Recorded
from rig import Asking, asking_of, serving
from server import Fake
from world import Repository

fake = pytest.fixture(serving)
asking = pytest.fixture(asking_of)


@pytest.fixture
def ferry(fake: Fake) -> Repository:
    return fake.world.repositories["acme/ferry"]


def asked(github: GitHub) -> BranchRules:
    rules = branch_rules.function(github)
    assert isinstance(rules, BranchRules)
    return rules


def guards(github: GitHub, branch: str = "main") -> Guards:
    found = asked(github).of(branch)
    assert isinstance(found, Guards), found
    return found


def test_rulesets_and_protection_count_together(ferry: Repository, asking: Asking) -> None:
    ferry.rules["main"] = [pull_request(1, 7), rule("deletion", 7), rule("required_signatures", 8)]
    ferry.protections["main"] = protection(2, "tests")
    found = guards(asking(metadata="read", administration="read"))

    assert [one.source for one in found.every] == ["ruleset 7", "ruleset 8", "branch protection"]
    assert (found.approvals, found.every[2].checks, found.doubt) == (2, ("tests",), None)
    assert all(map(found.has, ("pull_request", "deletion", "non_fast_forward", "required_signatures")))


def test_a_rule_that_nobody_has_heard_of_is_kept() -> None:
    """GitHub's description has no such type yet, so the server of the tests cannot say it."""
    unheard = {
        "type": "phase_of_the_moon",
        "ruleset_source": "acme/ferry",
        "ruleset_id": 7,
        "parameters": {"phase": "new"},
    }
    answers = {
        "/rules/branches/main": [unheard],
        "/branches/main/protection": {"status": 404, "message": "Branch not protected"},
    }
    found = asked(Recorded(answers)).of("main")

    assert isinstance(found, Guards)
    assert found.has("phase_of_the_moon")


@pytest.mark.assumed
def test_a_token_that_may_not_read_protection_is_told_whether_there_is_any(
    ferry: Repository, asking: Asking
) -> None:
    ferry.rules["main"] = [rule("deletion")]
    found = guards(asking(metadata="read", contents="read"))

    assert (len(found.every), found.doubt) == (1, None)


@pytest.mark.assumed
def test_protection_that_a_token_may_not_read_is_unknown(ferry: Repository, asking: Asking) -> None:
    ferry.protections["main"] = protection(1)
    found = guards(asking(metadata="read", contents="read"))

    assert found.every == ()
    assert found.doubt is not None
    assert (found.doubt.reason, found.doubt.needs) == (Reason.FORBIDDEN, "administration:read on GitHub")


def test_a_branch_that_nothing_guards_has_no_guards(asking: Asking) -> None:
    assert guards(asking(metadata="read", administration="read")) == Guards("main", ())


def test_force_pushes_that_protection_allows_are_not_ruled_out(ferry: Repository, asking: Asking) -> None:
    ferry.protections["main"] = protection(force=True)
    found = guards(asking(metadata="read", administration="read"))

    assert (found.has("non_fast_forward"), found.has("deletion"), found.has("pull_request")) == (
        False,
        True,
        False,
    )


def test_a_branch_may_have_slashes(ferry: Repository, asking: Asking) -> None:
    ferry.rules["release/1.x"] = [rule("deletion")]

    assert guards(asking(metadata="read", administration="read"), "release/1.x").has("deletion")


def test_a_key_that_is_left_out_is_no_answer(fake: Fake, ferry: Repository, asking: Asking) -> None:
    ferry.protections["main"] = protection(1)
    github = asking(metadata="read", administration="read")
    fake.change = lambda _, body: (
        {key: value for key, value in body.items() if key != "required_pull_request_reviews"}
        if isinstance(body, dict)
        else body
    )
    found = guards(github)

    assert (found.has("pull_request"), found.approvals) == (False, 0)


@pytest.mark.assumed
def test_a_repository_that_is_hidden_is_unknown(ferry: Repository, asking: Asking) -> None:
    ferry.is_private = True
    told = asked(asking()).of("main")

    assert isinstance(told, Unknown)
    assert (told.reason, told.needs) == (Reason.HIDDEN, "metadata:read on GitHub")


@pytest.mark.parametrize(
    "body",
    [{}, {"allow_force_pushes": True, "allow_deletions": True}, {"allow_force_pushes": {"enabled": False}}],
)
def test_protection_that_does_not_say_what_it_forbids_forbids_nothing_for_sure(body: object) -> None:
    found = asked(Recorded({"/rules/branches/main": [], "/branches/main/protection": body})).of("main")

    assert isinstance(found, Guards)
    assert not found.has("deletion")
    assert found.doubt is not None
    assert found.doubt.reason is Reason.OMITTED


def test_a_list_of_rules_that_holds_something_else_is_unknown() -> None:
    told = asked(Recorded({"/rules/branches/main": ["junk"]})).of("main")

    assert isinstance(told, Unknown)
    assert told.reason is Reason.OMITTED


def test_a_rule_that_leaves_out_how_many_have_to_approve_is_no_answer() -> None:
    rules = [{"type": "pull_request", "ruleset_source": "acme/ferry", "ruleset_id": 7}]
    answers = {
        "/rules/branches/main": rules,
        "/branches/main/protection": {"status": 404, "message": "Branch not protected"},
    }
    found = asked(Recorded(answers)).of("main")

    assert isinstance(found, Guards)
    assert found.has("pull_request")
    assert found.doubt is not None
    assert found.doubt.reason is Reason.OMITTED


@pytest.mark.parametrize(
    "said",
    [
        {"required_pull_request_reviews": {"dismiss_stale_reviews": True}},
        {"required_status_checks": {"strict": True}},
        {"required_status_checks": {"strict": True, "checks": [{"app_id": 1}]}},
    ],
)
def test_protection_that_leaves_out_what_it_asks_for_is_no_answer(said: object) -> None:
    switches = {"allow_force_pushes": {"enabled": False}, "allow_deletions": {"enabled": False}}
    assert isinstance(said, dict)
    found = asked(Recorded({"/rules/branches/main": [], "/branches/main/protection": switches | said})).of(
        "main"
    )

    assert isinstance(found, Guards)
    assert found.doubt is not None
    assert found.doubt.reason is Reason.OMITTED


def test_a_rule_that_leaves_out_which_checks_it_requires_is_no_answer() -> None:
    rules = [{"type": "required_status_checks", "ruleset_id": 7, "parameters": {}}]
    answers = {
        "/rules/branches/main": rules,
        "/branches/main/protection": {"status": 404, "message": "Branch not protected"},
    }
    found = asked(Recorded(answers)).of("main")

    assert isinstance(found, Guards)
    assert found.doubt is not None
    assert found.doubt.reason is Reason.OMITTED


@pytest.mark.parametrize(
    ("reviews", "told"),
    [
        ({"required_approving_review_count": 1, "dismiss_stale_reviews": True}, True),
        ({"required_approving_review_count": 1, "dismiss_stale_reviews": False}, False),
        (
            {
                "required_approving_review_count": 1,
                "dismiss_stale_reviews": False,
                "require_last_push_approval": True,
            },
            True,
        ),
        ({"required_approving_review_count": 1}, None),
    ],
)
def test_branch_protection_tells_whether_what_is_pushed_needs_another_approval(
    reviews: dict[str, object], *, told: bool | None
) -> None:
    assert of_protection({"required_pull_request_reviews": reviews}).reapproves is told


def test_one_rule_that_takes_approvals_back_is_enough() -> None:
    lenient, strict = (
        Guard(source="a", kinds=frozenset()),
        Guard(source="b", kinds=frozenset(), reapproves=True),
    )
    untold = Guard(source="c", kinds=frozenset(), reapproves=None)

    assert Guards("main", (lenient, untold, strict)).reapproves is True
    assert Guards("main", (lenient, untold)).reapproves is None
    assert Guards("main", (lenient,)).reapproves is False
