"""The readers of task runners by the commands that call them, each imported when one is met."""

from collections.abc import Container
from functools import lru_cache
from importlib import import_module

from relaudit.core.regex import regex
from relaudit.evidence.workflows.tasks.model import Reader
from relaudit.evidence.workflows.tasks.shellfile import SHELLS, is_script

RUNNERS = {
    "make": "make", "gmake": "make", "just": "just", "tox": "tox", "nox": "nox", "hatch": "hatch", "pdm": "pdm", "poe": "poe", "npm": "npm", "yarn": "npm",
    "pnpm": "npm", "bun": "npm", "pre-commit": "pre_commit", "prek": "pre_commit", "invoke": "unfollowed", "inv": "unfollowed", "doit": "unfollowed",
}  # fmt: skip

_SCRIPT = regex(r"\.(?:ba)?sh\b|\b(?:ba|da)?sh\s|(?m:^\s*[\w.-]*/[\w/-]+(?:\s|$))")


def may_run(words: Container[str], text: str) -> bool:
    """Whether a text may call a runner, or a script of the repository."""
    return any(name in words for name in RUNNERS) or _SCRIPT.search(text) is not None


@lru_cache(maxsize=256)
def reader_of(command: str) -> Reader | None:
    """The reader of what a command runs; None for a command that runs no tasks."""
    name = RUNNERS.get(command) or ("shellfile" if command in SHELLS or is_script(command) else None)
    if name is None:
        return None
    reader: Reader = import_module(f"relaudit.evidence.workflows.tasks.{name}").lines
    return reader
