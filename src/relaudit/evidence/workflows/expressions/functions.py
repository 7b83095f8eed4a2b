"""The functions that every expression may call."""

from collections.abc import Callable, Mapping, Sequence

from relaudit.core.regex import regex
from relaudit.evidence.workflows.expressions.compare import equal
from relaudit.evidence.workflows.expressions.jsontext import read, written
from relaudit.evidence.workflows.expressions.values import (
    TRUTHY,
    UNDECIDED,
    Array,
    Data,
    Known,
    Object,
    Truth,
    Undecided,
    Value,
    folded,
    is_primitive,
    text,
)

Arguments = Sequence[Value]
_DIGITS = 9
_PIECE = regex(r"(?P<plain>[^{}]+)|(?P<brace>\{\{|\}\})|\{(?P<number>[0-9]+)[^}]*\}")


class Failed(Exception):  # noqa: N818 - an outcome of the expression
    """The expression has no value: GitHub ends the run with this."""


def case(arguments: Arguments) -> Value:
    """The value beside the first predicate that is true, else the last."""
    possible: list[Value] = []
    for predicate, value in zip(arguments[:-1:2], arguments[1::2], strict=True):
        if isinstance(predicate, Undecided):
            possible.append(value)
        elif not isinstance(predicate.data, bool):
            raise Failed("a predicate of 'case' has to be true or false")
        elif predicate.data:
            return _one_of([*possible, value])
    return _one_of([*possible, arguments[-1]])


def contains(arguments: Arguments) -> Value:
    """Whether a text holds another, or a list an item; without case."""
    where, what = arguments
    match where, what:
        case Known(Array(items=())), _:
            return Known(data=False)
        case Known(Array(items=items)), Known(data):
            return _holds_item(items, data)
        case Known(Object()), _:
            return Known(data=False)
        case Known(within), Known(data) if is_primitive(within):
            return Known(is_primitive(data) and text(data).lower() in text(within).lower())
        case _:
            return UNDECIDED


def starts_with(arguments: Arguments) -> Value:
    """Whether a text begins with another; without case."""
    match arguments:
        case [Undecided(prefix=prefix), Known(data)] if prefix and is_primitive(data):
            begun, wanted = folded(prefix), folded(text(data))
            if begun.startswith(wanted) or not wanted.startswith(begun):
                return Known(begun.startswith(wanted))
            return UNDECIDED
        case _:
            return _of_texts(arguments, str.startswith)


def ends_with(arguments: Arguments) -> Value:
    """Whether a text ends with another; without case."""
    return _of_texts(arguments, str.endswith)


def formatted(arguments: Arguments) -> Value:
    """The text with each `{0}` replaced; braces are doubled."""
    first = arguments[0]
    if isinstance(first, Undecided):
        return UNDECIDED
    pieces: list[str | None] = list(_pieces(text(first.data), arguments[1:]))
    whole = [piece for piece in pieces if piece is not None]
    if len(whole) == len(pieces):
        return Known("".join(whole))
    return TRUTHY if any(whole) else UNDECIDED


def from_json(arguments: Arguments) -> Value:
    """The value that a JSON text describes."""
    (given,) = arguments
    if isinstance(given, Undecided):
        return UNDECIDED
    try:
        return read(text(given.data))
    except (ValueError, RecursionError) as error:
        raise Failed(f"'fromJSON' cannot read {text(given.data)!r}") from error


def joined(arguments: Arguments) -> Value:
    """The items of a list as one text; without a separator, a comma."""
    separator = arguments[1] if len(arguments) > 1 else Known(",")
    match arguments[0]:
        case Known(Array(items=items)):
            between = "," if isinstance(separator, Known) and not is_primitive(separator.data) else None
            if len(items) > 1 and isinstance(separator, Undecided):
                return UNDECIDED
            said = text(separator.data) if between is None and isinstance(separator, Known) else ","
            return _joined(items, said)
        case Known(data):
            return Known(text(data) if is_primitive(data) else "")
        case _:
            return UNDECIDED


def to_json(arguments: Arguments) -> Value:
    """The value as JSON, indented by two spaces."""
    (given,) = arguments
    said = written(given)
    return TRUTHY if said is None else Known(said)


FUNCTIONS: Mapping[str, Callable[[Arguments], Value]] = {
    "case": case, "contains": contains, "endswith": ends_with, "format": formatted, "fromjson": from_json,
    "join": joined, "startswith": starts_with, "tojson": to_json,
}  # fmt: skip


def _one_of(possible: Sequence[Value]) -> Value:
    if len(possible) == 1:
        return possible[0]
    truths = {value.truth for value in possible}
    return Undecided(truths.pop() if len(truths) == 1 else Truth.MAYBE)


def _holds_item(items: Sequence[Value], wanted: Data) -> Value:
    if any(isinstance(item, Known) and equal(wanted, item.data) for item in items):
        return Known(data=True)
    return UNDECIDED if any(isinstance(item, Undecided) for item in items) else Known(data=False)


def _of_texts(arguments: Arguments, test: Callable[[str, str], bool]) -> Value:
    """A test of two texts; what is neither text nor number nor the like fails it."""
    if any(isinstance(one, Known) and not is_primitive(one.data) for one in arguments):
        return Known(data=False)
    match arguments:
        case [Known(data), Known(part)]:
            return Known(test(folded(text(data)), folded(text(part))))
        case _:
            return UNDECIDED


def _pieces(pattern: str, arguments: Arguments) -> Sequence[str | None]:
    found: list[str | None] = []
    position = 0
    while position < len(pattern):
        piece = _PIECE.match(pattern, position)
        if piece is None:
            raise Failed(f"the format string {pattern!r} is none")
        position = piece.end()
        if piece["number"] is None:
            found.append(piece["plain"] or piece["brace"][0])
            continue
        number = int(piece["number"].lstrip("0")[:_DIGITS] or "0")
        if number >= len(arguments):
            raise Failed(f"the format string {pattern!r} refers to more values than were given")
        value = arguments[number]
        found.append(text(value.data) if isinstance(value, Known) else None)
    return found


def _joined(items: Sequence[Value], separator: str) -> Value:
    said = [text(item.data) if isinstance(item, Known) else None for item in items]
    if None in said:
        is_long = (len(items) > 1 and bool(separator)) or any(said)
        return TRUTHY if is_long else UNDECIDED
    return Known(separator.join(one for one in said if one is not None))
