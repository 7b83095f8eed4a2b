"""The way from a command up to the script: what stands around it, innermost first."""

from relaudit.core.record import record
from relaudit.evidence.workflows.scripts.commands import Mask, MaskKind, Span
from relaudit.evidence.workflows.scripts.options import Options
from relaudit.evidence.workflows.scripts.statements import (
    Conditional,
    Loop,
    Redirected,
    Simple,
    Statement,
    Substitution,
)


@record
class InSequence:
    """Before the statement `next`, None for the last."""

    next: Statement | None
    up: "Frame | None"


@record
class InChain:
    """Before these operators and statements of a list."""

    later: tuple[tuple[str, Statement], ...]
    up: "Frame | None"


@record
class InPipeline:
    """In a pipeline, before the statement `next`, None for the last."""

    next: Statement | None
    span: Span
    options: Options
    up: "Frame | None"


@record
class InNegation:
    """Behind `!`."""

    span: Span
    up: "Frame | None"


@record
class InBackground:
    """Before `&`."""

    span: Span
    up: "Frame | None"


@record
class InSubshell:
    """In parentheses; the options are those around them."""

    options: Options
    up: "Frame | None"


@record
class InSubstitution:
    """In a `$( )` of a statement; the options are those of the statement."""

    statement: Simple | Redirected
    substitution: Substitution
    options: Options
    up: "Frame | None"


@record
class InCondition:
    """In the condition of an `if`."""

    statement: Conditional
    up: "Frame | None"


@record
class InLoopCondition:
    """In the condition of a loop."""

    statement: Loop
    up: "Frame | None"


@record
class InLoop:
    """In the body of a loop."""

    statement: Loop
    up: "Frame | None"


@record
class InCall:
    """In a function that is called here."""

    name: str
    up: "Frame | None"


@record
class InUnknown:
    """In a function of which it cannot be told where it is called."""

    name: str
    span: Span


Shell = InPipeline | InBackground | InSubshell | InSubstitution
Frame = (
    Shell | InSequence | InChain | InNegation | InCondition | InLoopCondition | InLoop | InCall | InUnknown
)


def above(frame: Frame) -> Frame | None:
    """The next frame."""
    return None if isinstance(frame, InUnknown) else frame.up


def ignoring(frame: Frame | None) -> Mask | None:
    """What makes bash ignore errexit in a place; it reaches into subshells and functions."""
    while frame is not None:
        match frame:
            case InChain(later=((operator, item), *_)):
                return Mask(MaskKind.AND if operator == "&&" else MaskKind.IGNORED, item.span)
            case InNegation(span=span):
                return Mask(MaskKind.NOT, span)
            case InCondition(statement=statement):
                return Mask(MaskKind.CONDITION, statement.condition.span)
            case InLoopCondition(statement=statement):
                return Mask(MaskKind.CONDITION, (statement.condition or statement.body).span)
            case _:
                pass
        frame = above(frame)
    return None


def calls(frame: Frame | None) -> tuple[str, ...]:
    """The functions that are being called."""
    found: list[str] = []
    while frame is not None:
        if isinstance(frame, InCall | InUnknown):
            found.append(frame.name)
        frame = above(frame)
    return tuple(found)


def in_own_shell(frame: Frame | None) -> bool:
    """Whether a place is in no subshell and in no function."""
    while frame is not None:
        if isinstance(frame, Shell | InCall | InUnknown):
            return False
        frame = above(frame)
    return True
