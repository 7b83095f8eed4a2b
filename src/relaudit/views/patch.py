"""A change of files as a patch that `git apply` takes."""

import re
from collections.abc import Iterator
from difflib import unified_diff

from relaudit.evidence.overlay import Change

_NO_END = "\n\\ No newline at end of file\n"
_ESCAPES = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}


def patch(change: Change) -> bytes:
    """One file's part of the patch: its lines byte for byte, its name as git quotes names."""
    old, new = _name(f"a/{change.path}"), _name(f"b/{change.path}")
    head = f"diff --git {old} {new}\n--- {_ended(old)}\n+++ {_ended(new)}\n"
    return head.encode("ascii") + "".join(_lines(change)).encode("latin-1")


def _lines(change: Change) -> Iterator[str]:
    """Latin-1 stands for bytes here; a line ends where git says that it does."""
    before, after = _split(change.before), _split(change.after)
    for number, line in enumerate(unified_diff(before, after, lineterm="\n")):
        if number > 1:  # the first two are the names
            yield line if line.endswith("\n") else line + _NO_END


def _split(content: bytes) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+\Z", content.decode("latin-1"))


def _ended(name: str) -> str:
    """A name with a blank in it ends at a tab."""
    return f"{name}\t" if " " in name and not name.startswith('"') else name


def _name(name: str) -> str:
    """Quoted in C's way when anything in it is not plain ASCII."""
    raw = name.encode("utf-8", "surrogateescape")
    if name.isascii() and name.isprintable() and '"' not in name and "\\" not in name:
        return name
    return '"' + "".join(_escaped(byte) for byte in raw) + '"'


def _escaped(byte: int) -> str:
    if byte in _ESCAPES:
        return f"\\{_ESCAPES[byte]}"
    return chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}"  # noqa: PLR2004 - what ASCII prints
