"""What the repository's own scripts may run, by the words that stand in them."""

from collections.abc import Sequence

from relaudit.core.regex import regex
from relaudit.evidence.files import Text, Tree, normal

_IDLE = regex(r"(?i)\binstall\b|\badd\b|^\s*(?:echo|#)|--version|cache|requirements")
_CALLED = regex(
    r"(?:^|[;&|({]|\b(?:python3?|py|bash|sh|node|source|run)\s)\s*(?:-\S+\s+)*(?:\./)?"
    r"((?:[\w.-]+/)+[\w.-]+|[\w-]+\.(?:sh|bash|py|js|mjs|ts))"
)
_CODE = (".py", ".js", ".mjs", ".cjs", ".ts", ".rb")
_RUNNERS = ("tox", "nox", "pre-commit", "prek", "hatch")  # whose names are no other words
_OTHERS = regex(
    r"^\s*(?:\w+=\S+\s+)*(?:pixi|mise|invoke|inv|doit|task|rake|bazel|bazelisk|pants|nx|turbo|earthly|dagger)\s"
)
_TASKS = regex(r"^\s*(?:make|gmake|just|npm|yarn|pnpm|poe|pdm)\s")
_CONFIGS = ("tox.ini", "noxfile.py", "Makefile", "justfile", "package.json", "pyproject.toml")
_VARIABLE = "{env:"
_MOST = 40


def telling(script: str) -> Sequence[str]:
    """The lines of a script, without what installs and tells."""
    return [line for line in script.splitlines() if not _IDLE.search(line)]


def called_script(lines: Sequence[str], folder: str, name: str, tree: Tree) -> str:
    """The first script of the repository that these lines call and that may run a tool; empty where none does."""
    pending = [(folder, path) for line in lines for path in _CALLED.findall(line)]
    if any(names(line, runner) for line in lines for runner in _RUNNERS):
        configured = [line for path in _CONFIGS for line in _lines_of(path, tree)]
        if any(_VARIABLE in line and names(line, name) for line in configured):
            return "a task that takes its command from the environment"
        pending += [("", path) for line in configured for path in _CALLED.findall(line)]
    seen: set[str] = set()
    while pending and len(seen) < _MOST:
        above, path = pending.pop(0)
        found = normal(above + path)
        lines_of = _lines_of(found, tree) if found not in seen else ()
        seen.add(found)
        if any(_may_run(line, name, is_code=found.endswith(_CODE)) for line in lines_of):
            return found
        if not found.endswith(_CODE):
            pending += [("", inner) for line in lines_of for inner in _CALLED.findall(line)]
    return ""


def wrapped_runner(lines: Sequence[str]) -> str:
    """A runner that is not read, or that another command runs: `devbox run -- tox`."""
    other = next((line.strip() for line in lines if _OTHERS.match(line)), "")
    if other:
        return other
    found = (line.strip() for line in lines for word in line.split()[2:] if word in _RUNNERS)
    return next((line for line in found if " -- " in line), "")


def names(text: str, name: str) -> bool:
    """Whether a text has the words of a tool, each as a word."""
    at = text.find(name) if name else -1
    while at >= 0:
        before, after = text[max(0, at - 1) : at], text[at + len(name) : at + len(name) + 1]
        if not (before.isalnum() or after.isalnum()):
            return True
        at = text.find(name, at + 1)
    return False


def _lines_of(path: str, tree: Tree) -> Sequence[str]:
    text = tree.read(path) if path else None
    return telling(text.text) if isinstance(text, Text) else ()


def _may_run(line: str, name: str, *, is_code: bool) -> bool:
    """In code a tool is a text of its own, or a module whose main function is called."""
    if is_code:
        return any(one in line for one in (f'"{name}"', f"'{name}'", f"-m {name}", f"{name}.main("))
    is_task = _TASKS.match(line) is not None or any(names(line, runner) for runner in _RUNNERS)
    return is_task or names(line, name)
