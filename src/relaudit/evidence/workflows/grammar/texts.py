"""Scalars, and the expressions in them, against the grammar."""

from collections.abc import Iterator

from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.embedded import CLOSE, OPEN, Embedded, literal, segments
from relaudit.evidence.workflows.expressions.parser import parsed
from relaudit.evidence.workflows.expressions.tokens import Malformed
from relaudit.evidence.workflows.grammar.definitions import Context, Definition, words
from relaudit.evidence.workflows.grammar.rejection import Rejection
from relaudit.evidence.workflows.scalars import kind_of, text_of

_INSERT = "insert"


def scalar_rejections(scalar: Scalar, definition: Definition, context: Context) -> Iterator[Rejection]:
    """A value, or a key of a kind."""
    if OPEN in scalar.value and kind_of(scalar) == "string":
        wrong = list(expression_rejections(scalar, context))
        yield from wrong
        said = literal(scalar.value)
        if not wrong and said is None:
            if not context:
                yield Rejection("an expression is not allowed here", scalar)
            elif _is_insert(scalar):
                yield Rejection(f"'{scalar.value}' is not expected here", scalar)
            return
        if said is not None and not any(text.takes(said) for text in definition.texts):
            yield Rejection(f"'{scalar.value}' is not expected here", scalar)
            return
    kind = kind_of(scalar)
    if kind not in definition.scalars and not any(text.takes(text_of(scalar)) for text in definition.texts):
        yield Rejection(f"'{text_of(scalar)}' is not expected here", scalar)


def expression_rejections(scalar: Scalar, context: Context) -> Iterator[Rejection]:
    """The expressions inside a text that are none."""
    found = segments(scalar.value)
    if found.is_open:
        yield Rejection(f"{OPEN} has no {CLOSE}", scalar)
        return
    for one in found.expressions:
        text = one.text.strip()
        if not text:
            yield Rejection("an expression is missing", scalar, one.start)
        elif text.split()[0] == _INSERT:
            yield from _inserted(scalar, one, text)
        else:
            tree = parsed(text, words(context))
            if isinstance(tree, Malformed):
                yield Rejection(str(tree), scalar, one.inner + tree.start)


def _inserted(scalar: Scalar, one: Embedded, text: str) -> Iterator[Rejection]:
    if text != _INSERT:
        yield Rejection(f"'{_INSERT}' takes nothing", scalar, one.start)
    elif one.end - one.start != len(scalar.value):
        yield Rejection(f"'{_INSERT}' has to stand alone", scalar, one.start)


def is_expression(key: Scalar) -> bool:
    """Whether a key is decided when the workflow runs."""
    return (
        OPEN in key.value
        and kind_of(key) == "string"
        and literal(key.value) is None
        and bool(segments(key.value).expressions)
    )


def _is_insert(scalar: Scalar) -> bool:
    found = segments(scalar.value)
    return found.is_whole(scalar.value) and found.expressions[0].text.strip() == _INSERT
