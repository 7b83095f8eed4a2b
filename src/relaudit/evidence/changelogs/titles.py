"""Lines that stand in for headings where a changelog has none: bold ones, and those with a version and its date."""

import re
from collections.abc import Iterator, Sequence

from relaudit.core.regex import regex
from relaudit.evidence.changelogs.days import day_in
from relaudit.evidence.changelogs.heading import Heading

_BOLD = regex(r"(?:[*+-] +)?(?P<mark>\*\*|__)(?P<text>[^*]{1,200})(?P=mark):?\s*$")
_PLAIN = regex(r"(?:[*+-] +)?(?P<text>(?:version |release )?v?\d[^\s,:(]*[\s,:(].*)$", re.IGNORECASE)
_FENCE = ("```", "~~~")
_READ = 200  # characters of a line that are read


def titles(lines: Sequence[str]) -> Iterator[Heading]:
    """The lines at the margin, outside fences, that may name a version."""
    in_fence, after_blank = False, True
    for number, line in enumerate(lines, 1):
        if line.startswith(_FENCE):
            in_fence = not in_fence
        text = "" if in_fence else _title(line[:_READ].rstrip(), after_blank=after_blank)
        if text:
            yield Heading(1, text, number, number, number)
        after_blank = not line.strip()


def _title(line: str, *, after_blank: bool) -> str:
    bold = _BOLD.match(line)
    if bold:
        return bold["text"]
    plain = _PLAIN.match(line)
    is_item = line[:1] in "*+-"
    return plain["text"] if plain and (is_item or after_blank) and day_in(plain["text"]) else ""
