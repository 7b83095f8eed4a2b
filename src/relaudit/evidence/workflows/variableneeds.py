"""What an expression cannot do without, of the configuration variables that it names."""

from collections.abc import Iterator

from relaudit.core.record import record, replace
from relaudit.evidence.workflows.expressions.syntax import Call, Context, Index, Literal, Logic, Node, every

_NONE: frozenset[str] = frozenset()
_PASSING_ON = ("format", "join", "fromjson")  # functions whose result is made of what they are given


@record
class Needed:
    """A variable that the value of an expression is made of, at `node`; its `name` is empty where the run chooses it.

    One of the `alternatives` does as well, and where one of the `switches` is missing it is not asked for. Names are in upper case.
    """

    name: str
    node: Index
    alternatives: frozenset[str] = _NONE
    switches: frozenset[str] = _NONE


def needed(node: Node) -> Iterator[Needed]:
    """Those that fall back on nothing; one that is compared, or only asked for, may be missing: it is an empty text then."""
    match node:
        case Index(of=Context(name="vars")):
            yield Needed(_spelt(node), node)
        case Index(of=of):
            yield from needed(of)
        case Call(name=name, arguments=arguments) if name in _PASSING_ON:
            for one in arguments:
                yield from needed(one)
        case Logic(is_and=True, operands=(*before, last)):
            switches = frozenset(name for operand in before for name in mentioned(operand))
            yield from (replace(one, switches=one.switches | switches) for one in needed(last))
        case Logic(operands=(*before, last)) if all(_spelt(one) for one in before):
            alternatives = frozenset(_spelt(one) for one in before)
            yield from (replace(one, alternatives=one.alternatives | alternatives) for one in needed(last))
        case _:
            pass  # what stands before may be there: a secret, an input


def mentioned(node: Node) -> frozenset[str]:
    """The names of all variables in an expression."""
    return frozenset(filter(None, map(_spelt, every(node))))


def _spelt(node: Node) -> str:
    """A variable by its name; empty for anything else."""
    match node:
        case Index(of=Context(name="vars"), index=Literal(token=token)):
            return (token.value if isinstance(token.value, str) else token.text).upper()
        case _:
            return ""
