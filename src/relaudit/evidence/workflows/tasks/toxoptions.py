"""The command line of tox: which environments it asks for, and whether it runs their commands at all."""

from collections.abc import Iterator, Sequence

from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.workflows.tasks.model import untold
from relaudit.evidence.workflows.tasks.toxnames import expanded

_RUNNING = frozenset(("run", "r", "run-parallel", "p", "legacy", "le"))
_IDLE = frozenset((
    "depends", "de", "man", "list", "l", "devenv", "d", "schema", "config", "c", "quickstart", "q",
    "--version", "--help", "-h", "--notest", "-n", "--listenvs", "-l", "--listenvs-all", "-a", "--showconfig", "--help-ini", "--hi",
    "--devenv", "--pkg-only", "--sdistonly", "-b",
))  # fmt: skip
_VALUED = frozenset((
    "-e", "--env", "-c", "--conf", "-x", "--override", "--workdir", "--root", "--runner", "--result-json", "--hashseed", "--installpkg",
    "--skip-env", "--exit-and-dump-after", "--colored", "--stderr-color", "--force-dep", "--devenv",
))  # fmt: skip
_MAYBE_VALUED = frozenset(("-p", "--parallel", "-s", "--skip-missing-interpreters", "--no-provision"))
_MANY_VALUED = frozenset(("-m", "-f", "--discover"))
_FLAGS = frozenset("vqrio")
_PLAIN = frozenset((
    "--verbose", "--quiet", "--recreate", "--no-recreate-provision", "--no-recreate-pkg", "--no-capture", "--list-dependencies",
    "--no-list-dependencies", "--fail-fast", "--develop", "--skip-pkg-install", "--skip-env-install", "--parallel-live", "--parallel-no-spinner",
    "--pre", "--sitepackages", "--alwayscopy",
))  # fmt: skip
_READ = (
    "commands",
    "commands_pre",
    "commands_post",
    "env_list",
    "envlist",
    "ignore_outcome",
    "base",
    "labels",
)


@record
class Asked:
    """What a command line asks for; `posargs` are the words after `--`, None when there is no `--`."""

    envs: Sequence[str] = ()
    factors: Sequence[Sequence[str]] = ()
    labels: Sequence[str] = ()
    config: str | None = None
    posargs: Sequence[str] | None = None
    is_idle: bool = False


def asked(words: Sequence[str]) -> Asked | Unknown:
    """What the words after `tox` ask for."""
    end = words.index("--") if "--" in words else len(words)
    options = list(_options([*words[:end]]))
    if any(name in _IDLE or (not name and values[0] in _IDLE) for name, values in options):
        return Asked(is_idle=True)
    odd = next(filter(None, (_odd(name, values) for name, values in options)), "")
    if odd:
        return untold(odd)
    named = [value for name, values in options if name in ("-e", "--env") for value in values]
    return Asked(
        envs=[env for value in named for env in _names(value)],
        factors=[values for name, values in options if name == "-f"],
        labels=[value for name, values in options if name == "-m" for value in values],
        config=next((values[0] for name, values in options if name in ("-c", "--conf")), None),
        posargs=words[end + 1 :] if end < len(words) else None,
    )


def _odd(name: str, values: Sequence[str]) -> str:
    """Why an option or a word keeps one from telling what is run, empty when it does not."""
    if not name and values[0] not in _RUNNING:
        return (
            f"what tox does with {values[0]!r} cannot be told"
            if values[0]
            else "tox has a word that only the run can tell"
        )
    if name in ("-e", "--env", "-m", "-f", "-c", "--conf") and "" in values:
        return f"what tox is given by {name} is known to the run alone"
    if name == "--skip-env":
        return "which environments --skip-env leaves out is not looked at"
    if name in ("-x", "--override"):
        key = values[0].partition("=")[0].rstrip("+").rpartition(".")[2]
        return f"tox is given other settings by {name}" if key in ("", *_READ) else ""
    is_flag = name[:1] == "-" and name[1:] in _FLAGS
    is_known = not name or is_flag or name in _VALUED | _MAYBE_VALUED | _MANY_VALUED | _PLAIN
    return "" if is_known else f"the option {name} of tox is not known"


def _options(words: list[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Each option with its values; a word that is none has no name."""
    words.reverse()
    while words:
        word = words.pop()
        if not word.startswith("-"):
            yield "", [word]
            continue
        is_long = word.startswith("--")
        name, is_given, value = (
            word.partition("=") if is_long else (word[:2], word[2:], word[2:].removeprefix("="))
        )
        takes = name in _VALUED | _MAYBE_VALUED | _MANY_VALUED
        if is_given and not is_long and not takes:
            words.append(f"-{word[2:]}")
        own = [value] if is_given and (takes or is_long) else []
        yield name, [*own, *_following(name, own, words)]


def _following(name: str, own: Sequence[str], words: list[str]) -> Iterator[str]:
    """The words after an option that are its values."""
    if name in _MANY_VALUED:
        while words and not words[-1].startswith("-"):
            yield words.pop()
    elif name in _VALUED and not own:
        yield words.pop() if words else ""
    elif (
        name in _MAYBE_VALUED
        and not own
        and words
        and not words[-1].startswith("-")
        and words[-1] not in _RUNNING
    ):
        yield words.pop()


def _names(value: str) -> Sequence[str]:
    found = expanded(value)
    return [name for name in (value.split(",") if found is None else found) if name]
