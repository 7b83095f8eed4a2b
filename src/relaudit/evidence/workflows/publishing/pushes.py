"""Which `git push` pushes tags."""

from collections.abc import Sequence

from relaudit.core.regex import regex
from relaudit.evidence.workflows.publishing.uses import Use
from relaudit.evidence.workflows.scripts.commands import Word

_ALL = ("--tags", "--follow-tags", "--mirror")
_TAGGED = regex(r"refs/tags/|(?i:\btag\b|_tag\b|\btag_|ref_name|new_version|\bv?\$\{?\{?\s*\w*version)|^v\d")
_VALUED = ("-o", "--push-option", "--repo", "--receive-pack")


def pushes_tags(use: Use) -> bool:
    """Whether what is pushed is, or may by its name be, a tag: what stands behind the name of the remote."""
    words = use.trail[-1].command.words if use.trail else ()
    if any(word.text in _ALL for word in words):
        return True
    if any(word.text in ("--delete", "-d") for word in words):
        return False
    return any(_TAGGED.search(ref) is not None for ref in _references(words))


def _references(words: Sequence[Word]) -> Sequence[str]:
    """What is to be pushed, as written: to where it goes, when both sides are told."""
    plain: list[str] = []
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word.source in _VALUED:
            skip = True
        elif not word.source.startswith("-"):
            plain.append(word.source.strip("\"'"))
    start = plain.index("push") + 2 if "push" in plain else len(plain)
    return [_destination(one) for one in plain[start:] if not one.startswith(":")]


def _destination(ref: str) -> str:
    """Where a reference goes; HEAD is pushed to a branch, whatever that is called by."""
    source, colon, to = ref.partition(":") if "://" not in ref else (ref, "", "")
    return "" if source == "HEAD" and "refs/tags" not in to else to if colon else source
