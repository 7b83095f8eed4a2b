"""Configuration files in whatever language their suffix says, as documents of keys and values."""

from collections.abc import Mapping

from relaudit.core.model import Unknown
from relaudit.evidence import nodes
from relaudit.evidence.document import Document, Span
from relaudit.evidence.files import Text, unreadable

_TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_DEPTH = 20


class YamlDocument(Document):
    """A YAML mapping as a document."""

    def __init__(self, text: Text, root: nodes.Mapping, data: Mapping[str, object]) -> None:
        super().__init__(text, data)
        self._root = root

    def span(self, *path: str) -> Span | None:
        """The characters that the value at a key path takes."""
        node: nodes.Node | None = self._root
        for key in path:
            if isinstance(node, nodes.Sequence):
                node = node.items[int(key)] if key.isdigit() and int(key) < len(node.items) else None
            else:
                node = node.get(key) if isinstance(node, nodes.Mapping) else None
        return (node.start, node.end) if node else None


def parsed(text: Text) -> Document | Unknown:
    """The document: by its suffix TOML, JSON or YAML; what has none is JSON when it looks like it."""
    suffix = text.path.rpartition("/")[2].rpartition(".")[2]
    if suffix == "toml":
        from relaudit.evidence.toml import parse_toml

        return parse_toml(text)
    if suffix == "json" or (suffix not in ("yaml", "yml") and text.text.lstrip().startswith("{")):
        from relaudit.evidence.json import parse_json

        return parse_json(text)
    return _yaml(text)


def _yaml(text: Text) -> Document | Unknown:
    from relaudit.evidence.yaml import parse_yaml

    read = parse_yaml(text)
    if isinstance(read, Unknown):
        return read
    if not isinstance(read.root, nodes.Mapping):
        return unreadable(text.path, f"{text.path} is no mapping")
    return YamlDocument(
        text, read.root, {key.value: _value(value, _DEPTH) for key, value in read.root.items()}
    )


def _value(node: nodes.Node, depth: int) -> object:
    """The data of a node; deeper than any configuration is, nothing."""
    match node:
        case nodes.Scalar():
            return _TRUTHS.get(node.value, node.value) if not node.style else node.value
        case nodes.Sequence() if depth:
            return [_value(item, depth - 1) for item in node.items]
        case nodes.Mapping() if depth:
            return {key.value: _value(value, depth - 1) for key, value in node.items()}
        case _:
            return None
