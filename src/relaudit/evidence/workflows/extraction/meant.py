"""Which pipelines are there to read the version of the project, and are alone in doing so."""

import re

from relaudit.core.regex import regex
from relaudit.evidence.workflows.extraction.pipelines import Kept
from relaudit.evidence.workflows.gates.steps import StepAt

_OWN = frozenset((
    "version", "ver", "current", "cur", "new", "old", "pkg", "package", "project", "proj", "app", "lib", "module", "release", "tag", "file", "toml", "pyproject", "setup",
    "cargo", "crate", "json", "full", "base", "source", "code", "declared", "expected", "actual", "the", "my", "this", "local", "raw", "next", "name", "py", "pypi", "npm",
    "number", "string", "init", "v", "build", "main", "published", "repo", "manifest",
))  # fmt: skip
_ABOUT = ("version", "ver", "tag", "release", "v")
_WORD = regex(r"[A-Za-z]+")
_CAMEL = regex(r"(?<=[a-z])(?=[A-Z])")
_KEY = regex(r"(?i)(?<![a-z])(?<![a-z][-_])(?:__)?version(?![a-z]|[-_]?(?:info|file|scheme|source)\b)")
_PLAIN = regex(r"(?i)(?:^|/)version(?:\.txt)?$")
_MOVES = regex(r"(?m)(?:^|[;&|({]|\bthen\b|\bdo\b)\s*(?:cd|pushd)\b")
_WRITES = regex(
    r"\btee\b|\bsed\s+(?:-\w+\s+)*-\w*i|\bperl\s+-\w*i|--in-place|\b(?:mv|cp|rm|wget|curl)\b|\bpython3?\s+(?!setup\.py)|\bgit\s+(?:checkout|restore)\b"
)
_BEGINS = r"(?:^|[;&|(]|\bthen|\belse|\bdo)[ \t]*(?:export[ \t]+|local[ \t]+)?"


def is_of_project(name: str) -> bool:
    """Whether a name says that it holds the version of the project, and not that of Python."""
    words = [word.lower() for part in _WORD.findall(name) for word in _CAMEL.split(part)]
    return any(word in _ABOUT for word in words) and all(word in _OWN for word in words)


def asks_for_version(one: Kept, path: str) -> bool:
    """Whether it looks for the key of the version; a file that holds nothing else needs no looking."""
    words = [word for stage in one.stages for word in stage.words[1:] if word != path]
    return _PLAIN.search(path) is not None or any(_KEY.search(word) for word in words)


def is_alone(at: StepAt, one: Kept) -> bool:
    """Whether nobody asks if there was anything, and the name is not set in another way as well."""
    script = at.step.script.value if at.step.script is not None else ""
    if _MOVES.search(script[: one.span[0]]) or len(re.findall(f"(?m){_BEGINS}{one.name}=", script)) > 1:
        return False
    own = one.stages[0]
    is_guarded = any(word in one.before for word in (own.words[-1], own.reads, "grep", one.name) if word)
    return not is_guarded and not _is_asked(one.name, script, at.file.text.text)


def _is_asked(name: str, script: str, file: str) -> bool:
    """Whether an empty value is told from others."""
    variable = rf"\$\{{?{name}\b"
    empty = r"(?:\"\"|'')"
    asks = rf"-[zn]\s+[\"']?{variable}|\$\{{{name}:|{variable}\}}?[\"']?\s*(?:==?|!=|=~)\s*(?:{empty}|[\"']?\^)|test\s+[\"']?{variable}\}}?[\"']?\s*$"
    output = rf"(?:outputs|env)\.{name}\b\s*(?:==|!=|&&|\|\|)|\bif:.*outputs\.{name}\b"
    return re.search(asks, script) is not None or re.search(output, file, re.IGNORECASE) is not None


def is_taken_as_is(at: StepAt, one: Kept) -> bool:
    """Whether nothing is done to the value afterwards."""
    script = at.step.script.value[one.span[1] :] if at.step.script is not None else ""
    name = one.name
    changed = rf"\$\{{{name}\W[^}}]|\$\{{?{name}\b[^\n;&]*\||<<<[^\n]*\$\{{?{name}\b|\(\s*\$\{{?{name}\b|\bread\b|\bawk\b|\bpython|\beval\b"
    return re.search(changed, script) is None and "fromJSON" not in at.file.text.text


def is_rewritten(at: StepAt, one: Kept, path: str) -> bool:
    """Whether a script of the job may have changed the file before."""
    name = path.rpartition("/")[2]
    into = re.compile(rf">[|&]?\s*[\"']?[^\s\"'>]*{re.escape(name)}")
    own = at.step.script.value[: one.span[0]] if at.step.script is not None else ""
    above = (step.script.value for step in at.earlier if step.script is not None)
    lines = (line for text in (own, *above) for line in text.splitlines() if name in line)
    return any(into.search(line) or _WRITES.search(line) for line in lines)
