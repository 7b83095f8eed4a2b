"""The syntax tree of an expression. Offsets count characters of the expression."""

from collections.abc import Iterator
from typing import Literal as Choice

from relaudit.core.record import record
from relaudit.evidence.workflows.expressions.tokens import Token

Comparison = Choice["==", "!=", "<", "<=", ">", ">="]


@record
class Literal:
    """A string, a number, `true`, `false` or `null`, as written in `token`."""

    token: Token


@record
class Context:
    """A named value: `github`, `env`, `needs`."""

    token: Token

    @property
    def name(self) -> str:
        """In lower case: names are compared without it."""
        return self.token.text.lower()


@record
class Index:
    """`of.name`, `of[index]`; without an index `of.*`, which gives what every member has. `end` is where it ends."""

    of: "Node"
    index: "Node | None"
    end: int


@record
class Call:
    """A function with its arguments."""

    token: Token
    arguments: "tuple[Node, ...]"
    end: int

    @property
    def name(self) -> str:
        """In lower case: names are compared without it."""
        return self.token.text.lower()


@record
class Not:
    """`!operand`."""

    operand: "Node"
    start: int


@record
class Compare:
    """Two operands and how they are compared."""

    operator: Comparison
    left: "Node"
    right: "Node"


@record
class Logic:
    """`and` or `or` of two operands and more; the value is that of the operand that decides."""

    is_and: bool
    operands: "tuple[Node, ...]"


Node = Literal | Context | Index | Call | Not | Compare | Logic


def start_of(node: Node) -> int:
    """Where an expression begins, parentheses left aside."""
    match node:
        case Literal(token=token) | Context(token=token) | Call(token=token):
            return token.start
        case Index(of=of):
            return start_of(of)
        case Not(start=start):
            return start
        case Compare(left=left):
            return start_of(left)
        case Logic(operands=operands):
            return start_of(operands[0])


def every(node: Node) -> "Iterator[Node]":
    """An expression and all that it is made of, outermost first."""
    yield node
    for one in inner(node):
        yield from every(one)


def inner(node: Node) -> "tuple[Node, ...]":
    """The expressions that an expression is made of."""
    match node:
        case Literal() | Context():
            return ()
        case Index(of=of, index=index):
            return (of, index) if index else (of,)
        case Call(arguments=arguments):
            return arguments
        case Not(operand=operand):
            return (operand,)
        case Compare(left=left, right=right):
            return (left, right)
        case Logic(operands=operands):
            return operands
