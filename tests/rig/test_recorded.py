"""What the pages of rules say that GitHub answers is what it may answer; a page leaves out what its example does not need."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from contract import Description, DisagreementError, described
from graph import told
from relaudit.builtin import own
from relaudit.evidence.github.commitpulls import query
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


def loosened(whole: Any) -> Any:
    """Schemas that ask for nothing, and know no more than they name."""
    joined = frozenset(_joined(whole))
    at = {name: _loosened(part, is_closed=name not in joined) for name, part in whole["at"].items()}
    return {"paths": _loosened(whole["paths"]), "at": at}


def _joined(part: Any) -> Iterator[str]:
    """The schemas that others are put together of."""
    for value in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _joined(value)
    for one in part.get("allOf", ()) if isinstance(part, dict) else ():
        if isinstance(one, dict) and "$ref" in one:
            yield one["$ref"]


def _loosened(part: Any, *, is_closed: bool = True) -> Any:
    match part:
        case dict():
            kept = {
                key: value
                for key, value in part.items()
                if not (key == "required" and isinstance(value, list))
            }
            made = {"anyOf" if key == "oneOf" else key: _loosened(value) for key, value in kept.items()}
            return {"additionalProperties": False, **made} if "properties" in made and is_closed else made
        case list():
            return [_loosened(value) for value in part]
        case _:
            return part


@pytest.mark.parametrize("settings", PAGES)
def test_a_page_has_github_say_what_it_may_say(partly: Description, settings: str) -> None:
    recorded = json.loads(settings)
    graph = recorded.pop("graphql", None)
    if graph is not None:
        assert graph["data"] == told(
            query(["0" * 40] * (len(graph["data"]["repository"]) - 1)), graph["data"]
        )
    others = recorded.pop("elsewhere", {})
    answers = {"acme/ferry": recorded, **others}
    for name, path, body in ((name, *one) for name, said in answers.items() for one in said.items()):
        refusal = body.get("status") if isinstance(body, dict) else None
        said = {key: value for key, value in body.items() if key != "status"} if refusal else body

        partly.answered(
            partly.operation(f"/repos/{name}{path}"),
            refusal or 200,
            None if refusal and not said else said,
        )


@pytest.mark.parametrize("body", [[{"tag": "v1"}], [{"tag_name": 1}], {"tag_name": "v1"}])
def test_what_it_may_not_say_is_noticed(partly: Description, body: object) -> None:
    with pytest.raises(DisagreementError):
        partly.answered(partly.operation("/repos/acme/ferry/releases"), 200, body)
