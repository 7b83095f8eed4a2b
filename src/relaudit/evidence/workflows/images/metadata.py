"""What docker/metadata-action is told: its images, its entries of tags, and the flavor of them all."""

import csv
from collections.abc import Iterator, Mapping, Sequence

from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.expressions.evaluate import Surroundings
from relaudit.evidence.workflows.images.texts import UNTOLD, marked
from relaudit.evidence.workflows.model import Part

ACTION = "docker/metadata-action"
PRIORITIES: Mapping[str, int] = {
    "schedule": 1000, "semver": 900, "pep440": 900, "match": 800, "edge": 700, "ref": 600, "raw": 200, "sha": 100,
}  # fmt: skip
_DEFAULT = ("type=schedule", "type=ref,event=branch", "type=ref,event=tag", "type=ref,event=pr")
_PREFIXES = {"sha": "sha-", "pr": "pr-"}
_COMMENT = regex(r"^\s*#")


@record
class Entry:
    """One line of `tags`: its type and its attributes; `span` is where it stands in the input, None for what is there by default."""

    kind: str
    attributes: Mapping[str, str]
    span: tuple[int, int] | None = None

    def get(self, name: str, default: str = "") -> str:
        """An attribute."""
        return self.attributes.get(name, default)

    @property
    def priority(self) -> float:
        """Those of a higher one come first."""
        said = self.get("priority")
        return float(said) if said.isdecimal() else PRIORITIES.get(self.kind, 0)


@record
class Flavor:
    """What holds for every tag; `latest` is auto, true or false."""

    latest: str = "auto"
    prefix: str = ""
    suffix: str = ""
    prefixes_latest: bool = False
    suffixes_latest: bool = False


def entries_of(given: Part, around: Surroundings) -> Sequence[Entry]:
    """The entries in the order in which they are taken."""
    said = given.scalar("tags")
    found = [_entry(line, span) for span, line in _lines(said, around)] if said is not None else []
    every = found or [_entry(line, None) for line in _DEFAULT]
    return sorted(every, key=lambda entry: -entry.priority)


def flavor_of(given: Part, around: Surroundings) -> Flavor:
    """The flavor; of one setting that is there twice the last counts."""
    found: dict[str, str] = {}
    on_latest: dict[str, bool] = {}
    for _, line in _lines(given.scalar("flavor"), around):
        last = ""
        for field in _fields(line):
            key, _, value = (part.strip() for part in field.partition("="))
            if key == "onlatest":
                on_latest[last] = value == "true"
            else:
                found[key] = value
                last = key
    return Flavor(
        found.get("latest", "auto"),
        found.get("prefix", ""),
        found.get("suffix", ""),
        on_latest.get("prefix", False),
        on_latest.get("suffix", False),
    )


def images_of(given: Part, around: Surroundings) -> Iterator[tuple[str, str]]:
    """Each name with what `enable` says of it; the old way to write them is with commas in between."""
    for _, line in _lines(given.scalar("images"), around):
        pairs = [tuple(part.strip() for part in field.partition("=")) for field in _fields(line)]
        if all(not sign for _, sign, _ in pairs):
            yield from ((name.lower(), "true") for name, _, _ in pairs)
            continue
        named = {key.lower(): value for key, sign, value in pairs if sign}
        plain = [key for key, sign, _ in pairs if not sign]
        yield (named.get("name") or next(iter(plain), UNTOLD)).lower(), named.get("enable", "true")


def _entry(line: str, span: tuple[int, int] | None) -> Entry:
    found: dict[str, str] = {}
    for field in _fields(line):
        key, sign, value = (part.strip() for part in field.partition("="))
        if sign and key:
            found[key.lower()] = value
        else:
            found["value"] = field.strip()
    kind = found.pop("type", "raw")
    named = found.get("event", "") if kind == "ref" else kind
    if named in _PREFIXES:
        found.setdefault("prefix", _PREFIXES[named])
    return Entry(kind, found, span)


def _lines(said: Scalar | None, around: Surroundings) -> Iterator[tuple[tuple[int, int], str]]:
    """The lines of an input that are neither empty nor comments, each filled in."""
    position = 0
    for line in said.value.split("\n") if said is not None else ():
        plain = line.strip()
        if plain and not _COMMENT.match(line):
            start = position + line.index(plain)
            filled = marked(plain, around).strip()
            yield from (
                ((start, start + len(plain)), one.strip()) for one in filled.split("\n") if one.strip()
            )
        position += len(line) + 1


def _fields(line: str) -> Sequence[str]:
    try:
        return next(csv.reader([line.replace("\0", "")], skipinitialspace=True), [])
    except csv.Error:
        return [UNTOLD]
