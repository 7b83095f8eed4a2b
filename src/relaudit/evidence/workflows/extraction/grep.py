"""What grep makes of a text."""

from collections.abc import Sequence

from relaudit.evidence.workflows.extraction.dialects import Dialect, compiled
from relaudit.evidence.workflows.extraction.limits import Effort, UndecidedError
from relaudit.evidence.workflows.extraction.pattern import (
    Assertion,
    Characters,
    Group,
    Pattern,
    finds,
    matches,
)
from relaudit.evidence.workflows.extraction.words import Options, Read, content, joined, lines_of, options

_LONG = {
    "--extended-regexp": "E", "--fixed-strings": "F", "--basic-regexp": "G", "--perl-regexp": "P", "--only-matching": "o", "--max-count": "m",
    "--no-filename": "h", "--ignore-case": "i", "--invert-match": "v", "--regexp": "e", "--no-messages": "s", "--line-regexp": "x", "--color": "c",
}  # fmt: skip


def grep(words: Sequence[str], given: str, read: Read, effort: Effort) -> str:
    """The lines that match, or with `-o` what matches in them."""
    plain = [word for word in words if word not in ("--color=never", "--colour=never")]
    said = options(plain, "EFGPohivsx", "me", _LONG)
    if len([name for name, _ in said.every if name == "e"]) > 1 or (said.has("v") and said.has("o")):
        raise UndecidedError
    operands = list(said.operands)
    pattern = _pattern(said.said["e"] if said.has("e") else operands.pop(0) if operands else "", said)
    if len(operands) > 1 and not said.has("h"):
        raise UndecidedError
    most = said.said.get("m", "")
    if (most and not most.isdecimal()) or (most and len(operands) > 1):
        raise UndecidedError
    found: list[str] = []
    count = 0
    for line in lines_of(content(operands, given, read)):
        if most and count >= int(most):
            break
        if (finds(pattern, line, effort) is not None) is said.has("v"):
            continue
        count += 1
        found += _told(pattern, line, said, effort)
    return joined(found)


def _told(pattern: Pattern, line: str, said: Options, effort: Effort) -> Sequence[str]:
    if not said.has("o"):
        return [line]
    return [line[one.start : one.end] for one in matches(pattern, line, effort) if one.end > one.start]


def _pattern(text: str, said: Options) -> Pattern:
    ignores_case = said.has("i")
    kinds = [kind for kind in "EFGP" if said.has(kind)]
    if len(kinds) > 1:
        raise UndecidedError
    if said.has("F"):
        return _whole(Pattern(_literal(text, ignores_case=ignores_case)), said)
    dialect = {"E": Dialect.GREP_EXTENDED, "P": Dialect.PERL}.get("".join(kinds), Dialect.GREP)
    return _whole(compiled(text, dialect, ignores_case=ignores_case), said)


def _literal(text: str, *, ignores_case: bool) -> Group:
    if not text or "\n" in text:
        raise UndecidedError
    return Group((tuple(_character(one, ignores_case=ignores_case) for one in text),))


def _character(one: str, *, ignores_case: bool) -> Characters:
    return Characters((lambda other: other.lower() == one.lower()) if ignores_case else one.__eq__)


def _whole(pattern: Pattern, said: Options) -> Pattern:
    if not said.has("x"):
        return pattern
    return Pattern(Group(((Assertion("^"), pattern.body, Assertion("$")),)), pattern.is_longest)
