"""Names of branches and tags that a pattern of a filter matches."""

from collections.abc import Iterable, Iterator, Sequence

from relaudit.core.regex import regex
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.patterns import Pattern
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.workflows.triggers import SPECIAL, is_plain

_RELEASES = ("v1.2.3", "1.2.3", "release-1.2.3")
_BRANCH = "something"
_FOLDERS, _CLASS = regex(r"(?<![^/])(?:\*\*/)+"), regex(r"\[(?:\^)?([A-Za-z0-9])[^\]]*\]")
_STARS, _TIMES = regex(r"\*+"), regex(r"(?<=[\w.\-/])[?+]")


def examples(pattern: str, kind: str, known: Iterable[str] = ()) -> Sequence[str]:
    """Names that a pattern of `branches` or `tags` matches: itself, else usual ones and those of the known names that it matches."""
    if is_plain(pattern):
        return (pattern,)
    wanted = Pattern.of(pattern)
    usual = (*(_RELEASES if kind == "tags" else ()), *_made(pattern, kind))
    first = next((name for name in usual if wanted.matches(name)), None)
    found = [first] if first is not None else []
    return tuple(dict.fromkeys((*found, *(name for name in known if wanted.matches(name)))))


def filtered(workflows: Iterable[Workflow], kind: str) -> Iterator[str]:
    """A name for each entry that the workflows wait for."""
    for workflow in workflows:
        trigger = workflow.trigger("push")
        for entry in trigger.patterns(kind) if trigger is not None else ():
            if not entry.value.startswith("!"):
                yield from examples(text_of(entry), kind)[:1]


def _made(pattern: str, kind: str) -> Iterator[str]:
    """The pattern with something in the place of each of its signs."""
    start = pattern[: next((index for index, sign in enumerate(pattern) if sign in SPECIAL), len(pattern))]
    yield f"{start}{'1.2.3' if kind == 'tags' else _BRANCH}"
    plain = _CLASS.sub(r"\1", _FOLDERS.sub("", pattern))
    plain = _TIMES.sub("", _STARS.sub("*", plain))
    for star in ("1", _BRANCH, ""):
        yield plain.replace("*", star)
