"""YAML with exact places: a slim tree built from the parser's events, never by a constructor.

The compiled parser is used first. It bundles an old libyaml, so whatever it refuses is read again by the
pure one before it is called unreadable; so are texts with line breaks that the two count differently.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from relaudit.core.model import Reason, Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.evidence.files import Text, unreadable
from relaudit.evidence.nodes import Mapping, Node, Scalar, Sequence

DEPTH_LIMIT = 100
_KINDS = {
    "ScalarEvent": "scalar",
    "AliasEvent": "alias",
    "MappingStartEvent": "mapping",
    "SequenceStartEvent": "sequence",
    "MappingEndEvent": "end",
    "SequenceEndEvent": "end",
}
_ODD_BREAKS = frozenset("\u0085\u2028\u2029")


@record
class Yaml:
    """The first document of a file; `root` is None when the file is empty."""

    text: Text
    root: Node | None

    def place(self, node: Node, label: str = "") -> InFile:
        """Where a node stands, the first line of it when it spans several."""
        end = node.end
        first_break = self.text.text.find("\n", node.start, node.end)
        if first_break >= 0:
            end = max(node.start, first_break)
        return self.text.place(node.start, end, label)


class _Mark(Protocol):
    index: int
    line: int
    column: int


class _Event(Protocol):
    start_mark: _Mark
    end_mark: _Mark
    anchor: str | None
    value: str
    style: str
    tag: str | None


_Open = Mapping | Sequence


class _TooDeepError(Exception):
    """More nesting than anything a person writes."""


def parse_yaml(text: Text) -> Yaml | Unknown:
    """The first document of the text, or why there is none: YAML 1.2, as far as events go."""
    if text.encoding == "latin-1":
        return unreadable(text.path, "YAML has to be Unicode, these bytes are not")
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return Yaml(text, _composed(text.text))
    except _TooDeepError:
        return unreadable(text.path, f"{text.path}: nested more than {DEPTH_LIMIT} deep", Reason.TOO_LARGE)
    except MarkedYAMLError as error:
        mark: _Mark | None = error.problem_mark or error.context_mark
        where = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        return unreadable(text.path, f"{text.path}{where}: {error.problem or error.context}")
    except YAMLError as error:
        return unreadable(text.path, f"{text.path}: {' '.join(str(error).split())}")


def _composed(text: str) -> Node | None:
    from ruamel.yaml.error import YAMLError

    if not _ODD_BREAKS.isdisjoint(text) or text.startswith("%YAML") or "\n%YAML" in text:
        return compose(pure_events(text))
    try:
        return compose(compiled_events(text))
    except (YAMLError, ImportError):
        return compose(pure_events(text))


def compiled_events(text: str) -> "Iterator[_Event]":
    """The events of the compiled parser."""
    from _ruamel_yaml import CParser

    next_event: Callable[[], _Event | None] = CParser(text).get_event
    return iter(next_event, None)


def pure_events(text: str) -> Iterator[_Event]:
    """The events of the pure parser."""
    from ruamel.yaml import YAML

    yield from YAML(typ="safe", pure=True).parse(text)


def compose(events: Iterable[_Event]) -> Node | None:
    """The tree of the first document; aliases share the node of their anchor, so a bomb stays small."""
    above: list[tuple[_Open | None, Node | None]] = []
    parent: _Open | None = None
    key: Node | None = None
    anchors: dict[str, Node] = {}
    for event in events:
        kind = _KINDS.get(type(event).__name__)
        if kind == "scalar":
            node: Node = Scalar(event.value, _style(event), event.start_mark.index, event.end_mark.index)
            if event.anchor:
                anchors[event.anchor] = node
        elif kind == "end" and parent is not None:
            node, (parent, key) = parent, above.pop()
            node.end = event.end_mark.index
        elif kind == "alias":
            node = _aliased(event, anchors, [parent, *(one for one, _ in above)])
        elif kind:
            above.append((parent, key))
            parent, key = _opened(event, kind, len(above), anchors), None
            continue
        else:
            continue
        if parent is None:
            return node
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif key is None:
            key = node
        else:
            parent.entries.append((key, _placed(node, key)))
            key = None
    return None


def _style(event: _Event) -> str:
    return event.style or ("!" if event.tag else "")


def _opened(event: _Event, kind: str, depth: int, anchors: dict[str, Node]) -> _Open:
    if depth > DEPTH_LIMIT:
        raise _TooDeepError
    start = event.start_mark.index
    node = Mapping(start) if kind == "mapping" else Sequence(start)
    if event.anchor:
        anchors[event.anchor] = node
    return node


def _aliased(event: _Event, anchors: dict[str, Node], open_nodes: Iterable[Node | None]) -> Node:
    from ruamel.yaml.composer import ComposerError

    node = anchors.get(event.anchor or "")
    if node is None or node in open_nodes:
        problem = "an alias of itself" if node else f"found undefined alias {event.anchor!r}"
        raise ComposerError(None, None, problem, event.start_mark)
    return node


def _placed(node: Node, key: Node) -> Node:
    """The parsers disagree on where nothing stands."""
    if isinstance(node, Scalar) and not node.value and not node.style:
        node.start = node.end = key.end
    return node
