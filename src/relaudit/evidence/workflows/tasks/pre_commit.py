"""pre-commit and prek: the hooks of a configuration that run at the stage that is asked for."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from shlex import join

from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.files import Text, Tree, normal
from relaudit.evidence.nodes import Mapping, Node, Scalar
from relaudit.evidence.nodes import Sequence as YamlSequence
from relaudit.evidence.workflows.tasks.doubts import UntoldError, bounded
from relaudit.evidence.workflows.tasks.model import Task, Tasks, untold
from relaudit.evidence.workflows.tasks.words import split_words
from relaudit.evidence.yaml import Yaml, parse_yaml

_FILE, _FILE_OF_PREK = ".pre-commit-config.yaml", "prek.toml"
_STAGE = ("--hook-stage", "--stage")
_CONFIG = ("-c", "--config")
_ELSEWHERE = ("-C", "--cd", "-d", "--directory")
_VALUED = frozenset(
    (
        *_STAGE, *_CONFIG, *_ELSEWHERE, "--skip", "--color", "-j", "--jobs", "-s", "--source", "--from-ref", "-o", "--origin", "--to-ref", "--remote-branch",
        "--local-branch", "--remote-name", "--remote-url", "--commit-msg-filename", "--prepare-commit-message-source", "--commit-object-name",
        "--checkout-type", "--is-squash-merge", "--rewrite-command", "--pre-rebase-upstream", "--pre-rebase-branch",
    )
)  # fmt: skip
_OLD_STAGES = {"commit": "pre-commit", "push": "pre-push", "merge-commit": "pre-merge-commit"}
_NO_COMMAND = frozenset(("pygrep", "fail", "docker_image"))  # their entry is a pattern, a message, an image
_MOST, _LONGEST = 500, 5_000


@record
class _Asked:
    """The hooks that are asked for, all when there are none, those that are left out, the stage and the file."""

    hooks: Sequence[str]
    skipped: Sequence[str]
    stage: str
    config: str | None


def lines(words: Sequence[str], folder: str, tree: Tree) -> Tasks | Unknown:
    """One line for each hook, without the files that it is given; all run at the root."""
    try:
        asked = _asked(bounded(words)[1:])
        if asked is None:
            return ()
        is_prek = words[0].endswith("prek")
        if is_prek and asked.config is None and tree.read(_FILE_OF_PREK) is not None:
            return untold(f"{_FILE_OF_PREK} is not read")
        file = _file(_FILE if asked.config is None else normal(folder + asked.config), tree)
        above = "" if folder else None
        return file if isinstance(file, Unknown) else tuple(_tasks(asked, file, above))
    except UntoldError as error:
        return untold(str(error))


def _asked(words: Sequence[str]) -> _Asked | None:
    """What a command asks for; None when it runs no hooks."""
    options, plain = _sorted_out(words)
    command, *hooks = plain or ["run"]
    if not {"-h", "--help", "-V", "--version"}.isdisjoint(words) or command not in ("run", "", "try-repo"):
        return None
    given = dict(options)
    if command != "run" or "" in (*hooks, *(given.get(name, "-") for name in (*_STAGE, *_CONFIG))):
        raise UntoldError("which hooks run is known to the run alone")
    if any(name in given for name in _ELSEWHERE):
        raise UntoldError("hooks of another folder are not followed")
    stage = given.get("--hook-stage", given.get("--stage", "pre-commit"))
    skipped = [value for name, value in options if name == "--skip"]
    return _Asked(hooks, skipped, _OLD_STAGES.get(stage, stage), given.get("-c", given.get("--config")))


def _sorted_out(words: Sequence[str]) -> tuple[Sequence[tuple[str, str]], Sequence[str]]:
    """The options with their values, and the other words; files that are named are neither."""
    options: list[tuple[str, str]] = []
    plain: list[str] = []
    left, is_listing = iter(words), False
    for word in left:
        name, is_joined, value = word.partition("=")
        if word.startswith("-"):
            is_listing = word == "--files"
            takes_next = name in _VALUED and not is_joined
            options.append((name, next(left, "") if takes_next else value))
        elif not is_listing:
            plain.append(word)
    return options, plain


def _file(path: str, tree: Tree) -> Yaml | Unknown:
    text = tree.read(path) if path else None
    if isinstance(text, Text):
        return parse_yaml(text)
    return text or untold(f"there is no {path or 'such file'}")


def _tasks(asked: _Asked, file: Yaml, folder: str | None) -> Iterator[Task]:
    root = file.root if isinstance(file.root, Mapping) else Mapping(0)
    hooks = list(islice(_hooks(root), _MOST + 1))
    if len(hooks) > _MOST:
        raise UntoldError("there are more hooks than are read")
    default = _strings(root.get("default_stages"))
    chosen = [hook for hook in hooks if _is_chosen(hook, asked, default)]
    missing = [name for name in asked.hooks if not any(name in _names(hook) for hook in chosen)]
    if missing:
        raise UntoldError(f"there is no hook {missing[0]} at the stage {asked.stage}")
    for hook in chosen:
        yield _task(hook, file, folder)


def _hooks(root: Mapping) -> Iterator[Mapping]:
    repos = (repo for repo in _items(root.get("repos")) if isinstance(repo, Mapping))
    hooks = chain.from_iterable(_items(repo.get("hooks")) for repo in repos)
    return (hook for hook in hooks if isinstance(hook, Mapping))


def _is_chosen(hook: Mapping, asked: _Asked, default: Sequence[str]) -> bool:
    """Whether a hook runs; one that states no stages runs at all of them."""
    stages = _strings(hook.get("stages")) or default
    is_due = not stages or asked.stage in [_OLD_STAGES.get(stage, stage) for stage in stages]
    is_named = not asked.hooks or not _names(hook).isdisjoint(asked.hooks)
    return is_due and is_named and _names(hook).isdisjoint(asked.skipped)


def _names(hook: Mapping) -> frozenset[str]:
    return frozenset(node.value for key in ("id", "alias") if isinstance(node := hook.get(key), Scalar))


def _task(hook: Mapping, file: Yaml, folder: str | None) -> Task:
    name, entry, language = (hook.get(key) for key in ("id", "entry", "language"))
    is_command = not (isinstance(language, Scalar) and language.value in _NO_COMMAND)
    stated = entry if isinstance(entry, Scalar) and is_command else name
    if not isinstance(stated, Scalar) or len(stated.value) > _LONGEST:
        raise UntoldError("a hook has no name, or a command that is too long to be read")
    words = split_words(stated.value) if stated is entry else [stated.value]
    return Task(join((*words, *_strings(hook.get("args")))), file.place(stated), folder=folder)


def _strings(node: Node | None) -> Sequence[str]:
    items = [item.value for item in _items(node) if isinstance(item, Scalar)]
    if len(items) > _MOST:
        raise UntoldError("a hook is given more words than are read")
    return items


def _items(node: Node | None) -> Sequence[Node]:
    return node.items if isinstance(node, YamlSequence) else ()
