"""What stands in a section, below its heading."""

import re
from collections.abc import Iterator, Sequence

from relaudit.core.regex import regex

_NOTHING = regex(
    r"[\W_]*(?:none|n/?a|tb[acd]|todo|nothing(?: (?:yet|here|to see here|changed?))*|no (?:unreleased |notable |significant )?changes?(?: yet)?"
    r"|nothing (?:has been )?(?:unreleased|changed|added)(?: yet)?|coming soon|short description of non-trivial change)?[\W_]*$",
    re.IGNORECASE,
)
_MARKUP = regex(
    r"\s*(?:#{1,6}(?:\s|$)|\[[^\]]+\]:|\.\.(?:\s|$)|<a\s|\([\w.-]+\)=|\*\*\*?[^*]+\*\*\*?:?\s*$|\{?%)"
)
_ADORNMENT = regex(r"([!-/:-@\[-`{-~])\1{2,}\s*$")


def statements(lines: Sequence[str]) -> Iterator[str]:
    """The lines that say something: no headings, comments, link definitions, and no `nothing yet`."""
    in_comment = False
    for index, line in enumerate(lines):
        opens = "<!--" in line
        in_comment = in_comment or opens
        text = line.partition("<!--")[0] if opens else "" if in_comment else line
        in_comment = in_comment and "-->" not in line
        below = lines[index + 1] if index + 1 < len(lines) else ""
        is_title = _ADORNMENT.match(below.strip()) is not None
        if not (is_title or _MARKUP.match(text) or _NOTHING.match(text[:200])):
            yield text.strip()


def content_end(lines: Sequence[str]) -> int:
    """How many of the lines belong to the section: link definitions at the end are the file's."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or re.match(r"\[[^\]]+\]:\s", lines[end - 1])):
        end -= 1
    return end
