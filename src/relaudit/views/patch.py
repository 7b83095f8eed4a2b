"""A change of files as a patch that `git apply` takes."""

import re
from collections.abc import Iterator, Sequence
from difflib import unified_diff

from relaudit.evidence.overlay import Change

_CONTEXT = 3
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
    same, end = _common(before, after)
    skipped = max(0, same - _CONTEXT)
    cut = max(0, end - _CONTEXT)
    old, new = before[skipped : len(before) - cut], after[skipped : len(after) - cut]
    for number, line in enumerate(unified_diff(old, new, n=_CONTEXT, lineterm="\n")):
        if line.startswith("@@"):
            yield re.sub(r"(?<=[-+])\d+", lambda found: str(int(found[0]) + skipped), line)
        elif number > 1:  # the first two are the names
            yield line if line.endswith("\n") else line + _NO_END


def _common(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """How many lines are the same at the beginning and at the end: a long file is compared where it changed."""
    least = min(len(before), len(after))
    start = next((index for index in range(least) if before[index] != after[index]), least)
    rest = range(least - start)
    return start, next((index for index in rest if before[-1 - index] != after[-1 - index]), len(rest))


def _split(content: bytes) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+\Z", content.decode("latin-1"))


def _ended(name: str) -> str:
    """A name with a blank in it ends at a tab."""
    return f"{name}\t" if " " in name else name


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
