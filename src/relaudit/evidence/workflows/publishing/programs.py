"""Programs and tasks that publish by their names, and cannot be read for it."""

from collections.abc import Iterator

from relaudit.core.model import Reason, Unknown
from relaudit.core.regex import regex
from relaudit.evidence.workflows.gates.steps import StepAt
from relaudit.evidence.workflows.scripts.commands import Command
from relaudit.evidence.workflows.scripts.script import script_of

_NAMED = regex(r"(?i)(?:^|[\s/])(?:publish|release|deploy|upload)[\w.-]*(?:\s|$)")
_LANGUAGES = ("python", "python3", "node", "ruby", "deno", "bun", "tsx", "ts-node", "perl")
_ENDS = (".py", ".js", ".mjs", ".cjs", ".ts", ".rb", ".pl")
_SETTLED = ("--dry-run", "--help", "--check")


def programs(at: StepAt) -> Iterator[Unknown]:
    """The programs of a step whose names say that they publish."""
    text = at.step.script.value if at.step.script is not None else ""
    script = script_of(text, at.shell) if _NAMED.search(text) and any(end in text for end in _ENDS) else None
    if script is None or isinstance(script, Unknown) or at.step.script is None:
        return
    for command in script.commands:
        program = _program(command)
        if program:
            line = at.file.place(at.step.script).line
            detail = f"{at.file.text.path}:{line} may publish: {program} is a program"
            yield Unknown("PublishUses", Reason.UNDECIDABLE, detail=detail)


def is_named(task: Unknown) -> bool:
    """Whether a task that cannot be followed says by its name that it publishes."""
    said = task.detail.partition(": ")[2] or task.detail
    return any(_NAMED.search(word) for word in said.split(":")[0].split())


def _program(command: Command) -> str:
    words = [word.text or "" for word in command.words]
    rest = words[1:] if words and words[0].rpartition("/")[2] in _LANGUAGES else words[:1]
    path = next((word for word in rest if not word.startswith("-")), "")
    is_meant = path.endswith(_ENDS) and _NAMED.search(path) is not None
    return path if is_meant and not any(word in _SETTLED for word in words) else ""
