"""Writes the table of what may stand where in a workflow, out of GitHub's own description of its syntax.

`python tests/oracle/table.py` after `make tests/oracle/build/oracle.cjs`; descriptions are left behind.
"""

import json
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent
PACKAGE = HERE / "node_modules" / "@actions" / "workflow-parser" / "dist"
GRAMMAR = HERE.parent.parent / "src" / "relaudit" / "evidence" / "workflows" / "grammar" / "grammar.json"
SOURCES = {"workflow": "workflow-v1.0.min.json", "action": "action-v1.0.min.json"}


def table() -> str:
    """The definitions by name, one on a line."""
    parts = []
    for kind, file in SOURCES.items():
        definitions = json.loads((PACKAGE / file).read_text(encoding="utf-8"))["definitions"]
        lines = [f"{json.dumps(name)}: {json.dumps(bare(one))}" for name, one in definitions.items()]
        parts.append(f"{json.dumps(kind)}: {{\n" + ",\n".join(lines) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def bare(value: object, *, are_names: bool = False) -> object:
    """The value without what is written for people; a key may well be called so."""
    if not isinstance(value, Mapping):
        return value
    kept = {name: inner for name, inner in value.items() if are_names or name != "description"}
    return {name: bare(inner, are_names=name == "properties") for name, inner in kept.items()}


if __name__ == "__main__":
    GRAMMAR.write_text(table(), encoding="utf-8")
