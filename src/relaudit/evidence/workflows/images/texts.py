"""Texts of which parts are known in a run alone: those parts are marked."""

import re
from collections.abc import Callable

from relaudit.core.regex import regex
from relaudit.evidence.workflows.embedded import segments
from relaudit.evidence.workflows.expressions.evaluate import Surroundings
from relaudit.evidence.workflows.expressions.values import Undecided
from relaudit.evidence.workflows.filled import as_text, filled

UNTOLD = "\ufdd0"  # stands for whatever the run makes of it; no text holds it
COMMIT = "\ufdd1"  # stands for the name of the commit, which is nobody's version
_VARIABLE = regex(r"\$\{(\w+)(?:(##?)([^}]*))?\}|\$(\w+)|\$\{[^}]*\}?|\$\([^)]*\)?|`[^`]*`?")


def marked(text: str, around: Surroundings) -> str:
    """A text with its expressions evaluated, and marks for what cannot be."""
    parts: list[str] = []
    position = 0
    for one in segments(text).expressions:
        value = filled(text[one.start : one.end], around)
        known = as_text(value)
        begun = value.prefix if isinstance(value, Undecided) else ""
        parts += [text[position : one.start], known if known is not None else f"{begun}{UNTOLD}"]
        position = one.end
    return "".join((*parts, text[position:]))


def in_shell(text: str, variable: Callable[[str], str | None]) -> str:
    """A word of a shell with its variables filled in, and marks for what cannot be."""
    return _VARIABLE.sub(lambda found: _variable(found, variable), text)


def _variable(found: "re.Match[str]", variable: Callable[[str], str | None]) -> str:
    name = found[1] or found[4]
    value = variable(name) if name else None
    if value is None:
        return UNTOLD
    prefix = found[3] or ""
    if prefix in ("*/", "refs/*/") and found[2]:
        return value.rpartition("/")[2]
    return value.removeprefix(prefix) if not set(prefix) & set("*?[") else UNTOLD


def may_be(one: str, other: str) -> bool:
    """Whether two texts may be the same, whatever stands for the marks."""
    if UNTOLD not in one or UNTOLD not in other:
        pattern, text = (one, other) if UNTOLD in one else (other, one)
        return _fits(pattern.split(UNTOLD), text)
    starts, ends = (
        [text.split(UNTOLD)[0] for text in (one, other)],
        [text.split(UNTOLD)[-1] for text in (one, other)],
    )
    begin = starts[0].startswith(starts[1]) or starts[1].startswith(starts[0])
    return begin and (ends[0].endswith(ends[1]) or ends[1].endswith(ends[0]))


def _fits(parts: list[str], text: str) -> bool:
    """Whether a text is made of these parts with anything between them."""
    if len(parts) == 1:
        return parts[0] == text
    first, last = parts[0], parts[-1]
    if len(text) < len(first) + len(last) or not text.startswith(first) or not text.endswith(last):
        return False
    position, end = len(first), len(text) - len(last)
    for part in parts[1:-1]:
        at = text.find(part, position, end)
        if at < 0:
            return False
        position = at + len(part)
    return True
