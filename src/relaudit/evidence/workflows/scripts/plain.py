"""Scripts that are a list of plain commands, one on a line: most are, and need no parser to be read."""

from collections.abc import Iterator

from relaudit.core.regex import regex
from relaudit.evidence.workflows.embedded import OPEN
from relaudit.evidence.workflows.scripts.commands import Certainty, Command, Script, Word

# Letters, digits and the few other characters that mean themselves to a shell, quoted or not.
_WORD = regex(r"""(?:[A-Za-z0-9_./:,@+%-]|(?<=[A-Za-z0-9_-])=)+|"[A-Za-z0-9_./:,@+%=\[\] -]*"|'[^'\n]*'""")
_LINE = regex(
    rf"""[ \t]*(?:(?:{_WORD.pattern})(?:[ \t]+(?:{_WORD.pattern}))*)?[ \t]*(?:[ \t]#[^\n]*)?|[ \t]*#[^\n]*"""
)
# What changes how the rest is read or run, begins something longer, or sets a variable.
_TELLING = frozenset((
    "if", "then", "elif", "else", "fi", "while", "until", "for", "do", "done", "case", "esac", "select", "function", "time", "coproc", "in", "set", "shopt", "trap",
    "exit", "return", "exec", "eval", "source", ".", "break", "continue", "alias", "unalias", "export", "local", "declare", "typeset", "readonly", "unset", "wait",
    "shift", "command", "builtin", "let", "test", "read",
))  # fmt: skip


def plain_script(text: str) -> Script | None:
    """The commands of a script under errexit, where each line is one and nothing else; None for any other."""
    if OPEN in text:  # GitHub writes into it before the shell reads it
        return None
    found: list[Command] = []
    start = 0
    for line in text.split("\n"):
        if _LINE.fullmatch(line) is None:
            return None
        words = tuple(_words(line, start))
        if words and (words[0].text in _TELLING or "=" in words[0].source or not words[0].text):
            return None
        if words:
            span = (words[0].span[0], words[-1].span[1])
            found.append(Command(words, (), span, (), Certainty.ALWAYS))
        start += len(line) + 1
    return Script(tuple(found))


def _words(line: str, start: int) -> Iterator[Word]:
    position = 0
    while position < len(line):
        match = _WORD.match(line, position)
        if match is None:
            if line[position] == "#":
                return
            position += 1
            continue
        source = match[0]
        text = source[1:-1] if source[0] in "\"'" else source
        yield Word(text, source, (start + position, start + match.end()))
        position = match.end()
