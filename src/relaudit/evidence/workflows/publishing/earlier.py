"""What was said before a step runs: by actions that prepare a tool, and by the tool's own files."""

from collections.abc import Sequence

from relaudit.core.model import Unknown
from relaudit.core.regex import regex
from relaudit.evidence.files import Text, Tree, normal
from relaudit.evidence.workflows.gates.steps import StepAt, inputs_of

_LINE = regex(r"(?m)^[ \t]*registry[ \t]*=[ \t]*(\S+)")


def index_before(settings: Sequence[str], at: StepAt, tree: Tree) -> str | None:
    """The index that a tool takes where it is told none: `ACTION#INPUT` of a step before, `FILE#KEY` of a file where it runs."""
    for setting in settings:
        where, _, key = setting.partition("#")
        is_file = where.endswith((".json", ".toml", "rc"))
        said = _in_file(where, key, at, tree) if is_file else _given(where, key, at)
        if said:
            return said
    return None


def _given(action: str, key: str, at: StepAt) -> str:
    given = [inputs_of(step).text(key) for step in at.earlier if step.action == action]
    return given[-1] if given else ""


def _in_file(name: str, key: str, at: StepAt, tree: Tree) -> str:
    text = tree.read(normal(f"{at.folder or ''}{name}"))
    if not isinstance(text, Text):
        return ""
    if name.endswith("rc"):
        found = _LINE.search(text.text)
        return found[1] if found is not None else ""
    return _in_document(text, key) if key.rpartition(".")[2] in text.text else ""


def _in_document(text: Text, key: str) -> str:
    from relaudit.evidence.json import parse_json
    from relaudit.evidence.toml import parse_toml

    document = parse_json(text) if text.path.endswith(".json") else parse_toml(text)
    return "" if isinstance(document, Unknown) else document.string(*key.split(".")) or ""
