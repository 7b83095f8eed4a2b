"""The tokens of an expression, cut as GitHub's lexer cuts them."""

from enum import Enum
from functools import lru_cache

from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.workflows.expressions.numbers import SPACES, number_of

LONGEST = 21_000
_SPACE = regex(r"[ \t\r\n]+")
_STRING = regex(r"'(?:[^']|'')*'")
_WORD = regex(rf"[^{SPACES}()\[\],.!<>=&|]*")
_NUMBER = regex(rf"[^{SPACES}()\[\],!<>=&|]*")
_NAME = regex(r"[A-Za-z_][A-Za-z0-9_-]*")
_OPERATORS = ("&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "[", "]", ",", "*")
_WORDS = {"true": True, "false": False, "null": None, "NaN": float("nan"), "Infinity": float("inf")}


class Malformed(Exception):  # noqa: N818 - what an expression is, and no failure of anything
    """Why a text is no expression, and where: `start` counts its characters."""

    def __init__(self, message: str, start: int = 0) -> None:
        super().__init__(message)
        self.start = start


class Kind(Enum):
    """What a token is."""

    LITERAL = "literal"
    NAME = "name"
    OPERATOR = "operator"
    END = "end"


@record
class Token:
    """One token: `text` is as written, `value` what a literal stands for; `start` counts characters of the expression."""

    kind: Kind
    text: str
    start: int
    value: bool | float | str | None = None

    @property
    def end(self) -> int:
        """Where the next character stands."""
        return self.start + len(self.text)


@lru_cache(maxsize=4096)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens, ended by one of kind END.

    Raises:
        Malformed: a character that begins no token, a string without its end, a number that is none.
    """
    if len(text) > LONGEST:
        raise Malformed(f"an expression may have {LONGEST:,} characters, this has {len(text):,}")
    found: list[Token] = []
    position = 0
    while position < len(text):
        space = _SPACE.match(text, position)
        if space:
            position = space.end()
            continue
        found.append(_token(text, position, found[-1] if found else None))
        position = found[-1].end
    return (*found, Token(Kind.END, "", position))


def _token(text: str, start: int, before: Token | None) -> Token:
    character = text[start]
    if character == "." and _may_be_followed(before):
        return Token(Kind.OPERATOR, ".", start)
    if character in "+-." or "0" <= character <= "9":
        return _number(text, start)
    if character == "'":
        return _string(text, start)
    for operator in _OPERATORS:
        if text.startswith(operator, start):
            return Token(Kind.OPERATOR, operator, start)
    return _word(text, start, before)


def _may_be_followed(before: Token | None) -> bool:
    """Whether a dot asks for a property of what stands before it; else it begins a number."""
    return before is not None and (before.kind is Kind.NAME or before.text in ("]", ")", "*"))


def _number(text: str, start: int) -> Token:
    found = _NUMBER.match(text, start + 1)
    written = text[start : found.end() if found else start + 1]
    value = number_of(written)
    if value != value:  # noqa: PLR0124 - NaN
        raise Malformed(f"'{written}' is no number", start)
    return Token(Kind.LITERAL, written, start, value)


def _string(text: str, start: int) -> Token:
    found = _STRING.match(text, start)
    if found is None:
        raise Malformed("a string is not closed", start)
    return Token(Kind.LITERAL, found[0], start, found[0][1:-1].replace("''", "'"))


def _word(text: str, start: int, before: Token | None) -> Token:
    found = _WORD.match(text, start + 1)
    written = text[start : found.end() if found else start + 1]
    if _NAME.fullmatch(written) is None:
        raise Malformed(f"'{written}' is not expected here", start)
    is_property = before is not None and before.text == "." and before.kind is Kind.OPERATOR
    if written in _WORDS and not is_property:
        return Token(Kind.LITERAL, written, start, _WORDS[written])
    return Token(Kind.NAME, written, start)
