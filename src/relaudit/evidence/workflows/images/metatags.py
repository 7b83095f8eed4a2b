"""The tags that docker/metadata-action makes of what it is told, for one event."""

import re
from collections.abc import Iterator, Mapping, Sequence

from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.schemes import parsed
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.images.metadata import Entry, Flavor
from relaudit.evidence.workflows.images.templates import is_raw, rendered
from relaudit.evidence.workflows.images.texts import COMMIT, UNTOLD

_HEADS, _TAGS, _PULLS = "refs/heads/", "refs/tags/", "refs/pull/"
_SEMVER = regex(
    r"v?(?P<version>(?P<major>\d+)\.(?P<minor>\d+)\.(?P<patch>\d+)(?P<pre>-[0-9A-Za-z.-]+)?)(?:\+[0-9A-Za-z.-]+)?"
)
_ODD = regex(f"[^a-zA-Z0-9._{UNTOLD}{COMMIT}-]+")
_EXPRESSION = regex(r"/(?P<inner>.+)/(?P<flags>\w*)")
_LONGEST, _MOST = 120, 5  # anyone may write an expression that takes for ever
_NAMED = regex(r"\(\?<(?=\w)")  # JavaScript's way to name a group
_REPEATED, _NESTED = regex(r"(?<!\\)[*+{]"), regex(r"\)[*+{]")
_KNOWN = {"true": Truth.YES, "false": Truth.NO}


@record
class Meeting:
    """The event that a step meets: its reference and its name, and the default branch; `ref` is empty where it is open."""

    event: str
    ref: str
    default_branch: str

    @property
    def name(self) -> str:
        """The branch or tag, or the number of the pull request."""
        return self.ref.removeprefix(_HEADS).removeprefix(_TAGS).removeprefix(_PULLS).removesuffix("/merge")

    @property
    def values(self) -> Mapping[str, str]:
        """What the templates of attributes are filled with."""
        on_branch = self.ref.startswith(_HEADS)
        is_default = "true" if on_branch and self.name == self.default_branch else "false"
        if on_branch and not self.default_branch:
            is_default = UNTOLD
        opposite = {"true": "false", "false": "true"}.get(is_default, UNTOLD)
        return {
            "branch": self.name if on_branch else "",
            "tag": self.name if self.ref.startswith(_TAGS) else "",
            "sha": COMMIT,
            "base_ref": UNTOLD if self.ref.startswith((_TAGS, _PULLS)) else "",
            "is_default_branch": is_default,
            "is_not_default_branch": opposite,
        }


@record
class MetaTag:
    """A tag that is made, with marks for what only the run knows; `entry` is None for the `latest` that is made beside others."""

    text: str
    truth: Truth
    entry: Entry | None = None


def meta_tags(entries: Sequence[Entry], flavor: Flavor, meeting: Meeting) -> Iterator[MetaTag]:
    """The tags in order; what makes the first of them decides about `latest`."""
    if not meeting.ref:
        yield MetaTag(UNTOLD, Truth.MAYBE)
        return
    latest: list[tuple[Truth, Truth]] = []
    for entry in entries:
        truth = _KNOWN.get(rendered(entry.get("enable", "true"), meeting.values).lower(), Truth.MAYBE)
        made = _made(entry, meeting) if truth is not Truth.NO else None
        text = _ODD.sub("-", _framed(made[0], entry, flavor, meeting)) if made is not None else ""
        if made is not None and text:
            yield MetaTag(text, truth, entry)
            latest.append((truth, made[1]))
    if latest:
        yield from _latest(latest, flavor, meeting)


def _latest(found: Sequence[tuple[Truth, Truth]], flavor: Flavor, meeting: Meeting) -> Iterator[MetaTag]:
    decides = [auto for _, auto in found[:1]]
    if found[0][0] is Truth.MAYBE:
        decides = [auto for _, auto in found]
    truth = _KNOWN.get(flavor.latest, Truth.MAYBE)
    if flavor.latest == "auto":
        truth = decides[0] if len(set(decides)) == 1 else Truth.MAYBE
    if all(made is Truth.MAYBE for made, _ in found) and truth is Truth.YES:
        truth = Truth.MAYBE
    if truth is not Truth.NO:
        prefix = flavor.prefix if flavor.prefixes_latest else ""
        suffix = flavor.suffix if flavor.suffixes_latest else ""
        yield MetaTag(_ODD.sub("-", rendered(f"{prefix}latest{suffix}", meeting.values)), truth)


