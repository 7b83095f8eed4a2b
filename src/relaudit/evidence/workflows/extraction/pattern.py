"""Regular expressions as trees, matched step by step: never by a library whose steps nobody counts."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from relaudit.core.record import record
from relaudit.evidence.workflows.extraction.limits import Effort

KEEP = -1
Groups = Mapping[int, tuple[int, int]]
_End = tuple[int, Groups]
_NONE: Groups = {}


@record
class Characters:
    """One character of some."""

    accepts: Callable[[str], bool]


@record
class Assertion:
    """A place between characters: `^`, `$`, `b` and `B`, `<` and `>`; `K` begins what counts as found."""

    kind: str


@record
class Group:
    """Alternatives; `number` is None where what they match is not kept."""

    options: "tuple[tuple[Node, ...], ...]"
    number: int | None = None


@record
class Repeat:
    """Something over and over."""

    item: "Node"
    least: int
    most: int | None
    is_lazy: bool = False


@record
class Back:
    """What a group has matched, once more."""

    number: int


@record
class Look:
    """What has to stand ahead, or before, and is not part of the match."""

    body: Group
    is_ahead: bool
    is_negated: bool


Node = Characters | Assertion | Group | Repeat | Back | Look


@record
class Pattern:
    """A whole expression; the longest of the matches at a place counts, but for Perl's, where it is the first."""

    body: Group
    is_longest: bool = True
    groups: int = 0


@record
class Found:
    """A match."""

    start: int
    end: int
    groups: Groups


def matches(pattern: Pattern, text: str, effort: Effort) -> Iterator[Found]:
    """Every match, from left to right; an empty one never directly behind another."""
    position, after = 0, -1
    while position <= len(text):
        found = _first(pattern, text, position, effort)
        if found is None:
            return
        if found.start == found.end == after:
            position += 1
            continue
        yield found
        after = found.end
        position = max(found.end, position + (found.start == found.end))


def finds(pattern: Pattern, text: str, effort: Effort) -> Found | None:
    """The first match."""
    return _first(pattern, text, 0, effort)


def _first(pattern: Pattern, text: str, position: int, effort: Effort) -> Found | None:
    search = _Search(text, effort)
    for start in range(position, len(text) + 1):
        found = _best(search.node(pattern.body, start, _NONE), len(text), is_longest=pattern.is_longest)
        if found is not None:
            end, groups = found
            return Found(groups.get(KEEP, (start, start))[0], end, groups)
    return None


def _best(ends: Iterator[_End], last: int, *, is_longest: bool) -> _End | None:
    best: _End | None = None
    for end in ends:
        if best is None or end[0] > best[0]:
            best = end
        if not is_longest or best[0] == last:
            break
    return best


class _Search:
    """Yields the ends of matches, the likelier first."""

    def __init__(self, text: str, effort: Effort) -> None:
        self._text = text
        self._effort = effort

    def node(self, node: Node, at: int, groups: Groups) -> Iterator[_End]:  # noqa: C901 - one for each kind of node
        self._effort.spend()
        match node:
            case Characters(accepts=accepts):
                if at < len(self._text) and accepts(self._text[at]):
                    yield at + 1, groups
            case Assertion(kind="K"):
                yield at, {**groups, KEEP: (at, at)}
            case Assertion(kind=kind):
                yield from [(at, groups)] if _holds(kind, self._text, at) else []
            case Group(options=options, number=number):
                for option in options:
                    for end, inner in self._sequence(option, 0, at, groups):
                        yield end, inner if number is None else {**inner, number: (at, end)}
            case Repeat(item=Characters(accepts=accepts)):
                yield from ((end, groups) for end in self._run(node, accepts, at))
            case Repeat():
                yield from self._repeat(node, at, groups, 0)
            case Back(number=number):
                start, stop = groups.get(number, (0, 0))
                if self._text.startswith(self._text[start:stop], at):
                    yield at + stop - start, groups
            case Look():
                yield from [(at, groups)] if self._sees(node, at, groups) is not node.is_negated else []

    def _sequence(self, nodes: Sequence[Node], index: int, at: int, groups: Groups) -> Iterator[_End]:
        if index == len(nodes):
            yield at, groups
            return
        for end, inner in self.node(nodes[index], at, groups):
            yield from self._sequence(nodes, index + 1, end, inner)

    def _run(self, node: Repeat, accepts: Callable[[str], bool], at: int) -> Iterator[int]:
        most = len(self._text) if node.most is None else min(len(self._text), at + node.most)
        end = at
        while end < most and accepts(self._text[end]):
            end += 1
        self._effort.spend(end - at)
        ends = range(at + node.least, end + 1)
        yield from ends if node.is_lazy else reversed(ends)

    def _repeat(self, node: Repeat, at: int, groups: Groups, count: int) -> Iterator[_End]:
        if node.is_lazy and count >= node.least:
            yield at, groups
        if node.most is None or count < node.most:
            for end, inner in self.node(node.item, at, groups):
                if end > at or count < node.least:
                    yield from self._repeat(node, end, inner, count + 1)
        if not node.is_lazy and count >= node.least:
            yield at, groups

    def _sees(self, look: Look, at: int, groups: Groups) -> bool:
        if look.is_ahead:
            return next(self.node(look.body, at, groups), None) is not None
        return any(end == at for start in range(at + 1) for end, _ in self.node(look.body, start, groups))


def _holds(kind: str, text: str, at: int) -> bool:
    if kind in "^$":
        return at == (0 if kind == "^" else len(text))
    before, behind = at > 0 and _is_word(text[at - 1]), at < len(text) and _is_word(text[at])
    return {"b": before is not behind, "B": before is behind, "<": behind and not before, ">": before and not behind}[kind]  # fmt: skip


def _is_word(character: str) -> bool:
    return character == "_" or character.isalnum()
