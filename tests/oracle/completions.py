"""What an expression is about, and surroundings in which all of that is known."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice, product
from random import Random

from relaudit.evidence.workflows.expressions.syntax import (
    Call,
    Compare,
    Context,
    Index,
    Literal,
    Logic,
    Node,
    Not,
    every,
    inner,
)
from relaudit.evidence.workflows.expressions.values import is_primitive

Path = tuple[str, ...]
PLAIN: tuple[object, ...] = ("", "x", True, False, None, 0, 3)
MANY = 150
DOCUMENTS = ("true", "[]", '{"x": 1}')
MEMBERS = ("name", "result", "conclusion", "login")


def paths(node: Node) -> set[Path]:
    """The members of contexts that an expression asks for; `*` where it asks for those of each."""
    path = _path(node)
    if path is not None:
        return {path} | (paths(node.index) if isinstance(node, Index) and node.index else set())
    return set().union(*(paths(one) for one in inner(node)))


def _path(node: Node) -> Path | None:
    match node:
        case Context(name=name):
            return (name,)
        case Index(of=of, index=index):
            above = _path(of)
            if above is None or "*" in above:
                return above
            step = index.token.value if isinstance(index, Literal) else None
            return (*above, step if isinstance(step, str) else "*")
        case _:
            return None


def constants(node: Node) -> set[object]:
    """The texts, numbers and truth values that an expression names."""
    own = {node.token.value} if isinstance(node, Literal) and is_primitive(node.token.value) else set()
    return own.union(*(constants(one) for one in inner(node)))


def functions(node: Node) -> set[str]:
    """The functions that an expression calls."""
    own = {node.name} if isinstance(node, Call) else set()
    return own.union(*(functions(one) for one in inner(node)))


def completions(node: Node, random: Random) -> Sequence[Mapping[str, object]]:
    """Surroundings: all combinations of a few values, or as many as is reasonable, picked at random."""
    found = sorted(paths(node))
    named = sorted(_named(node))
    plain = (*named, *PLAIN, *(DOCUMENTS if "fromjson" in functions(node) else ()))
    domains = [_lists(named) if "*" in path else plain for path in found]
    likely = [
        _nested(found, [wanted.get(path, plain[0]) for path in found])
        for wanted in (_wanted(node, is_met=True), _wanted(node, is_met=False))
    ]
    size = 1
    for domain in domains:
        size *= len(domain)
    if size <= MANY:
        return [*likely, *(_nested(found, values) for values in product(*domains))]
    return [*likely, *islice(_picked(found, domains, random), MANY)]


def _named(node: Node) -> set[str]:
    """The texts that an expression names, those inside a JSON text too."""
    own = {one for one in constants(node) if isinstance(one, str) and one}
    for one in list(own):
        with suppress(ValueError):
            inside = json.loads(one)
            own |= (
                {item for item in inside if isinstance(item, str)}
                if isinstance(inside, list | dict)
                else set()
            )
    return own


def _lists(named: Sequence[str]) -> Sequence[object]:
    """Lists of objects that hold what is asked for, and others."""
    some = [[dict.fromkeys(MEMBERS, one)] for one in (*named, "success", "failure")]
    return [[], [{"name": "other", "result": "skipped"}], *some]


def _wanted(node: Node, *, is_met: bool) -> Mapping[Path, object]:
    """What every member has to be for the comparisons to hold, or not to; the first one of a member counts."""
    found: dict[Path, object] = {}
    for path, met, unmet in _asked(node):
        found.setdefault(path, met if is_met else unmet)
    return found


def _asked(node: Node) -> Iterator[tuple[Path, object, object]]:
    """Members, with a value that meets what is asked of them and one that does not."""
    for one in every(node):
        match one:
            case Compare(operator=operator, left=left, right=Literal(token=token)) if path := _path(left):
                values = (token.value, "something else")
                yield path, *(values if operator == "==" else values[::-1])
            case Call(name="contains", arguments=(first, Literal(token=token))) if (
                path := _path(first)
            ) and "*" in path:
                yield path, [dict.fromkeys(MEMBERS, token.value)], []
            case Call(arguments=(first, Literal(token=token))) if path := _path(first):
                yield path, token.value, "something else"
            case Call(name="contains", arguments=(Call(arguments=(Literal(),)) as document, second)) if (
                path := _path(second)
            ):
                yield path, min(_named(document), default=""), "something else"
            case Not(operand=operand) if path := _path(operand):
                yield path, False, True
            case Logic(operands=operands):
                yield from ((path, True, False) for operand in operands if (path := _path(operand)))
            case _:
                pass


def _picked(
    found: Sequence[Path], domains: Sequence[Sequence[object]], random: Random
) -> Iterator[Mapping[str, object]]:
    while True:
        yield _nested(found, [random.choice(domain) for domain in domains])


def _nested(found: Sequence[Path], values: Sequence[object]) -> Mapping[str, object]:
    """Objects within objects; a member that has members of its own is an object."""
    root: dict[str, object] = {}
    for path, value in sorted(zip(found, values, strict=True), key=lambda pair: len(pair[0])):
        place = root
        *above, last = [step for step in path if step != "*"]
        for step in above:
            inner_place = place.get(step)
            if not isinstance(inner_place, dict):
                inner_place = place[step] = {}
            place = inner_place
        place[last] = value
    return root
