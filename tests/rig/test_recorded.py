"""What the pages of rules say that GitHub answers is what it may answer; a page leaves out what its example does not need."""

import json
from typing import Any

import pytest

from contract import Description, DisagreementError, described
from relaudit.builtin import own
from relaudit.pages import page_of

PAGES = [
    pytest.param(example.special["@settings"], id=f"{rule.id}: {example.title}")
    for rule in own().rules
    if (page := page_of(rule)) is not None
    for example in page.examples
    if "@settings" in example.special
]


@pytest.fixture(scope="module")
def partly() -> Description:
    return described(loosened)


def loosened(part: Any) -> Any:
    """A schema that asks for nothing, and knows no more than it names."""
    match part:
        case dict():
            made = {
                key: loosened(value)
                for key, value in part.items()
                if not (key == "required" and isinstance(value, list))
            }
            return {"additionalProperties": False, **made} if "properties" in made else made
        case list():
            return [loosened(value) for value in part]
        case _:
            return part


@pytest.mark.parametrize("settings", PAGES)
def test_a_page_has_github_say_what_it_may_say(partly: Description, settings: str) -> None:
    for path, body in json.loads(settings).items():
        refusal = body.get("status") if isinstance(body, dict) else None
        said = {key: value for key, value in body.items() if key != "status"} if refusal else body

        partly.answered(partly.operation(f"/repos/acme/ferry{path}"), refusal or 200, said)


@pytest.mark.parametrize("body", [[{"tag": "v1"}], [{"tag_name": 1}], {"tag_name": "v1"}])
def test_what_it_may_not_say_is_noticed(partly: Description, body: object) -> None:
    with pytest.raises(DisagreementError):
        partly.answered(partly.operation("/repos/acme/ferry/releases"), 200, body)
