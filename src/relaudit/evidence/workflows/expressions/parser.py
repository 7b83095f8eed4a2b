"""Reading an expression as GitHub's parser reads it: `!` binds closest, then comparisons, equalities, `&&`, `||`."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache

from relaudit.evidence.workflows.expressions.syntax import (
    Call,
    Compare,
    Comparison,
    Context,
    Index,
    Literal,
    Logic,
    Node,
    Not,
)
from relaudit.evidence.workflows.expressions.tokens import Kind, Malformed, Token, tokens_of

DEEPEST = 50
MANY = 2**53
BUILT_IN: Mapping[str, tuple[int, int]] = {
    "case": (3, MANY), "contains": (2, 2), "endswith": (2, 2), "format": (1, 255), "fromjson": (1, 1),
    "join": (1, 2), "startswith": (2, 2), "tojson": (1, 1),
}  # fmt: skip
_EQUALITIES: Mapping[str, Comparison] = {"==": "==", "!=": "!="}
_ORDERINGS: Mapping[str, Comparison] = {"<": "<", "<=": "<=", ">": ">", ">=": ">="}


class Words:
    """The contexts and, with how many arguments they take, the functions that may be used in a place; in lower case."""

    def __init__(self, contexts: frozenset[str], functions: Mapping[str, tuple[int, int]]) -> None:
        self.contexts = contexts
        self.functions = functions


@lru_cache(maxsize=4096)
def parsed(text: str, words: Words | None = None) -> Node | Malformed | None:
    """The tree of an expression, None when there is nothing in it, or why it is none.

    Without `words` every context and every function is taken.
    """
    try:
        return _Parser(tokens_of(text), words).whole()
    except Malformed as error:
        return error.with_traceback(None)


class _Parser:
    """One way through the tokens."""

    def __init__(self, tokens: Sequence[Token], words: Words | None) -> None:
        self.tokens = tokens
        self.words = words
        self.at = 0
        self.depth = 0

    def whole(self) -> Node | None:
        if self._next().kind is Kind.END:
            return None
        found = self._expression()
        if self._next().kind is not Kind.END:
            raise self._unexpected()
        return found

    def _next(self) -> Token:
        return self.tokens[self.at]

    def _unexpected(self) -> Malformed:
        token = self._next()
        said = f"'{token.text}' is not expected here" if token.text else "the expression breaks off"
        return Malformed(said, token.start)

    def _takes(self, operator: str) -> Token | None:
        token = self._next()
        if token.kind is not Kind.OPERATOR or token.text != operator:
            return None
        self.at += 1
        return token

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self._descend()
        yield
        self.depth -= 1

    def _descend(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Malformed(f"an expression may be nested {DEEPEST} deep", self._next().start)

    def _expression(self) -> Node:
        with self._deeper():
            return self._logic(is_and=False)

    def _logic(self, *, is_and: bool) -> Node:
        operator = "&&" if is_and else "||"
        operands = [self._operand(is_and=is_and)]
        if self._next().text == operator and self._next().kind is Kind.OPERATOR:
            with self._deeper():
                while self._takes(operator):
                    operands.append(self._operand(is_and=is_and))
        return operands[0] if len(operands) == 1 else Logic(is_and, tuple(operands))

    def _operand(self, *, is_and: bool) -> Node:
        return self._equality() if is_and else self._logic(is_and=True)

    def _equality(self) -> Node:
        left = self._ordering()
        while (operator := self._one_of(_EQUALITIES)) is not None:
            left = Compare(operator, left, self._ordering())
        return left

    def _ordering(self) -> Node:
        left = self._negation()
        while (operator := self._one_of(_ORDERINGS)) is not None:
            left = Compare(operator, left, self._negation())
        return left

    def _one_of(self, operators: Mapping[str, Comparison]) -> Comparison | None:
        found = operators.get(self._next().text) if self._next().kind is Kind.OPERATOR else None
        self.at += found is not None
        return found

    def _negation(self) -> Node:
        token = self._takes("!")
        if token is None:
            return self._indexed()
        with self._deeper():
            return Not(self._negation(), token.start)

    def _indexed(self) -> Node:
        is_plain = self._next().kind is Kind.LITERAL
        node, depth = self._primary(), self.depth
        while not is_plain and (one := self._takes("[") or self._takes(".")):
            index = self._bracketed() if one.text == "[" else self._property()
            node = Index(node, index, self.tokens[self.at - 1].end)
            self._descend()
        self.depth = depth
        return node

    def _bracketed(self) -> Node | None:
        index = None if self._takes("*") else self._expression()
        if self._takes("]") is None:
            raise self._unexpected()
        return index

    def _property(self) -> Node | None:
        token = self._next()
        if token.kind is Kind.NAME:
            self.at += 1
            return Literal(Token(Kind.LITERAL, token.text, token.start, token.text))
        if self._takes("*") is None:
            raise self._unexpected()
        return None

    def _primary(self) -> Node:
        token = self._next()
        if token.kind is Kind.LITERAL:
            self.at += 1
            return Literal(token)
        if token.kind is Kind.NAME:
            self.at += 1
            return self._call(token) if self._takes("(") else self._context(token)
        if self._takes("(") is None:
            raise self._unexpected()
        node = self._expression()
        if self._takes(")") is None:
            raise self._unexpected()
        return node

    def _context(self, token: Token) -> Node:
        if self.words is not None and token.text.lower() not in self.words.contexts:
            raise Malformed(f"'{token.text}' is not available here", token.start)
        return Context(token)

    def _call(self, token: Token) -> Node:
        arguments: list[Node] = []
        while self._takes(")") is None:
            arguments.append(self._expression())
            if self._takes(",") is None and self._next().text != ")":
                raise self._unexpected()
        _check(token, len(arguments), self.words)
        return Call(token, tuple(arguments), self.tokens[self.at - 1].end)


def _check(token: Token, given: int, words: Words | None) -> None:
    """Whether there is such a function, and takes so many arguments."""
    name = token.text.lower()
    bounds = BUILT_IN.get(name) or (words.functions.get(name) if words else (0, MANY))
    if bounds is None:
        raise Malformed(f"there is no function '{token.text}' here", token.start)
    least, most = bounds
    if not least <= given <= most:
        few = "few" if given < least else "many"
        raise Malformed(f"too {few} arguments for '{token.text}'", token.start)
    if name == "case" and given % 2 == 0:
        raise Malformed("'case' takes an odd number of arguments", token.start)
