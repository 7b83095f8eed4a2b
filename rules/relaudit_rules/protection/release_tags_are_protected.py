"""A release tag that cannot be moved."""

from collections.abc import Iterator

from relaudit.api import InSettings, Problem, Severity, Unknown, rule
from relaudit.evidence.github.commands import ruleset_for
from relaudit.evidence.github.immutable import ImmutableReleases
from relaudit.evidence.github.tagrules import TagRules
from relaudit.evidence.tags import ReleaseTags

_ASKED = {"update": "moved", "deletion": "deleted"}
_VERSION = "{version}"


@rule(severity=Severity.WARNING, added="0.1", over="release_tags")
def release_tags_are_protected(
    release_tags: ReleaseTags, rules: TagRules, immutable: ImmutableReleases | Unknown
) -> Iterator[Problem | Unknown]:
    """Release tags can neither be moved nor deleted.

    Why:
        Whoever may write may push a tag again, with `--force`, to another commit: everybody who installs by the tag gets something else under
        the same name. That is how actions were turned against those who use them.

    How to fix:
        Make a ruleset for the tags, `refs/tags/v*`, active and with "Restrict updates" and "Restrict deletions"; or make releases immutable,
        which keeps the tags of releases where they are.
    """
    if not release_tags.newest_first:
        yield from release_tags.unknowns
        return
    if isinstance(immutable, ImmutableReleases) and immutable.setting is True:
        return
    tag = release_tags.newest_first[0]
    guards = rules.of(tag.name)
    allowed = [said for kind, said in _ASKED.items() if not guards.has(kind)]
    if allowed:
        yield guards.doubt or _problem(tag.name, tag.version, allowed, rules)
    elif guards.doubt is not None:
        yield guards.doubt


def _problem(tag: str, version: str, allowed: list[str], rules: TagRules) -> Problem:
    pattern = tag.replace(version, "*") if version in tag else tag
    message = f"release tags such as {tag} can be {' and '.join(allowed)}: no ruleset in force forbids it"
    command = ruleset_for(rules.repository, pattern, [{"type": kind} for kind in _ASKED], target="tag")
    setting = InSettings(setting=f"rules for tags {pattern}", url=rules.page, command=command)
    return Problem(message, setting, subject=pattern)
