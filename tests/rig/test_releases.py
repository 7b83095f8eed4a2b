"""Releases: what is not shown is not taken for what is not there."""

import pytest

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.github.releases import Releases, releases
from relaudit.evidence.github.settings import repository_settings
from relaudit.sources.recorded import Recorded

RELEASE = {"tag_name": "v1.0.0", "draft": False, "prerelease": False}


def told(about: object, *bodies: object) -> Releases:
    github = Recorded({"": about, "/releases": list(bodies)})
    found = releases.function(github, repository_settings.function(github))
    assert isinstance(found, Releases)
    return found


def test_those_who_may_push_are_shown_every_draft() -> None:
    found = told({"permissions": {"push": True}}, RELEASE)

    assert [one.tag for one in found.published] == ["v1.0.0"]
    assert found.drafts == []


@pytest.mark.parametrize("about", [{"permissions": {"push": False}}, {}])
def test_drafts_that_may_be_hidden_are_unknown(about: object) -> None:
    drafts = told(about, RELEASE).drafts

    assert isinstance(drafts, Unknown)
    assert (drafts.reason, drafts.needs) == (Reason.OMITTED, "contents:write on GitHub")


def test_why_a_repository_is_not_told_is_why_its_drafts_are_not() -> None:
    drafts = told({"status": 429, "message": "API rate limit exceeded"}, RELEASE).drafts

    assert isinstance(drafts, Unknown)
    assert (drafts.evidence, drafts.reason) == ("Releases", Reason.RATE_LIMITED)
