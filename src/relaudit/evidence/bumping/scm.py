"""setuptools-scm and hatch-vcs: the tags that the version is taken from, where that can be told."""

import re

from relaudit.core.regex import regex
from relaudit.evidence.bumping.model import VERSION
from relaudit.evidence.document import Document

_PLACES = (
    ("tool", "setuptools_scm", "tag_regex"),
    ("tool", "hatch", "version", "tag-pattern"),
    ("tool", "hatch", "version", "raw-options", "tag_regex"),
)
_GROUP = regex(r"\((?:\?P<version>|(?!\?))(?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\)[?*+]?)*\)")
_LITERAL = regex(r"(?:[^\\()\[\]{}*+?.^$|]|\\[.\-/_+@])*")


def tag_pattern(document: Document) -> str:
    """The pattern of the tags; empty where none is stated, or its expression holds more than letters and a version."""
    expression = next(filter(None, (document.string(*keys) for keys in _PLACES)), "")
    group = _GROUP.search(expression)
    if group is None:
        return ""
    before, after = expression[: group.start()].removeprefix("^"), expression[group.end() :].removesuffix("$")
    if not _LITERAL.fullmatch(before) or not _LITERAL.fullmatch(after):
        return ""
    prefix = re.sub(r"\\(.)", r"\1", before)
    has_v = re.match(r"\(\?P<version>\[?[vV]+\]?\?", group[0])
    return "" if has_v else f"{prefix}{VERSION}" + re.sub(r"\\(.)", r"\1", after)
