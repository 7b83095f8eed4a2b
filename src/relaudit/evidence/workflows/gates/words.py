"""The words of a command that tell what it is: runners before it, and options of theirs, are left aside."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from relaudit.evidence.workflows.gates.table import RUNNERS
from relaudit.evidence.workflows.scripts.commands import Command
from relaudit.evidence.workflows.scripts.prefixes import unwrapped

_FIRST = frozenset(runner.split()[0] for runner in RUNNERS)
_VALUED = frozenset(
    ("--with", "--python", "-p", "--extra", "--group", "--from", "--project", "--directory", "-e", "--env")
)


@lru_cache(maxsize=4096)
def bare_words(command: Command) -> Sequence[str]:
    """What is run, word by word; a word that only the run can tell is empty."""
    words = [word.text or "" for word in unwrapped(command).words]
    while words and words[0] in _FIRST and (shorter := _without_runner(words)) is not None:
        words = shorter
    return [words[0].rpartition("/")[2].partition("@")[0], *words[1:]] if words else []


def bare_text(said: str) -> Sequence[str]:
    """The words of a command that is written out, the runner before it left aside."""
    words = said.split()
    while words and words[0] in _FIRST and (shorter := _without_runner(words)) is not None:
        words = shorter
    return words


def stages(command: Command) -> Iterator[Sequence[str]]:
    """The words of a command, then those that are left as one runner after the other is taken away."""
    words: Sequence[str] | None = [word.text or "" for word in unwrapped(command).words]
    while words:
        yield words
        words = _without_runner(words) if words[0] in _FIRST else None


def begins(words: Sequence[str], wanted: str) -> bool:
    """Whether a command begins with these words, options between them left aside."""
    asked = wanted.split()
    plain = [word for word in words if not word.startswith("-")] if len(asked) > 1 else list(words)
    return list(plain[: len(asked)]) == asked


def _without_runner(words: Sequence[str]) -> list[str] | None:
    for runner in RUNNERS:
        asked = runner.split()
        if list(words[: len(asked)]) == asked and len(words) > len(asked):
            rest = list(words[len(asked) :])
            is_python = asked[-1].startswith("py") and asked[-1] != "-m"
            if is_python and not rest[0].endswith(".py"):
                return None
            return _without_options(rest)
    return None


def _without_options(words: list[str]) -> list[str]:
    while words and words[0].startswith("-"):
        words = words[2:] if words[0] in _VALUED else words[1:]
    return words
