"""What the small programs make of a text: cat, cut, head, tail, tr, xargs, jq."""

import re
from collections.abc import Mapping, Sequence

from relaudit.core.regex import regex
from relaudit.evidence.files import Text
from relaudit.evidence.json import Json, parse_json
from relaudit.evidence.workflows.extraction.brackets import CLASSES, spanned
from relaudit.evidence.workflows.extraction.limits import Effort, UndecidedError
from relaudit.evidence.workflows.extraction.words import Read, content, joined, lines_of, options

_RANGE = regex(r"(\d*)(-?)(\d*)")
_JQ = regex(r"(?:\.(?:[A-Za-z_]\w*|\"[\w. /@-]+\"|\[\"[\w. /@-]+\"\])|(?<=[\w\"\]])\[\"[\w. /@-]+\"\])+")
_KEY = regex(r"[A-Za-z_]\w*|\"[\w. /@-]+\"")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}


def cat(words: Sequence[str], given: str, read: Read, _: Effort) -> str:
    """The files one after the other."""
    return content(options(words, "", "", {}).operands, given, read)


def cut(words: Sequence[str], given: str, read: Read, _: Effort) -> str:
    """Some fields or characters of each line; lines without the delimiter as they are."""
    said = options(
        words, "s", "dfc", {"--delimiter": "d", "--fields": "f", "--characters": "c", "--only-delimited": "s"}
    )
    mark = said.said.get("d", "\t")
    if len(mark) != 1 or said.has("f") is said.has("c"):
        raise UndecidedError
    text = content(said.operands, given, read)
    if not text.isascii() and said.has("c"):  # it counts bytes
        raise UndecidedError
    found: list[str] = []
    for line in lines_of(text):
        if said.has("c"):
            found.append("".join(_chosen(said.said["c"], list(line))))
        elif mark in line:
            found.append(mark.join(_chosen(said.said["f"], line.split(mark))))
        elif not said.has("s"):
            found.append(line)
    return joined(found)


def _chosen(ranges: str, parts: Sequence[str]) -> Sequence[str]:
    wanted: set[int] = set()
    for one in ranges.split(","):
        said = _RANGE.fullmatch(one)
        if said is None or not (said[1] or said[3]) or "0" in (said[1], said[3]):
            raise UndecidedError
        first = int(said[1] or 1)
        last = int(said[3] or len(parts)) if said[2] else first
        wanted.update(range(first, min(last, len(parts)) + 1))
    return [part for number, part in enumerate(parts, 1) if number in wanted]


def head(words: Sequence[str], given: str, read: Read, _: Effort) -> str:
    """The first lines or bytes."""
    said = options(_counted(words), "q", "nc", {"--lines": "n", "--bytes": "c", "--quiet": "q"})
    text, is_bytes = _text(said.operands, given, read), said.has("c")
    count = _number(said.said.get("c" if is_bytes else "n", "10"), "-")
    if is_bytes:
        return text[:count] if text.isascii() else _undecided()
    return "".join(text.splitlines(keepends=True)[:count])


def tail(words: Sequence[str], given: str, read: Read, _: Effort) -> str:
    """The last lines, or all from one on."""
    said = options(_counted(words), "q", "n", {"--lines": "n", "--quiet": "q"})
    lines = _text(said.operands, given, read).splitlines(keepends=True)
    number = said.said.get("n", "10")
    if number.startswith("+"):
        return "".join(lines[max(_number(number[1:]) - 1, 0) :])
    count = _number(number.removeprefix("-"))
    return "".join(lines[-count:] if count else [])


def _text(operands: Sequence[str], given: str, read: Read) -> str:
    """Of several files each has a heading."""
    text = content(operands, given, read)
    return _undecided() if len(operands) > 1 or _has_rare_ends(text) else text


def _has_rare_ends(text: str) -> bool:
    return re.search("[\r\v\f\x1c-\x1e\x85\u2028\u2029]", text) is not None


