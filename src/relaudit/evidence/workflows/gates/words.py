"""The words of a command that tell what it is: runners before it, and options of theirs, are left aside."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from relaudit.core.regex import regex
from relaudit.evidence.workflows.gates.runners import Run, program, run_by
from relaudit.evidence.workflows.scripts.commands import NOWHERE, Command, Word
from relaudit.evidence.workflows.scripts.prefixes import unwrapped

# The options between a program and what it is asked to do that take the next word.
_VALUED: Mapping[str, frozenset[str]] = {
    "cargo": frozenset(("-C", "--config", "-Z", "--color")),
    "docker": frozenset(("-c", "--context", "--config", "-H", "--host", "-l", "--log-level")),
    "gh": frozenset(("-R", "--repo")),
    "git": frozenset(("-C", "-c", "--git-dir", "--work-tree", "--namespace")),
    "helm": frozenset(("--kube-context", "-n", "--namespace", "--registry-config")),
    "npm": frozenset(("--prefix", "-C", "-w", "--workspace", "--registry")),
    "pdm": frozenset(("-p", "--project", "-c", "--config")),
    "pnpm": frozenset(("--dir", "-C", "-F", "--filter")),
    "poetry": frozenset(("-C", "--directory", "-P", "--project")),
    "uv": frozenset(("--directory", "--project", "--config-file", "--cache-dir")),
    "yarn": frozenset(("--cwd",)),
}  # fmt: skip


_RUNNERS = 16  # that run one another: more than anybody writes
_WORD = regex(r"[\w.-]+")
_ASKING = frozenset(
    ("--version", "--help", "-V", "--print-build-identifiers", "--collect-only", "--co", "--no-run")
)


@lru_cache(maxsize=4096)
def bare_words(command: Command) -> Sequence[str]:
    """What is run, word by word; a word that only the run can tell is empty."""
    return _told([run.words for run in stages(command)][-1:])


def bare_text(said: str) -> Sequence[str]:
    """The words of a command that is written out, the runner before it left aside."""
    words = tuple(Word(word, word, NOWHERE) for word in said.split())
    return _told([run.words for run in _stages(words)][-1:])


def stages(command: Command) -> Iterator[Run]:
    """A command, then what is left as one runner after the other is taken away."""
    return _stages(unwrapped(command).words)


def begins(words: Sequence[str], wanted: str) -> bool:
    """Whether a command begins with these words, options between them left aside."""
    asked = wanted.split()
    plain = [word for word in words if not word.startswith("-")] if len(asked) > 1 else list(words)
    return list(plain[: len(asked)]) == asked


def only_asks(words: Sequence[str]) -> bool:
    """`mypy --version` checks nothing, and `mypy -c` none of the files; `pip install pytest` is no gate by its first word."""
    return (
        not _ASKING.isdisjoint(words) or words[-1:] == ["install"] or (words[0] == "mypy" and "-c" in words)
    )


def names_in(text: str) -> set[str]:
    """What may be the name of a program in a text."""
    words = set(_WORD.findall(text))
    return words | {word[:-4] for word in words if word.endswith(".exe")} if ".exe" in text else words


def is_of_image(command: Command) -> bool:
    """Whether it is an image that runs the program, or takes the word for something else."""
    return [*stages(command)][-1].elsewhere


def _stages(words: tuple[Word, ...]) -> Iterator[Run]:
    run = Run(words) if words else None
    for _ in range(_RUNNERS):
        if run is None:
            return
        yield run
        inner = run_by(run.words)
        run = Run(inner.words, run.elsewhere or inner.elsewhere) if inner is not None else None


def _told(last: Sequence[tuple[Word, ...]]) -> Sequence[str]:
    if not last:
        return []
    name, rest = program(last[0][0]), [word.text or "" for word in last[0][1:]]
    return [name, *_without_options(rest, _VALUED[name])] if name in _VALUED else [name, *rest]


def _without_options(words: Sequence[str], valued: frozenset[str]) -> Sequence[str]:
    """Those that stand before what the program is asked to do; `+nightly` is one of cargo's."""
    rest = list(words)
    while rest and rest[0].startswith(("-", "+")):
        rest = rest[2:] if rest[0] in valued else rest[1:]
    return rest
