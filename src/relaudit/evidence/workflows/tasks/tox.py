"""tox: the commands of the environments that a command line asks for."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from relaudit.core.model import Unknown
from relaudit.evidence.files import Tree
from relaudit.evidence.workflows.tasks.model import Task, Tasks, untold
from relaudit.evidence.workflows.tasks.toxfile import ToxConfig, config_at, config_named
from relaudit.evidence.workflows.tasks.toxnames import is_python, without_dots
from relaudit.evidence.workflows.tasks.toxoptions import Asked, asked
from relaudit.evidence.workflows.tasks.toxwords import Given, ToxCommand, shell_text

_MOST = 5000
_MOST_ENVS = 2000
_KEYS = ("commands_pre", "commands", "commands_post")
_DEFAULT = "py"  # what tox runs where nothing is listed


def lines(words: Sequence[str], folder: str, tree: Tree) -> Tasks | Unknown:
    """The commands of the environments, each once however many of them have it."""
    wanted = asked(words[1:])
    if isinstance(wanted, Unknown) or wanted.is_idle:
        return wanted if isinstance(wanted, Unknown) else ()
    config = config_at(tree, folder) if wanted.config is None else config_named(tree, folder, wanted.config)
    if isinstance(config, Unknown):
        return config
    envs = _envs(wanted, config)
    return envs if isinstance(envs, Unknown) else _tasks(envs, wanted, config)


def _tasks(envs: Sequence[str], wanted: Asked, config: ToxConfig) -> Tasks | Unknown:
    if len(envs) > _MOST_ENVS:
        return untold("tox has more environments than are read")
    every = chain.from_iterable(_of_env(Given(env, wanted.posargs), config) for env in envs)
    tasks = list(islice(every, _MOST + 1))
    return (
        tuple(dict.fromkeys(tasks)) if len(tasks) <= _MOST else untold("tox has more commands than are read")
    )


def _of_env(given: Given, config: ToxConfig) -> Iterator[Task]:
    """A failure is also ignored with a dash before the command, and one is asked for with an exclamation mark."""
    is_ignored = config.is_true(given.env, "ignore_outcome")
    for command in chain.from_iterable(config.commands(given, key) for key in _KEYS):
        own = _without_prefix(command)
        if own:
            yield Task(shell_text(own), command.place, is_ignored=is_ignored or own != list(command.words))


def _without_prefix(command: ToxCommand) -> list[str]:
    first, *rest = command.words
    if first in ("-", "!"):
        return rest
    return [first.removeprefix("-"), *rest]


def _envs(wanted: Asked, config: ToxConfig) -> Sequence[str] | Unknown:
    listed = config.listed
    if isinstance(listed, Unknown):
        return listed if not wanted.envs else _named(wanted.envs, (), config)
    if wanted.factors or wanted.labels:
        return _selected(wanted, listed, config)
    if not wanted.envs:
        return config.picked(listed) or [_DEFAULT]
    return _every(listed, config) if "ALL" in wanted.envs else _named(wanted.envs, listed, config)


def _selected(wanted: Asked, listed: Sequence[str], config: ToxConfig) -> Sequence[str]:
    """The environments that have all of some factors, or a label."""
    asked_for = [{part for factor in factors for part in factor.split("-")} for factors in wanted.factors]
    labelled = {name for label in wanted.labels for name in config.labels.get(label, ())}
    return [
        name
        for name in dict.fromkeys((*_every(listed, config), *labelled))
        if name in labelled
        or any(factors <= set(name.split("-")) for factors in asked_for)
        or (wanted.labels and not set(wanted.labels).isdisjoint(config.labels_of(name)))
    ]


def _every(listed: Sequence[str], config: ToxConfig) -> Sequence[str]:
    """All that tox knows; a condition that is made of known factors makes no environment of its own."""
    own = dict.fromkeys((*listed, *config.sections, *config.made))
    known = {factor for name in own for factor in name.split("-")}
    return [*own, *(name for name in config.conditional if not known.issuperset(name.split("-")))]


def _named(names: Sequence[str], listed: Sequence[str], config: ToxConfig) -> Sequence[str] | Unknown:
    """These environments, when tox knows them or can put them together."""
    every = set(_every(listed, config))
    loose = every.difference(listed, config.sections)
    parts = {*every, ".pkg", *(part for name in (*listed, *loose) for part in name.split("-"))}
    for name in names:
        is_made = all(part in parts or is_python(part) for part in name.split("-"))
        is_misspelt = without_dots(name) != name and without_dots(name) in every
        if name not in every and (is_misspelt or not is_made):
            return untold(f"tox has no environment {name}")
    return list(dict.fromkeys(names))
