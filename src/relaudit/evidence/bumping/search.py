"""Whether a bump tool would find what it looks for in a file."""

import re
from collections.abc import Callable, Iterator, Sequence

from relaudit.core.model import Reason, Unknown
from relaudit.core.regex import regex
from relaudit.evidence.bumping.documents import parsed
from relaudit.evidence.bumping.globs import is_plain, matching
from relaudit.evidence.bumping.model import BumpTarget
from relaudit.evidence.bumping.pattern import NotPlainError, starts
from relaudit.evidence.document import Document
from relaudit.evidence.files import Text, Tree, normal
from relaudit.evidence.schemes import parsed as parsed_version

_PLACEHOLDER = regex(r"\{\{|\}\}|\{(?:current|pep440)_version\}|[{}]")
_HATCH = regex(r"(?im)^(?:__version__|VERSION)(?: ?: ?str)? *= *(['\"])v?.+?\1")
_MARK = "x-release-please-"
_ASSIGNED = regex(r"""['"]?(?:\s{0,8}:\s{0,8}[^\s=:][^=:]{0,100})?\s{0,8}(?::=|==|[:=@ ])\s{0,8}['"]?""")
_NUMBERED = regex(r"\d+\.\d+\.\d+")
_SEARCHED = ("text", "regex", "lines")
_NAMES = 500  # occurrences of a name that are looked at
_WINDOW = 300


def undecided(target: BumpTarget, why: str) -> Unknown:
    """That a target's search is not followed, and why."""
    return Unknown("BumpConfigs", Reason.UNDECIDABLE, detail=f"how {target.path} is searched: {why}")


def paths_of(target: BumpTarget, tree: Tree) -> Sequence[str] | Unknown:
    """The files that a target means today."""
    if not target.is_glob:
        path = normal(target.path)
        return (path,) if path else undecided(target, "the path leads out of the repository")
    if not all(map(is_plain, (target.path, *target.excluded))):
        return undecided(target, "the tools read such a glob differently")
    paths = tree.paths()
    if isinstance(paths, Unknown):
        return paths
    glob = target.path.replace("**", "*") if target.how == "lines" else target.path
    left_out = {path for excluded in target.excluded for path in matching(excluded, paths)}
    return tuple(path for path in matching(glob, paths) if path not in left_out)


def holds(
    target: BumpTarget, text: Text, versions: Sequence[str], known: Document | None = None
) -> bool | Unknown:
    """Whether the text has what the tool looks for, for one of these versions; `known` is the text parsed already."""
    if not versions and target.how in _SEARCHED:
        return undecided(target, "no version is known to search for")
    try:
        found = _holds(target, text, versions, known)
        return (
            undecided(target, "the version is serialised anew")
            if target.is_respelled and found is False
            else found
        )
    except NotPlainError:
        return undecided(target, "no plain regular expression")


def _holds(  # noqa: PLR0911 - one for each way
    target: BumpTarget, text: Text, versions: Sequence[str], known: Document | None
) -> bool | Unknown:
    match target.how:
        case "text":
            return any(_rendered(target, version) in text.text for version in versions)
        case "regex":
            return any(
                True for version in versions for _ in starts(_rendered(target, version, re.escape), text.text)
            )
        case "lines":
            return any(_on_a_line(target, text.text, version) for version in versions)
        case "key":
            return _has_key(target.search, text, known)
        case "variable":
            return any(_is_assigned(text.text, at, target.prefix) for at in _named(target.search, text.text))
        case "marks":
            return _MARK in text.text or (bool(target.search) and _has_key(target.search, text, known))
        case "hatch":
            return _HATCH.search(text.text) is not None
        case "whole" | "written":
            return True
        case "other":
            return undecided(target, target.search)


def version_at(target: BumpTarget, text: Text) -> str | Unknown | None:
    """The version that a target holds, where it is a key's or the whole file; None where there is none."""
    if target.how != "key":
        return text.text.strip() or None
    document = parsed(text)
    if isinstance(document, Unknown):
        return document
    found = (document.string(*keys.split(".")) for keys in target.search.split("|"))
    return next(filter(None, found), None)


def rendered(search: str, version: str, escape: Callable[[str], str] = str) -> str | None:
    """The template with the version in its place; None where it asks for more than the version."""
    pieces, position = [], 0
    for found in _PLACEHOLDER.finditer(search):
        if found[0] in ("{", "}"):
            return None
        normal_form = parsed_version(version) if found[0].startswith("{pep440") else None
        value = escape(str(normal_form or version)) if len(found[0]) > 2 else found[0][0]  # noqa: PLR2004 - doubled braces
        pieces += [search[position : found.start()], value]
        position = found.end()
    return "".join(pieces) + search[position:]


def _rendered(target: BumpTarget, version: str, escape: Callable[[str], str] = str) -> str:
    found = rendered(target.search, version, escape)
    if found is None:
        raise NotPlainError
    return found


def _on_a_line(target: BumpTarget, text: str, version: str) -> bool:
    """Whether the version stands on a line that the expression matches."""
    if not target.search:
        return version in text
    if re.escape(target.search) == target.search:
        return any(target.search in line and version in line for line in text.splitlines())
    found = starts(target.search, text)
    return any(version in text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0] for at in found)


def _named(name: str, text: str) -> Iterator[int]:
    """Where the name ends that a version is assigned to; one that is part of a longer name does not count."""
    at = text.find(name)
    for _ in range(_NAMES):
        if at < 0:
            return
        if at == 0 or not (text[at - 1].isalnum() or text[at - 1] in "_.-"):
            yield at + len(name)
        at = text.find(name, at + 1)


def _is_assigned(text: str, at: int, prefix: str) -> bool:
    """Whether a version is assigned to the name that ends here."""
    found = _ASSIGNED.match(text, at, at + _WINDOW)
    after = found.end() if found else 0
    return bool(found) and text.startswith(prefix, after) and bool(_NUMBERED.match(text, after + len(prefix)))


def _has_key(keys: str, text: Text, known: Document | None) -> bool | Unknown:
    """Whether there is a value at one of the key paths; XML has only its mark."""
    if text.path.endswith(".xml"):
        return f"<{keys}>" in text.text
    document = known or parsed(text)
    if isinstance(document, Unknown):
        return document
    return any(document.get(*path.split(".")) is not None for path in keys.split("|"))
