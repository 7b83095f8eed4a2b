"""What was said before a step runs: by scripts that set variables, by actions that prepare a tool, by the tool's own files."""

from collections.abc import Iterator, Sequence
from re import Pattern

from relaudit.core.model import Unknown
from relaudit.core.regex import regex
from relaudit.evidence.files import Text, Tree, normal
from relaudit.evidence.workflows.gates.steps import StepAt, inputs_of
from relaudit.evidence.workflows.model import Step

_LATER = regex(
    r"""(?m)^[ \t]*echo[ \t]+(["']?)(?P<name>\w+)=(?P<value>[^\n]{0,2000}?)\1[ \t]{0,20}>>[ \t]*["']?\$\{?GITHUB_ENV\b""",
    needs=("GITHUB_ENV",),
)
_HERE = regex(
    r"""(?m)(?:^|[;&])[ \t]*export[ \t]+(?P<name>\w+)=(?P<value>"[^"\n]*"|'[^'\n]*'|(?:\$\{\{[^{}\n]{0,500}\}\}|[^\s;&$]|\$(?!\{\{)){1,2000})""",
    needs=("export",),
)
_LINE = regex(r"(?m)^[ \t]*registry[ \t]*=[ \t]*(\S+)")
_LONGEST = 4_000


def set_before(at: StepAt, name: str) -> str | None:
    """What a script has set a variable to, as it is written: the step's own, or one that sets it for those behind it; the last counts."""
    own = _values(_HERE, at.step, name)
    later = (value for step in at.earlier for value in _values(_LATER, step, name))
    return next(iter([*own][::-1]), None) or next(iter([*later][::-1]), None)


def index_before(settings: Sequence[str], at: StepAt, tree: Tree) -> str | None:
    """The index that a tool takes where it is told none: `ACTION#INPUT` of a step before, `FILE#KEY` of a file where it runs."""
    for setting in settings:
        where, _, key = setting.partition("#")
        is_file = where.endswith((".json", ".toml", "rc"))
        said = _in_file(where, key, at, tree) if is_file else _given(where, key, at)
        if said:
            return said
    return None


def _values(pattern: Pattern[str], step: Step, name: str) -> Iterator[str]:
    text = step.script.value if step.script is not None else ""
    lines = (line for line in text.splitlines() if f"{name}=" in line and len(line) < _LONGEST)
    found = (match for line in lines for match in pattern.finditer(line))
    return (match["value"].strip("\"'") for match in found if match["name"] == name)


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
