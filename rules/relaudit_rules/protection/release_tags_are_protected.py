"""A release tag that cannot be moved."""

from collections.abc import Iterator, Sequence

from relaudit.api import InSettings, Problem, Severity, Unknown, rule
from relaudit.evidence.github.commands import ruleset_for
from relaudit.evidence.github.releases import Releases
from relaudit.evidence.github.tagrules import TagRules
from relaudit.evidence.tags import ReleaseTag, ReleaseTags

_ASKED = {"update": "moved", "deletion": "deleted"}
_FORMS = 20


@rule(severity=Severity.WARNING, added="0.1", over="release_tags")
def release_tags_are_protected(
    release_tags: ReleaseTags, rules: TagRules, releases: Releases | Unknown
) -> Iterator[Problem | Unknown]:
    """Release tags can neither be moved nor deleted.

    Why:
        Whoever may write may push a tag again, with `--force`, to another commit: everybody who installs by the tag gets something else under
        the same name. That is how actions were turned against those who use them.

    How to fix:
        Make a ruleset for the tags, `refs/tags/v*`, active and with "Restrict updates" and "Restrict deletions", and with nobody on its bypass
        list; or make releases immutable, which keeps the tags of releases where they are. Judged is the newest tag of each form.
    """
    yield from release_tags.unknowns
    for tag in _samples(release_tags):
        is_held = isinstance(releases, Releases) and (found := releases.of(tag.name)) and found.is_immutable
        if not is_held:
            yield from _judged(tag, rules, release_tags.floating)


def _samples(release_tags: ReleaseTags) -> Sequence[ReleaseTag]:
    """The newest tag of each form: those of one package have the same text around their versions."""
    found: dict[str, ReleaseTag] = {}
    for tag in release_tags.newest_first:
        found.setdefault(tag.name.replace(tag.version, "*"), tag)
    return list(found.values())[:_FORMS]


def _judged(tag: ReleaseTag, rules: TagRules, floating: Sequence[str]) -> Iterator[Problem | Unknown]:
    guards = rules.of(tag.name)
    allowed = [said for kind, said in _ASKED.items() if not guards.has(kind)]
    if allowed:
        yield guards.doubt or _problem(tag, allowed, rules, floating)
        return
    passers = guards.passers(tuple(_ASKED))
    if guards.doubt is not None:
        yield guards.doubt
    elif isinstance(passers, Unknown):
        yield passers
    elif passers:
        message = f"release tags such as {tag.name} can be moved or deleted by {', '.join(passers)}, who may pass by their rules"
        place = InSettings(setting=f"rules for tags such as {tag.name}", url=rules.page)
        yield Problem(message, place, kind="bypass", subject=tag.name)


def _problem(tag: ReleaseTag, allowed: list[str], rules: TagRules, floating: Sequence[str]) -> Problem:
    """The pattern takes no tag that moves with every release, `v1`."""
    pattern = tag.name.replace(tag.version, "*.*" if "." in tag.version else "*")
    message = (
        f"release tags such as {tag.name} can be {' and '.join(allowed)}: no ruleset in force forbids it"
    )
    kinds = [{"type": kind} for kind in _ASKED]
    command = ruleset_for(rules.repository, pattern, kinds, target="tag", exclude=floating)
    setting = InSettings(setting=f"rules for tags {pattern}", url=rules.page, command=command)
    return Problem(message, setting, subject=pattern)
