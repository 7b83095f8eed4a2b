"""How the blocks of CommonMark 0.31 begin and end."""

import re

from relaudit.core.regex import regex

ATX = regex(r"(#{1,6})(?=[ \t]|$)", needs=("#",))
SETEXT = regex(r"(=+|-+)[ \t]*$", needs=("=", "-"))
FENCE = regex(r"(`{3,})[^`]*$|(~{3,})", needs=("```", "~~~"))
RULE = regex(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$", needs=("*", "-", "_"))
ITEM = regex(r"([-+*]|\d{1,9}[.)])(?=[ \t]|$)([ \t]*)")
DEFINITION = regex(r"\[[^\]]+\]:\s*\S+", needs=("]:",))
RAW_HTML = (
    (regex(r"<(?:script|pre|style|textarea)(?:[\s>]|$)", re.IGNORECASE, needs=("<",)), regex(r"</(?:script|pre|style|textarea)>", re.IGNORECASE)),
    (regex(r"<!--", needs=("<",)), regex(r"-->")),
    (regex(r"<\?", needs=("<",)), regex(r"\?>")),
    (regex(r"<![A-Za-z]", needs=("<",)), regex(r">")),
    (regex(r"<!\[CDATA\[", needs=("<",)), regex(r"\]\]>")),
)  # fmt: skip
BLOCK_TAG = regex(
    r"</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt"
    r"|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu"
    r"|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)"
    r"(?:\s|/?>|$)",
    re.IGNORECASE,
    needs=("<",),
)
ANY_TAG = regex(r"(?:<[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|</[A-Za-z][A-Za-z0-9-]*\s*>)\s*$", needs=("<",))
BLANK = regex(r"\s*$")
CODE_INDENT = 4


def atx_text(content: str) -> str:
    """The text of an ATX heading, without the marks before and after it."""
    text = content.lstrip("#").strip(" \t")
    bare = text.rstrip("#")
    return bare.rstrip(" \t") if not bare or bare[-1] in " \t" else text


def interrupts(content: str, depth: int) -> bool:
    """Whether a line begins a block of its own, rather than going on with the paragraph above it."""
    if depth >= CODE_INDENT:
        return False
    begins = (ATX, FENCE, RULE, ITEM, BLOCK_TAG, *(start for start, _ in RAW_HTML))
    return content.startswith(">") or any(pattern.match(content) for pattern in begins)
