"""The references that the process states, and the events that they are stated for."""

from collections.abc import Iterator, Sequence

from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.workflows.images.texts import UNTOLD
from relaudit.evidence.workflows.patterns import selected
from relaudit.evidence.workflows.publishing.targets import registry_of
from relaudit.evidence.workflows.running.occurrence import Occurrence
from relaudit.evidence.workflows.triggers import is_plain
from relaudit.process import Event, Events, TagFormat

_HOSTS = {"ghcr": "ghcr.io/"}
_HUB = ("docker.io/", "index.docker.io/")
_HEADS, _TAGS = "refs/heads/", "refs/tags/"
SAMPLE = "1.2.3"


@record
class Stated:
    """A reference as the process writes it, for an event by its name."""

    name: str
    event: Event
    target: str
    template: str

    @property
    def keys(self) -> tuple[str, ...]:
        """Where it is stated, below `process.events`."""
        return (self.name, "publishes", self.target, "images")

    @property
    def is_of_tags(self) -> bool:
        """Whether a tag or a release sets the event off."""
        return bool(self.event.tags) or "release" in _on(self.event)

    def text(self, occurrence: Occurrence, repository: str, version: str) -> str:
        """The reference for one event, in full."""
        owner, _, repo = repository.partition("/")
        known = {"tag": occurrence.name, "version": version, "owner": owner or UNTOLD, "repo": repo or UNTOLD}
        text = self.template
        for key, value in known.items():
            text = text.replace(f"{{{key}}}", value)
        if self.target in _HOSTS and registry_of(text) != self.target:
            text = _HOSTS[self.target] + text
        return normal(text)


def stated_images(events: Events | Unknown) -> Iterator[Stated]:
    """Every one, in the order of the process."""
    for name, event in events.by_name.items() if isinstance(events, Events) else ():
        for target, publication in (event.publishes or {}).items():
            yield from (Stated(name, event, target, template) for template in publication.images)


def normal(reference: str) -> str:
    """A reference without the host that is there by default, its name in lower case."""
    name, colon, tag = (
        reference.rpartition(":") if ":" in reference.rpartition("/")[2] else (reference, "", "")
    )
    plain = name.lower()
    for host in _HUB:
        plain = plain.removeprefix(host)
    return f"{plain.removeprefix('library/')}{colon or ':'}{tag or 'latest'}"


def occurrences_of(stated: Stated, form: TagFormat | Unknown) -> Iterator[tuple[Occurrence, str]]:
    """The events that a reference is stated for, by names that are examples where any would do, each with its version."""
    event, on = stated.event, _on(stated.event)
    if event.tags and (not on or "push" in on):
        name = next((name for name in sample_tags(form) if selected(name, event.tags)), None)
        yield from [(Occurrence("push", _TAGS + name), SAMPLE)] if name is not None else ()
    elif "release" in on:
        yield Occurrence("release", _TAGS + next(iter(sample_tags(form))), "published"), SAMPLE
    elif not on or "push" in on:
        for branch in event.branches:
            yield from [(Occurrence("push", _HEADS + branch), "")] if is_plain(branch) else ()


def sample_tags(form: TagFormat | Unknown, version: str = SAMPLE) -> Sequence[str]:
    """Names that tags of a version may have, the likeliest first."""
    patterns = (*([form.pattern] if isinstance(form, TagFormat) else ()), "v{version}", "{version}")
    return tuple(dict.fromkeys(pattern.replace("{version}", version) for pattern in patterns))


def _on(event: Event) -> Sequence[str]:
    return (event.on,) if isinstance(event.on, str) and event.on else event.on or ()
