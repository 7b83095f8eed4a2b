"""Inputs of a run that name a tag or a version that is there already."""

import re
from collections.abc import Iterator

from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.workflows.model import Part, Workflow
from relaudit.evidence.workflows.scalars import text_of

BY_HAND, BY_PROGRAM = "workflow_dispatch", "repository_dispatch"
_NAMING = regex(r"(?i)(?:release|git|image|package|existing|target)?[-_]?(?:tag|version)(?:[-_]?name)?")
_PAYLOAD = regex(r"github\.event\.client_payload\.(\w+)")
_EXISTING = regex(r"(?i)\bexisting\b|\balready\b|\bre-?(?:publish|build|release|run|deploy)")
_NOT_YET = regex(r"(?i)\b(?:not|new|next|create|without)\b|n't")
_BUMPS = regex(
    r"(?i)\b(?:poetry|npm|hatch|uv|yarn|pnpm|cargo set-|pdm)\s*version\b|bump|set[-_]version|\bsed\s+-i|PRETEND_VERSION|\bgit\s+tag\s+(?:-[asfm]\b|[\"'$v])|create-tag|github-tag-action|\bgit\s+commit\b"
)
_TAGGED = ("push", "release")


@record
class Naming:
    """An input that names what is released; `is_said` that its description says that this is there already."""

    name: str
    place: InFile
    is_said: bool = False

    def is_in(self, text: str) -> bool:
        """Whether a text asks for it."""
        return (
            re.search(rf"(?:inputs|client_payload)(?:\.|\[')(?i:{re.escape(self.name)})\b", text) is not None
        )


def naming(workflow: Workflow, event: str) -> Iterator[Naming]:
    """The inputs whose names say so; one that is chosen from a list names a kind of release."""
    trigger = workflow.trigger(event)
    if trigger is None or _BUMPS.search(workflow.file.text.text):
        return
    if event == BY_PROGRAM:
        for name in dict.fromkeys(_PAYLOAD.findall(workflow.file.text.text)):
            if _NAMING.fullmatch(name):
                yield Naming(name, workflow.file.place(trigger.name))
        return
    for key, node in trigger.part("inputs").entries():
        declared, name = Part(node), text_of(key)
        if _NAMING.fullmatch(name) and declared.text("type") in ("", "string"):
            said = declared.text("description")
            is_said = _EXISTING.search(said) is not None and _NOT_YET.search(said) is None
            yield Naming(name, workflow.file.place(key), is_said)


def stands_for_tag(one: Naming, workflow: Workflow) -> bool:
    """Whether it stands in the place of the tag that starts the same workflow at other times."""
    is_tagged = any(
        trigger.event == "release" or (trigger.event == "push" and trigger.has("tags"))
        for trigger in workflow.triggers
        if trigger.event in _TAGGED
    )
    name = rf"(?:inputs|client_payload)\.{re.escape(one.name)}"
    instead = rf"{name}\s*\|\|\s*github\.(?:ref_name\b|event\.release\.tag_name)|github\.event\.release\.tag_name\s*\|\|\s*(?:github\.event\.)?{name}"
    return is_tagged and re.search(instead, workflow.file.text.text) is not None
