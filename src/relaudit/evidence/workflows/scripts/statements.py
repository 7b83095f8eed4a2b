"""The statements of a script, grouped as bash groups them."""

from enum import Enum

from relaudit.core.record import record
from relaudit.evidence.workflows.scripts.commands import Command, Span


class Use(Enum):
    """What becomes of the exit status of a substitution: it is that of the statement, it is lost, or its output decides."""

    STATUS = "status"
    LOST = "lost"
    READ = "read"


@record
class Substitution:
    """A `$( )` or `<( )` in a word."""

    body: "Sequence"
    use: Use
    is_conditional: bool
    span: Span


@record
class Simple:
    """One command; `writes` is the text of the redirections that may fail."""

    command: Command
    substitutions: tuple[Substitution, ...]
    writes: str
    span: Span


@record
class Sequence:
    """Statements one after the other."""

    items: "tuple[Statement, ...]"
    span: Span


@record
class Chain:
    """Statements joined by `&&` and `||`; each operator stands with the statement after it."""

    first: "Statement"
    later: "tuple[tuple[str, Statement], ...]"
    span: Span


@record
class Pipeline:
    """Statements joined by `|`."""

    parts: "tuple[Statement, ...]"
    span: Span


@record
class Negated:
    """A statement after `!`."""

    inner: "Statement"
    span: Span


@record
class Background:
    """A statement before `&`."""

    inner: "Statement"
    span: Span


@record
class Subshell:
    """Statements in parentheses."""

    body: Sequence
    span: Span


@record
class Conditional:
    """`if`, an `elif` being one inside the `else`."""

    condition: Sequence
    then: Sequence
    otherwise: "Statement | None"
    span: Span


@record
class Loop:
    """`for` and `select`, which have no condition, `while` and `until`; `is_entered` when there is at least one word to go through."""

    condition: Sequence | None
    is_until: bool
    body: Sequence
    span: Span
    is_entered: bool = False


@record
class Case:
    """The branches of a `case`."""

    branches: tuple[Sequence, ...]
    span: Span


@record
class Definition:
    """A function."""

    name: str
    body: "Statement"
    span: Span


@record
class Redirected:
    """A compound statement whose words or redirections hold substitutions or may fail."""

    inner: "Statement"
    substitutions: tuple[Substitution, ...]
    writes: str
    span: Span


Compound = Sequence | Subshell | Conditional | Loop | Case | Redirected
Statement = Simple | Chain | Pipeline | Negated | Background | Definition | Compound


def inner_statements(statement: Statement) -> tuple[Statement, ...]:  # noqa: PLR0911 - one for each kind
    """What a statement is made of, its words left aside."""
    match statement:
        case Sequence(items=items) | Pipeline(parts=items) | Case(branches=items):
            return items
        case Chain(first=first, later=later):
            return (first, *(item for _, item in later))
        case Negated(inner=inner) | Background(inner=inner) | Redirected(inner=inner):
            return (inner,)
        case Subshell(body=body) | Definition(body=body):
            return (body,)
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            return (condition, then) if otherwise is None else (condition, then, otherwise)
        case Loop(condition=condition, body=body):
            return (body,) if condition is None else (condition, body)
        case Simple():
            return ()