def _framed(text: str, entry: Entry, flavor: Flavor, meeting: Meeting) -> str:
    prefix, suffix = entry.get("prefix", flavor.prefix), entry.get("suffix", flavor.suffix)
    return f"{rendered(prefix, meeting.values)}{text}{rendered(suffix, meeting.values)}" if text else ""


def _made(entry: Entry, meeting: Meeting) -> tuple[str, Truth] | None:
    """What an entry makes, and whether `latest` goes with it; None where it makes nothing of the event."""
    match entry.kind:
        case "schedule" | "edge":
            return _of_event(entry, meeting)
        case "semver" | "pep440" | "match":
            return _of_version(entry, meeting)
        case "ref":
            return _of_ref(entry.get("event"), meeting)
        case "raw":
            return rendered(entry.get("value"), meeting.values), Truth.NO
        case "sha":
            return COMMIT, Truth.NO
        case _:
            return UNTOLD, Truth.MAYBE


def _of_event(entry: Entry, meeting: Meeting) -> tuple[str, Truth] | None:
    if entry.kind == "schedule":
        pattern = rendered(entry.get("pattern", "nightly"), meeting.values)
        return (pattern, Truth.NO) if meeting.event == "schedule" else None
    branch = entry.get("branch") or meeting.default_branch or UNTOLD
    is_it = meeting.ref.startswith(_HEADS) and (meeting.name == branch or UNTOLD in branch)
    return ("edge", Truth.NO) if is_it else None


def _of_ref(event: str, meeting: Meeting) -> tuple[str, Truth] | None:
    prefix = {"branch": _HEADS, "tag": _TAGS, "pr": _PULLS}.get(event, UNTOLD)
    if not meeting.ref.startswith(prefix):
        return None
    return meeting.name, Truth.YES if event == "tag" else Truth.NO


def _of_version(entry: Entry, meeting: Meeting) -> tuple[str, Truth] | None:
    said = entry.get("value")
    if not said and not meeting.ref.startswith(_TAGS):
        return None
    text = rendered(said, meeting.values) if said else meeting.name
    if UNTOLD in text:
        return UNTOLD, Truth.MAYBE
    if entry.kind == "match":
        found = _matched(entry.get("pattern"), entry.get("group", "0"), text)
        return (found, Truth.YES) if found else None
    if entry.get("match"):
        text = _matched(entry.get("match"), "1", text) or text
    text = text.replace("/", "-")
    return _semver(entry, text) if entry.kind == "semver" else _pep440(entry, text)


def _semver(entry: Entry, text: str) -> tuple[str, Truth] | None:
    found = _SEMVER.fullmatch(text)
    if found is None:
        return None
    pattern = entry.get("pattern")
    if found["pre"]:
        return (text if is_raw(pattern) else found["version"]), Truth.NO
    values = {name: found[name] for name in ("version", "major", "minor", "patch")}
    return rendered(pattern, {**values, "raw": text}), Truth.YES


def _pep440(entry: Entry, text: str) -> tuple[str, Truth] | None:
    version = parsed(text)
    if version is None:
        return None
    pattern = entry.get("pattern")
    if version.is_prerelease or version.is_postrelease:
        return (text if is_raw(pattern) else str(version)), Truth.NO
    numbers = {"major": version.major, "minor": version.minor, "patch": version.micro}
    values = {name: str(number) for name, number in numbers.items()}
    return rendered(pattern, {**values, "version": str(version), "raw": text}), Truth.YES


def _matched(pattern: str, group: str, text: str) -> str:
    """A group of what an expression finds; empty for nothing. What cannot be told is marked."""
    wrapped = _EXPRESSION.fullmatch(pattern)
    inner = wrapped["inner"] if wrapped else pattern
    flags = re.IGNORECASE if wrapped and "i" in wrapped["flags"] else 0
    is_easy = len(_REPEATED.findall(inner)) <= _MOST and not _NESTED.search(inner)
    if UNTOLD in inner or not is_easy or len(inner) + len(text) > _LONGEST or not group.isdecimal():
        return UNTOLD
    try:
        found = re.search(_NAMED.sub("(?P<", inner), text, flags)
        return (found[int(group)] or "") if found else ""
    except (re.error, IndexError, RecursionError, OverflowError):
        return UNTOLD
