"""The names of tags, as the triggers of workflows meet them."""

from collections.abc import Iterator

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.components import ComponentTags
from relaudit.evidence.tagnames import OtherTags
from relaudit.evidence.tags import ReleaseTags

_WORDS = ("next", "draft", "test", "backup", "old")


@record
class TagNames:
    """The names of release tags, of packages too, and of tags that look like releases and are none."""

    releases: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@evidence()
def tag_names(tags: ReleaseTags, components: ComponentTags | Unknown, others: OtherTags) -> TagNames:
    """Floating tags are neither."""
    every = [tags, *(components.by_package.values() if isinstance(components, ComponentTags) else ())]
    releases = [tag.name for found in every for tag in found.newest_first]
    return TagNames(tuple(releases), tuple(tag.name for tag in others.tags if tag.is_judged))


def likely_names(pattern: str) -> Iterator[str]:
    """Names that people give, which are no versions and begin as a pattern does."""
    start = pattern.lstrip("!").split("*")[0].split("[")[0].split("+")[0].split("?")[0]
    for word in _WORDS:
        yield from (
            f"{start}{word}",
            f"{start}2-{word}",
            f"{start}1.2.3-{word}.of.mine",
            f"{start}1.2-{word}",
            word,
        )
