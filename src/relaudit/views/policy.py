"""The merged policy, each value with who said it."""

import json
from collections.abc import Iterator
from datetime import date

from relaudit.config.documents import Document
from relaudit.config.settings import Settings
from relaudit.core.parts import Source
from relaudit.process.parts import DerivedProcess
from relaudit.process.values import KeyPath, Leaf, dotted, leaves, merge
from relaudit.reporters.text import visible


def shown(settings: Settings, derived: DerivedProcess) -> str:
    """TOML with dotted keys; a comment names the origin of each value: stated, derived from a tool, or a preset."""
    documents = {document.name: document for document in settings.documents}
    process = merge(merge(settings.process.recommended, derived.values), settings.process.stated)
    merged = {key: value for key, value in settings.merged.items() if key != "unset"} | {"process": process}
    rows = [
        (f"{dotted(path)} = {_toml(leaf.value)}", _origin(path, leaf, documents))
        for path, leaf in leaves(merged)
    ]
    rows += [row for document in settings.documents for row in _unset(document)]
    width = min(60, max((len(text) for text, _ in rows), default=0))
    return "".join(f"{visible(text):<{width}}  # {visible(origin)}\n" for text, origin in rows)


def _origin(path: KeyPath, leaf: Leaf, documents: dict[str, Document]) -> str:
    match leaf.origin.source:
        case Source.PRESET | Source.RECOMMENDED:
            return f"preset {leaf.origin.place}"
        case Source.DERIVED:
            return f"derived from {leaf.origin.place}"
        case Source.STATED:
            return documents[leaf.origin.place].where(path)


def _unset(document: Document) -> Iterator[tuple[str, str]]:
    """What a document takes away from those below it: comments, for the rest is the policy without it."""
    for index, key in enumerate(document.toml.strings(*document.below, "unset")):
        yield f"# {key}", f"unset at {document.where(('unset', str(index)))}"


def _toml(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case list():
            return f"[{', '.join(_toml(item) for item in value)}]"
        case dict():
            return f"{{ {', '.join(_pairs(value))} }}" if value else "{}"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _pairs(table: "dict[str, object]") -> Iterator[str]:
    return (f"{dotted((key,))} = {_toml(item)}" for key, item in table.items())
