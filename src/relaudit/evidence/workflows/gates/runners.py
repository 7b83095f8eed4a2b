"""The programs that run another one, and where its words begin."""

from collections.abc import Mapping, Sequence

from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.workflows.scripts.commands import Word

_PYTHON = regex(r"(?:python|pypy)(?:[23](?:\.\d+)?)?t?|py")
_VALUED = frozenset((
    "--with", "--python", "-p", "--extra", "--group", "--from", "--project", "--directory", "-e", "--env", "--spec", "--package", "--with-requirements",
    "--index-url", "--only-group", "--no-group", "--env-file", "-C",
))  # fmt: skip
_CONDA = frozenset(("-n", "--name", "-p", "--prefix", "--cwd", "-r", "--root-prefix", "-e"))
_CONTAINER = frozenset((
    "-e", "--env", "-v", "--volume", "-w", "--workdir", "-u", "--user", "--name", "-p", "--publish", "--network", "--net", "--platform", "--entrypoint", "--env-file",
    "--mount", "-m", "--memory", "--cpus", "--shm-size", "--add-host", "-h", "--hostname", "-l", "--label", "--cap-add", "--security-opt", "--ulimit", "--gpus",
    "--device", "--pull", "--restart", "-c", "--log-driver", "--log-opt", "--stop-signal", "--stop-timeout", "--link", "--tmpfs", "--dns", "--ipc", "--volumes-from", "--group-add", "-f", "--file", "--profile", "--project-name",
))  # fmt: skip
_COVERAGE = frozenset(
    ("--source", "--rcfile", "--omit", "--include", "--data-file", "--context", "--concurrency")
)
_XARGS = frozenset(("-n", "-P", "-I", "-L", "-s", "-d", "-a", "-E", "--max-args", "--max-procs", "--replace", "--delimiter", "--arg-file"))  # fmt: skip
_WITHOUT_MODULE = frozenset("cXW")  # what follows these in an option is theirs


@record
class Runner:
    """How a command begins that runs another: its `words`, then options, of which those that are `valued` take the next word, then `operands`.

    Where the other command stands `behind` an option, it is found there. What runs `elsewhere` need not see the files of the repository.
    """

    words: tuple[str, ...]
    valued: frozenset[str] = _VALUED
    operands: int = 0
    behind: tuple[str, ...] = ()
    elsewhere: bool = False


def _of(line: str, *lines: str) -> tuple[Runner, ...]:
    return tuple(Runner(tuple(one.split())) for one in (line, *lines))


_EVERY = (
    *_of("uv run", "uvx", "uv tool run", "poetry run", "pdm run", "pipx run", "pipenv run", "hatch run", "rye run"),
    *_of("npx", "npm exec", "pnpm exec", "pnpm dlx", "yarn exec", "yarn dlx", "bunx", "bundle exec", "corepack", "xvfb-run"),
    Runner(("pixi", "run"), frozenset(("-e", "--environment", "--manifest-path"))),
    *(Runner((name, "run"), _CONDA) for name in ("conda", "mamba", "micromamba")),
    Runner(("coverage", "run"), _COVERAGE, behind=("-m", "--module")),
    Runner(("xargs",), _XARGS),
    *(Runner(("nix", name), behind=("-c", "--command")) for name in ("develop", "shell")),
    *(Runner((name, word), behind=("--",)) for name, word in (("mise", "exec"), ("mise", "x"), ("op", "run"), ("doppler", "run"))),
    *(Runner((name, word), _CONTAINER, 1, elsewhere=True) for name in ("docker", "podman", "docker-compose") for word in ("run", "exec")),
    *(Runner(("docker", "compose", word), _CONTAINER, 1, elsewhere=True) for word in ("run", "exec")),
)  # fmt: skip
_BY_NAME: Mapping[str, Sequence[Runner]] = {
    name: [runner for runner in _EVERY if runner.words[0] == name]
    for name in {runner.words[0] for runner in _EVERY}
}


@record
class Run:
    """The command that a runner runs."""

    words: tuple[Word, ...]
    elsewhere: bool = False


def program(word: Word) -> str:
    """The name of a program, without the folder that it lies in, the version that is asked for, and the ending that it has on Windows."""
    name = (word.text or "").rpartition("/")[2].partition("@")[0]
    return name[:-4] if name.lower().endswith(".exe") else name


def run_by(words: tuple[Word, ...]) -> Run | None:
    """What a command runs in its place; None for one that runs no other, or where that cannot be told."""
    name = program(words[0])
    if _PYTHON.fullmatch(name) or (not name and words[1:] and words[1].text == "-m"):
        found = _of_python(words[1:])
        return Run(found) if found else None
    for runner in _BY_NAME.get(name, ()):
        size = len(runner.words)
        if tuple(word.text for word in words[1:size]) == runner.words[1:]:
            rest = _behind(words[size:], runner)
            return Run(rest, runner.elsewhere) if rest else None
    return None


def _behind(words: tuple[Word, ...], runner: Runner) -> tuple[Word, ...]:
    if runner.behind:
        return _after(words, runner)
    while words and words[0].source.startswith("-"):
        is_valued = words[0].text in runner.valued
        words = words[2:] if is_valued else words[1:]
    return words[runner.operands :]


def _after(words: tuple[Word, ...], runner: Runner) -> tuple[Word, ...]:
    """Behind its option; for coverage, whose programs have options of their own, among its options alone."""
    place = 0
    while place < len(words):
        word = words[place]
        if word.text in runner.behind:
            return words[place + 1 :]
        if runner.valued is _COVERAGE and not word.source.startswith("-"):
            return ()
        place += 2 if word.text in runner.valued else 1
    return ()


def _of_python(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """A module, or a script of Python; nothing for a program that is written out, or that comes from elsewhere."""
    while words and words[0].source.startswith("-"):
        option = words[0].text or ""
        if option.endswith("m") and _WITHOUT_MODULE.isdisjoint(option):
            return words[1:]
        if option[:2] in ("", "-", "--", "-c"):
            return ()
        words = words[2:] if option in ("-X", "-W") else words[1:]
    return words if words and (words[0].text or "").endswith(".py") else ()
