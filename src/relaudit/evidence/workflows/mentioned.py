"""The scalars of a file that hold a word, found from where it stands in the text: most of a tree need not be looked at."""

import re
from collections.abc import Iterator, Sequence

from relaudit.core.regex import regex
from relaudit.evidence.nodes import Mapping, Node, Scalar
from relaudit.evidence.nodes import Sequence as YamlSequence
from relaudit.evidence.yaml import Yaml

_ESCAPE = regex(r"\\[xuU\n]")


def scalars_with(file: Yaml, word: str) -> Iterator[Scalar]:
    """Every scalar value that holds a word of lower case letters, in any case: once, in order."""
    if file.root is None:
        return
    is_spelled_out = _ESCAPE.search(file.text.text) is not None  # then it may stand anywhere
    every = _every(file.root, set()) if is_spelled_out else _mentioning(file.text.text, file.root, word)
    for found in every:
        if word in found.value.lower():
            yield found


def _mentioning(text: str, root: Node, word: str) -> Iterator[Scalar]:
    seen: set[int] = set()
    for position in _positions(text, word):
        found = _value_at(root, position)
        if found is not None and id(found) not in seen:
            seen.add(id(found))
            yield found


def _positions(text: str, word: str) -> Iterator[int]:
    """Where the word stands, in any case."""
    if not text.isascii():  # lower case may be longer
        yield from (found.start() for found in re.finditer(word, text, re.IGNORECASE))
        return
    plain = text.lower()
    position = plain.find(word)
    while position >= 0:
        yield position
        position = plain.find(word, position + 1)


def _value_at(root: Node, position: int) -> Scalar | None:
    """The scalar value that a character of the file belongs to."""
    node: Node | None = root
    while node is not None and not isinstance(node, Scalar):
        node = next((one for one in _inner(node) if one.start <= position < one.end), None)
    return node


def _every(node: Node, seen: set[int]) -> Iterator[Scalar]:
    """Every scalar value below a node, once."""
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, Scalar):
        yield node
    else:
        for one in _inner(node):
            yield from _every(one, seen)


def _inner(node: Mapping | YamlSequence) -> Sequence[Node]:
    return node.items if isinstance(node, YamlSequence) else [value for _, value in node.entries]
