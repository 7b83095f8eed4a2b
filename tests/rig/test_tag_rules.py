"""What is in force on a tag, by conditions that are read here and held against GitHub's own reading of them."""

import pytest

from guards import rule
from history import ruleset
from relaudit.core.dossier import Catalogue, Dossier
from relaudit.core.model import Reason
from relaudit.evidence.catalogue import GIVEN, relaudit_evidence
from relaudit.evidence.github.service import GitHub
from relaudit.evidence.github.tagrules import TagGuards, TagRules
from rig import Asking, asking_of, serving
from server import Fake
from world import Repository

fake = pytest.fixture(serving)
asking = pytest.fixture(asking_of)
MAIN = ruleset(9, "main", "deletion", target="branch", include=("~DEFAULT_BRANCH",))
TAGS = ruleset(7, "tags", "update", include=("refs/tags/v*",), exclude=("refs/tags/v0.*",))


@pytest.fixture
def ferry(fake: Fake) -> Repository:
    one = fake.world.repositories["acme/ferry"]
    one.rulesets, one.rules = [TAGS, MAIN], {"main": [rule("deletion", 9)]}
    return one


def guards(github: GitHub, tag: str) -> TagGuards:
    rules = Dossier(Catalogue(relaudit_evidence(), GIVEN), {GitHub: github}).get(TagRules)
    assert isinstance(rules, TagRules)
    return rules.of(tag)


@pytest.mark.usefixtures("ferry")
@pytest.mark.parametrize(("tag", "is_held"), [("v1.2.0", True), ("v0.9.0", False), ("1.2.0", False)])
def test_a_ruleset_holds_the_tags_that_it_is_for(asking: Asking, tag: str, is_held: object) -> None:
    found = guards(asking(metadata="read", administration="read"), tag)

    assert (found.has("update"), found.has("deletion"), found.doubt) == (is_held, False, None)


@pytest.mark.parametrize("enforcement", ["disabled", "evaluate"])
def test_one_that_is_not_in_force_holds_none(ferry: Repository, asking: Asking, enforcement: str) -> None:
    ferry.rulesets = [TAGS | {"enforcement": enforcement}, MAIN]

    assert not guards(asking(metadata="read", administration="read"), "v1.2.0").has("update")


def test_a_branch_that_github_reads_otherwise_makes_tags_unknown(ferry: Repository, asking: Asking) -> None:
    ferry.rules = {"main": []}
    found = guards(asking(metadata="read", administration="read"), "v1.2.0")

    assert found.has("update")
    assert found.doubt is not None
    assert found.doubt.reason is Reason.UNDECIDABLE


def test_a_list_that_does_not_say_what_a_ruleset_is_for_is_asked_again(
    fake: Fake, ferry: Repository, asking: Asking
) -> None:
    fake.change = lambda operation, body: (
        [{key: value for key, value in one.items() if key != "target"} for one in body]
        if operation.path.endswith("/rulesets") and isinstance(body, list)
        else body
    )
    found = guards(asking(metadata="read", administration="read"), "v1.2.0")

    assert [one.number for one in found.rulesets] == [7]
    assert ferry.rulesets == [TAGS, MAIN]
