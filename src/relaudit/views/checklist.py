"""The checklist of a release: what is done, what stands in the way, and what cannot be told from here."""

import json
from collections.abc import Iterator, Sequence
from enum import StrEnum

from relaudit.core.places import Location
from relaudit.core.record import record
from relaudit.reporters.text import place, told, visible
from relaudit.views.graph import Line


class State(StrEnum):
    """How an item stands."""

    TICKED = "ticked"
    FAILED = "failed"
    UNKNOWN = "unknown"


_MARKS = {State.TICKED: ("[x]", "passed"), State.FAILED: ("[ ]", "error"), State.UNKNOWN: ("[?]", "unknown")}


@record
class Item:
    """One thing to be true before the release; `settle` is the command or the access that tells, or shows, more."""

    title: str
    state: State
    why: str = ""
    location: Location | None = None
    settle: str = ""
    rule: str = ""


def lines(version: str, items: Sequence[Item]) -> Iterator[Line]:
    """A list as Markdown has it, and a sentence with the sum."""
    yield [(visible(f"release {version}"), "title")]
    for item in items:
        mark, style = _MARKS[item.state]
        yield [(f"  {mark} ", style), (visible(item.title), "")]
        if item.state is not State.TICKED or item.why:
            yield from _below(item)
    yield [(_sum(items), "title")]


def as_json(version: str, items: Sequence[Item]) -> str:
    """The document of `relaudit ready --format json`, version 0."""
    document = {
        "version": 0,
        "release": version,
        "ready": not any(item.state is State.FAILED for item in items),
        "items": [
            {
                "title": item.title, "state": str(item.state), "why": item.why, "rule": item.rule or None,
                "location": place(item.location) if item.location is not None else None, "settle": item.settle,
            }
            for item in items
        ],
    }  # fmt: skip
    return json.dumps(document, indent=1, ensure_ascii=True) + "\n"


def _below(item: Item) -> Iterator[Line]:
    where = f" ({place(item.location)})" if item.location is not None else ""
    if item.why:
        yield [("      ", ""), (told(item.why), ""), (where, "faint")]
    if item.settle and item.state is not State.TICKED:
        yield [("      ", ""), (visible(item.settle), "faint")]


def _sum(items: Sequence[Item]) -> str:
    counts = {state: sum(item.state is state for item in items) for state in State}
    if counts[State.FAILED]:
        return f"not ready: {counts[State.FAILED]} of {len(items)} stand in the way, {counts[State.UNKNOWN]} cannot be told"
    if counts[State.UNKNOWN]:
        return f"nothing known stands in the way; {counts[State.UNKNOWN]} of {len(items)} cannot be told"
    return f"ready: all {len(items)} are done"
