"""The readers of task runners by the commands that call them, each imported when one is met."""

from functools import lru_cache
from importlib import import_module

from relaudit.evidence.workflows.tasks.model import Reader

RUNNERS = {
    "make": "make", "gmake": "make", "just": "just", "tox": "tox", "nox": "nox", "hatch": "hatch", "pdm": "pdm", "poe": "poe", "npm": "npm", "yarn": "npm",
    "pnpm": "npm", "bun": "npm", "pre-commit": "pre_commit", "prek": "pre_commit",
}  # fmt: skip


@lru_cache(maxsize=32)
def reader_of(command: str) -> Reader | None:
    """The reader of what a command runs; None for a command that runs no tasks."""
    name = RUNNERS.get(command)
    if name is None:
        return None
    reader: Reader = import_module(f"relaudit.evidence.workflows.tasks.{name}").lines
    return reader
