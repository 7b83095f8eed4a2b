"""One event as it happens: a push to a branch, the push of a tag, a pull request into a branch."""

from collections.abc import Iterator

from relaudit.core.errors import UsageError
from relaudit.core.record import record, replace
from relaudit.evidence.workflows.events import Start, starts, with_facts
from relaudit.evidence.workflows.expressions.values import Known, Truth
from relaudit.evidence.workflows.model import Trigger
from relaudit.evidence.workflows.refs import Facts
from relaudit.evidence.workflows.triggers import takes_branch, takes_tag

_HEADS, _TAGS = "refs/heads/", "refs/tags/"
_INTO = ("pull_request", "pull_request_target")
_ON_DEFAULT = ("workflow_run", "schedule")  # they run on the default branch, whatever set them off
_FILTERED = (*_INTO, "workflow_run", "merge_group")
EVENTS = (
    "push", "tag", "pull_request", "pull_request_target", "release", "schedule", "workflow_dispatch", "workflow_run", "repository_dispatch", "merge_group",
    "create", "delete", "issues", "issue_comment",
)  # fmt: skip


@record
class Occurrence:
    """`event` as GitHub names it; `ref` is the whole reference, empty where it is left open; `action` the type of activity."""

    event: str
    ref: str = ""
    action: str = ""

    @classmethod
    def of(cls, said: str) -> "Occurrence":
        """Out of `push:main`, `tag:v1.2.3`, `pull_request:main`, `release:published`, or an event alone.

        Raises:
            UsageError: it names no event, or a tag or branch is missing.
        """
        event, _, rest = said.partition(":")
        if event not in EVENTS:
            raise UsageError(
                f"'{event}' is no event that can be simulated; one of {', '.join(EVENTS)}, such as push:main or tag:v1.2.3"
            )
        if event in ("push", "tag") and not rest:
            raise UsageError(f"{event} of what? Say {event}:{'main' if event == 'push' else 'v1.2.3'}")
        if event == "tag":
            return cls("push", _TAGS + rest.removeprefix(_TAGS))
        if event == "release":
            is_type = rest in _RELEASED
            return cls(
                event,
                "" if is_type or not rest else _TAGS + rest.removeprefix(_TAGS),
                rest if is_type else "",
            )
        return cls(event, (rest if rest.startswith("refs/") else _HEADS + rest) if rest else "")

    @property
    def name(self) -> str:
        """The branch or the tag without what tells which it is."""
        return self.ref.removeprefix(_HEADS).removeprefix(_TAGS)

    def takes(self, trigger: Trigger) -> Truth:
        """Whether a trigger takes it; the files that change are open."""
        if trigger.event != self.event or not self._is_taken(trigger):
            return Truth.NO
        is_filtered = trigger.has("paths") or trigger.has("paths-ignore")
        return Truth.MAYBE if is_filtered and not self.ref.startswith(_TAGS) else Truth.YES

    def starts(self, trigger: Trigger) -> Iterator[Start]:
        """The runs that it starts, with all that it says of them; they differ by the inputs of a run by hand alone."""
        seen: list[object] = []
        for start in starts(trigger):
            variant = (start.run.get("inputs"), "" if self.action else start.action)
            is_same_kind = (
                not start.ref or not self.ref or self.event in _INTO or start.ref[:6] == self.ref[:6]
            )
            is_meant = self.event != "release" or self.action or not start.types or start.types[0] in _AT_ONCE
            if variant not in seen and is_same_kind and is_meant:
                seen.append(variant)
                event: Facts = [("action", Known(self.action))] if self.action else []
                pushed: Facts = [("ref", Known(self.ref))] if self.ref and self.event == "push" else []
                run = with_facts(start.run, self._facts(), [*event, *pushed])
                yield replace(start, ref=self.ref, run=run)

    def _is_taken(self, trigger: Trigger) -> bool:
        types = [entry.value for entry in trigger.patterns("types")]
        if self.action and types and self.action not in types:
            return False
        if self.event == "release" and types and not self.action and _AT_ONCE.isdisjoint(types):
            return False
        if self.event == "push":
            return (
                takes_tag(trigger, self.name)
                if self.ref.startswith(_TAGS)
                else takes_branch(trigger, self.name)
            )
        return not self.ref or self.event not in _FILTERED or takes_branch(trigger, self.name)

    def _facts(self) -> Facts:
        if not self.ref or self.event in _ON_DEFAULT:
            return ()
        if self.event in _INTO:
            return [("base_ref", Known(self.name))]
        kind = "tag" if self.ref.startswith(_TAGS) else "branch"
        return [("ref", Known(self.ref)), ("ref_name", Known(self.name)), ("ref_type", Known(kind))]


_AT_ONCE = frozenset(("published", "created", "released", "prereleased"))  # one release that was no draft
_RELEASED = ("published", "created", "released", "prereleased", "edited", "deleted", "unpublished")
