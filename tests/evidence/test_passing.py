"""Who may push although rules keep others from it: whoever may pass by all of them."""

import pytest

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.github.branches import Guards
from relaudit.evidence.github.guards import Guard, of_protection
from relaudit.evidence.github.passing import may_pass
from relaudit.evidence.github.rulesets import Passer, Ruleset, Rulesets

HIDDEN = Unknown("Rulesets", Reason.OMITTED)
ADMIN, TEAM = Passer(kind="RepositoryRole", number=5), Passer(kind="Team", number=9)
REVIEWED = {"required_pull_request_reviews": {"required_approving_review_count": 1}}


def rulesets(*passers: tuple[Passer, ...] | Unknown) -> Rulesets:
    def of(number: int) -> Ruleset | Unknown:
        return Ruleset(
            number=number, name="x", target="branch", enforcement="active", passers=passers[number - 1]
        )

    return Rulesets(every=(), of=of, page="", repository="acme/ferry")


def guards(count: int, *more: Guard, kind: str = "pull_request") -> Guards:
    own = [Guard(source="x", kinds=frozenset({kind}), ruleset=number + 1) for number in range(count)]
    return Guards("main", (*own, *more))


def protected(*, is_for_all: bool | None) -> Guard:
    enforced = {} if is_for_all is None else {"enforce_admins": {"enabled": is_for_all}}
    return of_protection({**REVIEWED, **enforced})


@pytest.mark.parametrize(
    ("passers", "wanted"),
    [
        ([()], ()),
        ([(ADMIN,)], ("administrators",)),
        ([(TEAM, Passer(kind="DeployKey"), Passer(kind="OrganizationAdmin", number=1))], ("Team:9", "deploy keys", "owners of the organisation")),
        ([(Passer(kind="Team", number=9, mode="pull_request"),)], ()),
        ([(Passer(kind="Team", number=9, mode="exempt"),)], ("Team:9",)),
        ([(ADMIN, TEAM), (TEAM,)], ("Team:9",)),
        ([(ADMIN,), ()], ()),
        ([HIDDEN, ()], ()),
        ([HIDDEN, (ADMIN,)], HIDDEN),
    ],
)  # fmt: skip
def test_whoever_passes_by_every_ruleset_may_push(
    passers: list[tuple[Passer, ...] | Unknown], wanted: object
) -> None:
    assert may_pass(guards(len(passers)), rulesets(*passers)) == wanted


def test_administrators_are_the_same_in_branch_protection_and_rulesets() -> None:
    assert may_pass(guards(1, protected(is_for_all=False)), rulesets((ADMIN, TEAM))) == ("administrators",)
    assert may_pass(guards(1, protected(is_for_all=True)), rulesets((ADMIN, TEAM))) == ()


def test_protection_that_does_not_say_whom_it_is_for_is_unknown() -> None:
    told = may_pass(guards(0, protected(is_for_all=None)), rulesets())

    assert isinstance(told, Unknown)
    assert told.reason is Reason.OMITTED


def test_rules_that_keep_no_push_away_do_not_count() -> None:
    assert may_pass(guards(1, protected(is_for_all=False), kind="deletion"), rulesets(())) == (
        "administrators",
    )


def test_rulesets_that_nobody_could_ask_for_are_unknown() -> None:
    assert may_pass(guards(1), HIDDEN) == HIDDEN
