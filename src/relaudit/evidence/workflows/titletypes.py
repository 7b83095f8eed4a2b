"""Whether a script holds a title to the types of Conventional Commits: it names some, and can fail for them."""

from collections.abc import Iterator

from relaudit.core.model import Unknown
from relaudit.core.regex import regex
from relaudit.evidence.workflows.gates.words import bare_words
from relaudit.evidence.workflows.scripts.refusal import can_refuse
from relaudit.evidence.workflows.scripts.script import script_of

_TYPE, _COMMENTS = regex(r"\b(?:feat|fix)\b"), ("#", "//")
_FAILS = regex(
    r"\bsetFailed\(|\bthrow\s+(?:new\b|['\"]|\w+\s*[;(}\n])|\bexit\(\s*(?!0\b|\))|\bexit\s+[1-9$]|\bexitCode\s*=\s*(?!0\b)\w"
    r"|\braise\s+[A-Z]|\bassert\b\s*[\w(.]|\b[Ww]rite-[Ee]rror\b"
)
_CAUGHT = regex(r"\bcatch\b[^{};\n]{0,80}\{|\bcatch\(\s*\(?\w*\)?\s*=>[^{;\n]*", needs=("catch",))
_BRACES = regex(r"[{}]")
_LANGUAGES = ("python", "python3", "node", "ruby", "perl", "deno", "bun")


def holds_to_types(text: str, shell: str) -> bool:
    """Whether the script of a step can fail at a line that names two types, or after it."""
    start = _start(text)
    if start < 0:
        return False
    refuses = can_refuse(text, shell, start)
    if isinstance(refuses, Unknown):
        return code_holds_to_types(text)
    return refuses or (_has_code(text, shell) and code_holds_to_types(text))


def code_holds_to_types(text: str) -> bool:
    """The same of code in another language, by its words; what only hands on an error that it caught does not count."""
    start = _start(text)
    lines = text[start:].splitlines() if start >= 0 else ()
    said = "\n".join(line for line in lines if not line.lstrip().startswith(_COMMENTS))
    return any(_FAILS.search(part) for part in _uncaught(f"{said}\n"))


def _start(text: str) -> int:
    """Where the first line stands that has two types and is no comment; less than nothing where none does."""
    at = 0
    for line in text.splitlines(keepends=True):
        if len(set(_TYPE.findall(line))) > 1 and not line.lstrip().startswith(_COMMENTS):
            return at
        at += len(line)
    return -1


def _has_code(text: str, shell: str) -> bool:
    script = script_of(text, shell)
    commands = () if isinstance(script, Unknown) else script.commands
    return any((bare_words(command) or [""])[0] in _LANGUAGES for command in commands)


def _uncaught(text: str) -> Iterator[str]:
    """The parts of a text around the blocks that follow a `catch`."""
    at = 0
    while (found := _CAUGHT.search(text, at)) is not None:
        yield text[at : found.start()]
        at = _closed(text, found.end()) if found[0].endswith("{") else found.end()
    yield text[at:]


def _closed(text: str, start: int) -> int:
    """Where a block ends that is open."""
    depth = 1
    for brace in _BRACES.finditer(text, start):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return brace.end()
    return len(text)
