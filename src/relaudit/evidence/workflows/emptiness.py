"""The environment variables of a workflow that may be empty: something asks whether they are, or may ask."""

from collections.abc import Iterator

from relaudit.core.regex import regex
from relaudit.evidence.workflows.conditions import conditions
from relaudit.evidence.workflows.expressions.syntax import Context, Index, Literal, Node, every
from relaudit.evidence.workflows.model import Workflow

# By an expression, by a shell, or read by another language, which may do so.
_ASKED = regex(
    r"(?i:env\.(\w+)\s*(?:[!=]=|&&|\|\|)|!\s*env\.(\w+))"
    r"|\$\{(\w+):?[-=+]|(?:-[nz]|\[)\s+!?\s*[\"']?\$\{?(\w+)"
    r"|process\.env(?:\.|\[[\"'])(\w+)|environ(?:\.get)?[\[(]\s*[\"'](\w+)|getenv\(\s*[\"'](\w+)|(?i:\$env:(\w+))|ENV(?:\.fetch)?[\[(][\"'](\w+)"
)
_IN_TEST = regex(r"(?:^|[\s;&|(])(?:\[\[?|test|case|if)\s[^;]*$")


def maybe_empty(workflow: Workflow) -> frozenset[str]:
    """Their names, in upper case."""
    found = _ASKED.findall(workflow.file.text.text)
    written = (name.upper() for groups in found for name in groups if name)
    return frozenset((*written, *_in_conditions(workflow)))


def is_in_test(line: str) -> bool:
    """Whether what follows this beginning of a script's line is tested by it."""
    return _IN_TEST.search(line) is not None


def _in_conditions(workflow: Workflow) -> Iterator[str]:
    for condition in conditions(workflow):
        tree = condition.asked.tree
        for node in every(tree) if isinstance(tree, Node) else ():
            match node:
                case Index(of=Context(name="env"), index=Literal(token=token)):
                    yield (token.value if isinstance(token.value, str) else token.text).upper()
                case _:
                    pass