def _counted(words: Sequence[str]) -> Sequence[str]:
    """`-1` is `-n 1`."""
    return [f"-n{word[1:]}" if re.fullmatch(r"-\d+", word) else word for word in words]


def _number(said: str, sign: str = "") -> int:
    if not said.removeprefix(sign).isdecimal() or len(said) > 6:  # noqa: PLR2004 - no file of so many lines is read
        raise UndecidedError
    return int(said)


def tr(words: Sequence[str], given: str, _: Read, __: Effort) -> str:
    """Characters deleted, exchanged, or made one of several."""
    said = options(words, "dcCs", "", {"--delete": "d", "--complement": "c", "--squeeze-repeats": "s"})
    sets = [_set(one) for one in said.operands]
    others = said.has("c", "C")
    if said.has("d") and not said.has("s") and len(sets) == 1:
        return "".join(one for one in given if (one in sets[0]) is others)
    if said.has("s") and not said.has("d") and not others and len(sets) == 1:
        return re.sub(r"([\s\S])\1+", lambda match: match[1] if match[1] in sets[0] else match[0], given)
    if said.every or len(sets) != 2 or not sets[1]:  # noqa: PLR2004 - from and to
        raise UndecidedError
    return given.translate(_exchanged(sets[0], sets[1]))


def _exchanged(old: str, new: str) -> Mapping[int, str]:
    padded = new.ljust(len(old), new[-1])
    return {ord(one): other for one, other in reversed(list(zip(old, padded, strict=False)))}


def _set(said: str) -> str:
    found: list[str] = []
    at = 0
    while at < len(said):
        if said.startswith("[:", at) and ":]" in said[at:]:
            end = said.index(":]", at)
            found.append(_members(said[at + 2 : end]))
            at = end + 2
        elif said[at] == "\\":
            escaped = said[at + 1 : at + 2]
            found.append(
                _ESCAPES.get(escaped) or (_undecided() if escaped.isalnum() or not escaped else escaped)
            )
            at += 2
        elif said[at + 1 : at + 2] == "-" and at + 2 < len(said):
            found.append(spanned(said[at], said[at + 2]))
            at += 3
        else:
            found.append(said[at])
            at += 1
    return "".join(found)


def _members(name: str) -> str:
    accepts = CLASSES.get(name)
    return "".join(filter(accepts, map(chr, range(128)))) if accepts is not None else _undecided()


def _undecided() -> str:
    raise UndecidedError


def xargs(words: Sequence[str], given: str, _: Read, __: Effort) -> str:
    """Without a program it says the words that it is given, on one line."""
    from shlex import split

    if words or "\\" in given:
        raise UndecidedError
    try:
        found = split(given, comments=False)
    except ValueError:
        raise UndecidedError from None
    return f"{' '.join(found)}\n"


def jq(words: Sequence[str], given: str, read: Read, _: Effort) -> str:
    """The value of one key."""
    said = options(words, "re", "", {"--raw-output": "r", "--exit-status": "e"})
    if not said.operands or not _JQ.fullmatch(said.operands[0]) or len(said.operands) > 2:  # noqa: PLR2004 - the filter and a file
        raise UndecidedError
    document = parse_json(Text("", content(said.operands[1:], given, read)))
    keys = [key.strip('"') for key in _KEY.findall(said.operands[0])]
    if not isinstance(document, Json) or any(
        isinstance(document.get(*keys[:end]), list) for end in range(len(keys))
    ):
        raise UndecidedError
    value = document.get(*keys)
    if value is None:
        return (
            "null\n"
            if all(isinstance(document.get(*keys[:end]), Mapping | None) for end in range(len(keys)))
            else _undecided()
        )
    if not isinstance(value, str):
        raise UndecidedError
    return (
        f"{value}\n"
        if said.has("r")
        else f'"{value}"\n'
        if value.isalnum() or set(value) <= set(".-+")
        else _quoted(value)
    )


def _quoted(value: str) -> str:
    return f'"{value}"\n' if '"' not in value and "\\" not in value and value.isprintable() else _undecided()
