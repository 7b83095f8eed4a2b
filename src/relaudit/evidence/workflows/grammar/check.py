"""Whether GitHub takes a file: every key, value and expression against the grammar, as GitHub's template reader does it."""

from collections.abc import Iterator, Sequence

from relaudit.core.record import record
from relaudit.evidence.nodes import Mapping, Node, Scalar
from relaudit.evidence.nodes import Sequence as YamlSequence
from relaudit.evidence.workflows.embedded import CLOSE, OPEN, Embedded, literal, segments
from relaudit.evidence.workflows.expressions.parser import parsed
from relaudit.evidence.workflows.expressions.tokens import Malformed
from relaudit.evidence.workflows.grammar.definitions import Definition, Grammar, Keys, words
from relaudit.evidence.workflows.scalars import kind_of, text_of

_INSERT = "insert"
_NOT_YET = frozenset(
    ("background", "wait", "wait-all", "cancel")
)  # known to the grammar, and to no server yet
Context = tuple[str, ...]


@record
class Rejection:
    """Why GitHub does not take a file, at a node of it; `at` is an offset within the node's value."""

    reason: str
    node: Node
    at: int | None = None


def rejections(root: Node, grammar: Grammar, start: str) -> Iterator[Rejection]:
    """Everything in a file that the grammar has no place for."""
    return _Reader(grammar).value(root, grammar.definition(start), ())


def joined(context: Context, definition: Definition) -> Context:
    """The contexts that hold in a place, and those that its definition adds."""
    seen = {one.upper() for one in context}
    return (
        (*context, *(one for one in definition.context if one.upper() not in seen))
        if definition.context
        else context
    )


class _Reader:
    """Goes down the tree and the grammar together."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar

    def value(self, node: Node, definition: Definition, context: Context) -> Iterator[Rejection]:
        inner = joined(context, definition)
        match node:
            case Scalar():
                yield from _scalar(node, definition, inner)
            case YamlSequence(items=items):
                if definition.item is None:
                    yield Rejection("a sequence is not expected here", node)
                else:
                    item = self.grammar.definition(definition.item)
                    for one in items:
                        yield from self.value(one, item, inner)
            case Mapping():
                if definition.mappings:
                    yield from self._mapping(node, definition, inner)
                else:
                    yield Rejection("a mapping is not expected here", node)

    def _mapping(self, node: Mapping, definition: Definition, context: Context) -> Iterator[Rejection]:
        options = list(definition.mappings)
        loose = options[0] if options[0].loose_key else None
        seen: set[str] = set()
        has_expression = False
        for key, value in node.entries:
            if not isinstance(key, Scalar):
                yield Rejection("a key has to be a text", key)
                continue
            if _is_expression(key):
                has_expression = True
                yield from self._of_expression(key, value, context, None if options[0].properties else loose)
                continue
            name = text_of(key)
            if name and name.upper() in seen:
                yield Rejection(f"'{name}' is already defined", key)
                continue
            seen.add(name.upper())
            yield from self._entry(key, value, options, loose, context)
        yield from _incomplete(node, options, seen, has_expression=has_expression)

    def _entry(
        self, key: Scalar, value: Node, options: list[Keys], loose: Keys | None, context: Context
    ) -> Iterator[Rejection]:
        name = text_of(key)
        known = [option for option in options if name in option.properties]
        if known:
            options[:] = known
            if name in _NOT_YET:
                yield Rejection(f"'{name}' is not expected here", key)
            else:
                kind = self.grammar.definition(known[-1].properties[name].type)
                yield from self.value(value, kind, context)
        elif loose:
            yield from _scalar(key, self.grammar.definition(loose.loose_key), context)
            yield from self.value(value, self.grammar.definition(loose.loose_value), context)
        else:
            yield Rejection(f"'{name}' is not expected here", key)

    def _of_expression(
        self, key: Scalar, value: Node, context: Context, loose: Keys | None
    ) -> Iterator[Rejection]:
        """A key that is an expression, and what stands under it."""
        yield from _expressions(key, context)
        if not context:
            yield Rejection("an expression is not allowed here", key)
        else:
            yield from self.value(
                value, self.grammar.definition(loose.loose_value if loose else "any"), context
            )


def _incomplete(
    node: Mapping, options: Sequence[Keys], seen: set[str], *, has_expression: bool
) -> Iterator[Rejection]:
    """What a mapping lacks."""
    if len(options) > 1:
        names = [name for option in options for name in option.properties]
        single = sorted(name for name in names if names.count(name) == 1 and name not in _NOT_YET)
        yield Rejection(f"it cannot be told what is meant: one of {', '.join(single)} is needed", node)
    elif not has_expression:
        for name, known in options[0].properties.items():
            if known.is_required and name.upper() not in seen:
                yield Rejection(f"'{name}' is missing", node)


def _scalar(scalar: Scalar, definition: Definition, context: Context) -> Iterator[Rejection]:
    """A value, or a key of a kind."""
    if OPEN in scalar.value and kind_of(scalar) == "string":
        wrong = list(_expressions(scalar, context))
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


def _expressions(scalar: Scalar, context: Context) -> Iterator[Rejection]:
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


def _is_expression(key: Scalar) -> bool:
    return (
        OPEN in key.value
        and kind_of(key) == "string"
        and literal(key.value) is None
        and bool(segments(key.value).expressions)
    )


def _is_insert(scalar: Scalar) -> bool:
    found = segments(scalar.value)
    return found.is_whole(scalar.value) and found.expressions[0].text.strip() == _INSERT
