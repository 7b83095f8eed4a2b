"""Whether GitHub takes a file: every key, value and expression against the grammar, as GitHub's template reader does it."""

from collections.abc import Iterator, Sequence

from relaudit.evidence.nodes import Mapping, Node, Scalar
from relaudit.evidence.nodes import Sequence as YamlSequence
from relaudit.evidence.workflows.grammar.definitions import Context, Definition, Grammar, Keys
from relaudit.evidence.workflows.grammar.rejection import Rejection
from relaudit.evidence.workflows.grammar.texts import expression_rejections, is_expression, scalar_rejections
from relaudit.evidence.workflows.scalars import text_of

_NOT_YET = frozenset(
    ("background", "wait", "wait-all", "cancel")
)  # known to the grammar, and to no server yet


def rejections(root: Node, grammar: Grammar, start: str, source: str = "") -> Iterator[Rejection]:
    """Everything in a file that the grammar has no place for.

    With the `source` that the tree was read from, what was found right before is not looked at again.
    """
    reader = _Reader(grammar, source)
    return reader.value(root, grammar.definition(start), ())


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

    def __init__(self, grammar: Grammar, source: str) -> None:
        self.grammar = grammar
        self.source = source

    def value(self, node: Node, definition: Definition, context: Context) -> Iterator[Rejection]:
        inner = joined(context, definition)
        match node:
            case Scalar():
                yield from scalar_rejections(node, definition, inner)
            case YamlSequence(items=items):
                if definition.item is None:
                    yield Rejection("a sequence is not expected here", node)
                else:
                    item = self.grammar.definition(definition.item)
                    for one in items:
                        yield from self.value(one, item, inner)
            case Mapping():
                if definition.mappings and self.source:
                    yield from self._repeated(node, definition, inner)
                elif definition.mappings:
                    yield from self._mapping(node, definition, inner)
                else:
                    yield Rejection("a mapping is not expected here", node)

    def _repeated(self, node: Mapping, definition: Definition, context: Context) -> Iterator[Rejection]:
        """The same text in the same column means the same."""
        column = node.start - self.source.rfind("\n", 0, node.start)
        key = (definition.name, context, column, self.source[node.start : node.end])
        if key in self.grammar.clean:
            return
        found = list(self._mapping(node, definition, context))
        if not found:
            self.grammar.clean.add(key)
        yield from found

    def _mapping(self, node: Mapping, definition: Definition, context: Context) -> Iterator[Rejection]:
        options = list(definition.mappings)
        loose = options[0] if options[0].loose_key else None
        seen: set[str] = set()
        has_expression = False
        for key, value in node.entries:
            if not isinstance(key, Scalar):
                yield Rejection("a key has to be a text", key)
                continue
            if is_expression(key):
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
            yield from scalar_rejections(key, self.grammar.definition(loose.loose_key), context)
            yield from self.value(value, self.grammar.definition(loose.loose_value), context)
        else:
            yield Rejection(f"'{name}' is not expected here", key)

    def _of_expression(
        self, key: Scalar, value: Node, context: Context, loose: Keys | None
    ) -> Iterator[Rejection]:
        """A key that is an expression, and what stands under it."""
        yield from expression_rejections(key, context)
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
