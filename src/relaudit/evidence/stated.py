"""Where the policy says what it says, when that is a file of the repository."""

from relaudit.core.parts import Part
from relaudit.core.places import InFile
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.toml import Toml, parse_toml

_TABLES = (("process",), ("tool", "relaudit", "process"))


def stated_at(part: Part, name: str, keys: tuple[str, ...], tree: Tree) -> InFile | None:
    """The place of a key of a part, `process.NAME`; None where a preset states it, or a file from elsewhere."""
    origin = part.origins.get(".".join(keys))
    text = tree.read(origin.place) if origin is not None and origin.is_stated and origin.place else None
    document = parse_toml(text) if isinstance(text, Text) and text.path.endswith(".toml") else None
    for table in _TABLES if isinstance(document, Toml) else ():
        path = (*table, name, *keys)
        if isinstance(document, Toml) and document.get(*path) is not None:
            return document.place(*path)
    return None
