"""Which `git push` pushes tags."""

from collections.abc import Sequence

from relaudit.core.regex import regex
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.publishing.uses import Use
from relaudit.evidence.workflows.scripts.commands import Word

_ALL = ("--tags", "--follow-tags", "--mirror")
_SURE = regex(r"refs/tags/|^v\d+(?:\.\d+)*$")
_OF_RUN = regex(r"(?i)(?:github\.|github_)ref_name")
_TAGGED = regex(r"(?i:\btag\b|_tag\b|\btag_|new_version|\bv?\$\{?\{?\s*\w*version)")
_VALUED = ("-o", "--push-option", "--repo", "--receive-pack")


def pushes_tags(use: Use, ref_type: str) -> Truth:
    """Whether what is pushed is a tag: what stands behind the name of the remote; by its name alone it only may be.

    `ref_type` is that of the run, branch or tag, empty where that is not known.
    """
    words = use.trail[-1].command.words if use.trail else ()
    if any(word.text in _ALL for word in words):
        return Truth.YES
    if any(word.text in ("--delete", "-d") for word in words):
        return Truth.NO
    truths = {_is_tag(ref, ref_type) for ref in _references(words)}
    return next((truth for truth in (Truth.YES, Truth.MAYBE) if truth in truths), Truth.NO)


def _is_tag(ref: str, ref_type: str) -> Truth:
    if _SURE.search(ref):
        return Truth.YES
    if _OF_RUN.search(ref):
        return {"tag": Truth.YES, "branch": Truth.NO}.get(ref_type, Truth.MAYBE)
    return Truth.MAYBE if _TAGGED.search(ref) else Truth.NO


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
