"""The versions in the labels of a Dockerfile, by the rules of its own parser: nothing is expanded."""

import re
from collections.abc import Iterator, Sequence

from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.declared.model import Computed, Reading, VersionFile
from relaudit.evidence.files import Text

KEYS = ("org.opencontainers.image.version", "org.label-schema.version", "version")
_DIRECTIVE = regex(r"#\s*(?P<name>\w+)\s*=\s*(?P<value>\S+)\s*")
_HEREDOC = regex(r"(?<!<)<<(?P<dash>-?)(?P<quote>[\"']?)(?P<name>[A-Za-z_]\w*)(?P=quote)")
_WITH_HEREDOC = ("RUN", "COPY", "ADD")


@record
class Label:
    """One label as it is written; `start` and `end` are the characters of its value."""

    key: str
    value: str
    start: int
    end: int


def version_in_dockerfile(text: Text) -> Reading:
    """The first label that holds a version, else the first that takes it from an argument."""
    found = versions_in_labels(text)
    plain = next((reading for reading in found if isinstance(reading, VersionFile)), None)
    return plain or next(iter(found), None)


def versions_in_labels(text: Text) -> Sequence[VersionFile | Computed]:
    """What every label about the version says, in the order of the text."""
    return [_reading(text, label) for label in _labels(text.text) if label.key in KEYS]


def _reading(text: Text, label: Label) -> VersionFile | Computed:
    quote = label.value[:1]
    if "$" in label.value and quote != "'":
        shown = label.value.strip('"')
        return Computed(text.path, f"the argument {shown}")
    version = label.value[1:-1] if quote in ('"', "'") and label.value.endswith(quote) else label.value
    span = (label.start, label.end)
    return VersionFile(text.path, version, text, lambda: span, text.ref, label.key)


def _labels(text: str) -> Iterator[Label]:
    escape = _escape(text)
    for name, content, offsets in _instructions(text, escape):
        if name == "LABEL":
            yield from _pairs(content, offsets, escape)


def _escape(text: str) -> str:
    """The character that continues a line: a directive at the very top may change it."""
    for line in text.splitlines():
        directive = _DIRECTIVE.fullmatch(line.strip())
        if directive is None:
            break
        if directive["name"].lower() == "escape":
            return directive["value"][0]
    return "\\"


def _instructions(text: str, escape: str) -> Iterator[tuple[str, str, Sequence[int]]]:
    """The name of each instruction, what follows it as one line, and where each character of that stands."""
    lines = list(_lines(text))
    position = 0
    while position < len(lines):
        content, offsets, position = _logical(lines, position, escape)
        name = re.match(r"\S*", content)[0]  # type: ignore[index]  # matches the empty string
        skipped = len(name)
        yield name.upper(), content[skipped:], offsets[skipped:]
        if name.upper() in _WITH_HEREDOC:
            for here in _HEREDOC.finditer(content):
                position = _after(lines, position, here["name"], tabs=bool(here["dash"]))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line.rstrip("\r")
        start += len(line) + 1


def _logical(lines: Sequence[tuple[int, str]], position: int, escape: str) -> tuple[str, Sequence[int], int]:
    """A line with those that continue it; comments and empty lines between them do not end it."""
    content = ""
    offsets: list[int] = []
    while position < len(lines):
        start, line = lines[position]
        position += 1
        plain = line.strip()
        if not plain or plain.startswith("#"):
            if content:
                continue
            return "", (), position
        kept = line.rstrip()
        continues = kept.endswith(escape)
        kept = kept[:-1] if continues else kept
        first = 0 if content else len(kept) - len(kept.lstrip())
        content += kept[first:]
        offsets += range(start + first, start + len(kept))
        if not continues:
            break
    return content, offsets, position


def _after(lines: Sequence[tuple[int, str]], position: int, end: str, *, tabs: bool) -> int:
    for number in range(position, len(lines)):
        line = lines[number][1]
        if (line.lstrip("\t") if tabs else line) == end:
            return number + 1
    return len(lines)


def _pairs(content: str, offsets: Sequence[int], escape: str) -> Iterator[Label]:
    """`key=value` over and over, or one `key value` as it was once written."""
    words = list(_words(content, escape))
    if not words:
        return
    first, last = words[0]
    if _equals(content[first:last]) < 0:
        if len(words) > 1:
            yield _label(content[first:last], content, offsets, words[1][0], words[-1][1])
        return
    for first, last in words:
        equals = _equals(content[first:last])
        if equals > 0 and first + equals + 1 < last:
            yield _label(content[first : first + equals], content, offsets, first + equals + 1, last)


def _label(key: str, content: str, offsets: Sequence[int], start: int, end: int) -> Label:
    return Label(key.strip("\"'"), content[start:end], offsets[start], offsets[end - 1] + 1)


def _words(content: str, escape: str) -> Iterator[tuple[int, int]]:
    """Where words begin and end; white space inside quotes parts none."""
    start, quote, index = -1, "", 0
    while index < len(content):
        character = content[index]
        if character == escape and quote != "'":
            index += 1
        elif quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character.isspace():
            if start >= 0:
                yield start, index
            start, index = -1, index + 1
            continue
        start = min(index, len(content) - 1) if start < 0 else start
        index += 1
    if start >= 0:
        yield start, len(content)


def _equals(word: str) -> int:
    quote = ""
    for index, character in enumerate(word):
        if character == "=" and not quote:
            return index
        if character in "\"'":
            quote = "" if character == quote else quote or character
    return -1
