"""A tag's name tells what it is."""

from collections.abc import Iterator

from relaudit.api import InRef, Problem, Severity, Unknown, rule
from relaudit.evidence.schemes import order
from relaudit.evidence.tagnames import OtherTags
from relaudit.evidence.tags import ReleaseTag, Tagging
from relaudit.process import TagFormat


@rule(severity=Severity.WARNING, unstated=Severity.NOTICE, added="0.1", over=("release_tags", "other_tags"))
def tag_names_are_consistent(
    release_tags: Tagging, other_tags: OtherTags, form: TagFormat | Unknown
) -> Iterator[Problem | Unknown]:
    """Every tag that looks like a release has the name that releases have here.

    Why:
        Workflows, package indexes and downstream scripts find releases by the names of tags. One that is spelled otherwise starts
        nothing, or starts a release that was not meant; one with a word after the version is a version to one tool and
        none to the next.

    How to fix:
        Tag releases by the pattern, `process.tags.pattern`, and give other tags names without a version. A published tag
        is not renamed: waive it by `refs`.
    """
    yield from release_tags.tags.unknowns
    is_stated = isinstance(form, TagFormat) and form.states("pattern")
    pattern = form.pattern if isinstance(form, TagFormat) and is_stated else _in_use(release_tags)
    for other in other_tags.tags:
        if other.is_judged:
            message = f"tag {other.name} looks like a release and is none: releases are tagged {pattern}"
            yield Problem(message, InRef(name=other.name), kind="no-release", subject=other.name)
    yield from () if is_stated else _in_other_forms(release_tags, pattern)


def _in_other_forms(tagging: Tagging, pattern: str) -> Iterator[Problem]:
    """Releases of today's form, and among them, later than the first of those, some of another."""
    tags = sorted(tagging.tags.newest_first, key=_age)
    first = next((index for index, tag in enumerate(tags) if _form(tag) == pattern), len(tags))
    for tag in tags[first:]:
        if tag.is_judged and _form(tag) != pattern:
            message = f"tag {tag.name} is not named as other releases of its time, {pattern}"
            yield Problem(message, InRef(name=tag.name), kind="other-form", subject=tag.name)


def _age(tag: ReleaseTag) -> tuple[object, ...]:
    return tag.day, order(tag.version)


def _in_use(tagging: Tagging) -> str:
    """The form of the newest release by its day and version."""
    newest = max(tagging.tags.newest_first, key=_age, default=None)
    return _form(newest) if newest else "v{version}"


def _form(tag: ReleaseTag) -> str:
    written = next(
        (text for text in (tag.version, tag.version.replace(".", "_")) if tag.name.endswith(text)), ""
    )
    return tag.name.removesuffix(written) + "{version}" if written else tag.name
