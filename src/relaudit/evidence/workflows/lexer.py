"""The tokens of GitHub's expression language, and the expressions inside a text.

Follows "Evaluate expressions in workflows and actions" of GitHub's documentation: strings are single-quoted,
a quote inside is doubled; names are letters, digits, `_` and `-`; `${{ … }}` ends at the first `}}` outside a string.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from relaudit.core.record import record
from relaudit.core.regex import regex

_TOKEN = regex(
    r"(?P<space>\s+)|(?P<string>'(?:[^']|'')*')|(?P<number>(?:[+-]?(?:Infinity|0x[0-9a-fA-F]+|0o[0-7]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|NaN)(?![\w-]))"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_-]*)|(?P<operator>==|!=|<=|>=|&&|\|\||[<>!.,*()\[\]])"
)


class TokenKind(StrEnum):
    """What a token is."""

    STRING = "string"
    NUMBER = "number"
    NAME = "name"
    OPERATOR = "operator"


_KINDS = {kind.value: kind for kind in TokenKind}  # spaces are none


@record
class Token:
    """One token; `text` is as written, `start` counts characters of the text that holds the expression."""

    kind: TokenKind
    text: str
    start: int

    @property
    def value(self) -> str:
        """What a string token says, otherwise the text."""
        return self.text[1:-1].replace("''", "'") if self.kind is TokenKind.STRING else self.text


@record
class Expression:
    """The tokens of one expression; `is_whole` is false when it breaks off at something that is no token."""

    tokens: Sequence[Token]
    is_whole: bool


def embedded(text: str) -> Iterator[Expression]:
    """The expressions inside `${{ }}` in a text."""
    start = text.find("${{")
    while start >= 0:
        tokens, end, closed = _lexed(text, start + 3, closing=True)
        yield Expression(tokens, closed)
        start = text.find("${{", max(end, start + 3))


def bare(text: str) -> Expression:
    """A text that is an expression as a whole, as the value of `if:` is."""
    tokens, end, _ = _lexed(text, 0, closing=False)
    return Expression(tokens, end == len(text))


def _lexed(text: str, position: int, *, closing: bool) -> tuple[list[Token], int, bool]:
    """Tokens from a position, where they end, and whether `}}` ended them."""
    tokens: list[Token] = []
    while position < len(text):
        if closing and text.startswith("}}", position):
            return tokens, position + 2, True
        found = _TOKEN.match(text, position)
        if found is None:
            return tokens, position, False
        kind = _KINDS.get(found.lastgroup or "")
        if kind is not None:
            tokens.append(Token(kind, found[0], position))
        position = found.end()
    return tokens, position, False
