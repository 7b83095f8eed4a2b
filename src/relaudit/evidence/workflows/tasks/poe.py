"""Poe the Poet: the tasks of `[tool.poe.tasks]`, called as `poe` or by the tool that `poe` is a command of."""

from collections.abc import Iterator, Mapping, Sequence

from relaudit.core.model import Unknown
from relaudit.evidence.files import Tree
from relaudit.evidence.toml import Toml
from relaudit.evidence.workflows.tasks.doubts import UntoldError, bounded
from relaudit.evidence.workflows.tasks.model import LOOSE, Task, Tasks, untold
from relaudit.evidence.workflows.tasks.tomlfile import Places, toml_at
from relaudit.evidence.workflows.tasks.words import leading, quoted, split_words, words_line

_VALUED = frozenset(("-C", "--directory", "--root", "-e", "--executor", "-X", "--executor-opt"))
_ELSEWHERE = frozenset(("-C", "--directory", "--root"))
_IDLE = frozenset(("-h", "--help", "--version", "-d", "--dry-run"))
_KINDS = ("cmd", "shell", "ref", "sequence", "parallel")
_SHELLS = (None, "posix", "sh", "bash")
_EFFORT, _DEEPEST, _LONGEST = 300, 30, 10_000
_Path = tuple[str, ...]


def lines(words: Sequence[str], folder: str, tree: Tree) -> Tasks | Unknown:
    """The lines of a task, those of the tasks that it depends on before them."""
    try:
        words = bounded(words)
        options, words = leading(words[words.index("poe") + 1 if "poe" in words else 1 :], _VALUED)
        if not words or not _IDLE.isdisjoint(options):
            return ()
        if not words[0] or not _ELSEWHERE.isdisjoint(options):
            return untold("which task is run, or where, is known to the run alone")
        document = _document(folder, tree)
        if isinstance(document, Unknown):
            return document
        return tuple(_Runs(document).named(words[0], quoted(words[1:])))
    except UntoldError as error:
        return untold(str(error))


def _document(folder: str, tree: Tree) -> Toml | Unknown:
    document = toml_at(f"{folder}pyproject.toml", tree)
    if isinstance(document, Unknown) or (document and document.get("tool", "poe") is not None):
        return document
    return toml_at(f"{folder}poe_tasks.toml", tree) or untold("there is no file with tasks of poe")


class _Runs:
    """What the tasks of a file run; there is an end to what one of them may."""

    def __init__(self, document: Toml) -> None:
        self._document = document
        self._places = Places(document)
        self._top: _Path = ("tool", "poe") if document.get("tool", "poe") is not None else ()
        self._left = _EFFORT

    def named(self, name: str, given: str, deep: int = 0) -> Iterator[Task]:
        """The lines of a task."""
        self._left -= 1
        path = (*self._top, "tasks", name)
        if self._document.get(*path) is None:
            raise UntoldError(f"poe has no task {name}")
        if self._left < 0 or deep > _DEEPEST:
            raise UntoldError("the tasks of poe run each other, or more than is followed")
        yield from self._of(path, self._set("default_task_type", "cmd"), given, deep + 1)

    def _set(self, key: str, default: str) -> str:
        return self._document.string(*self._top, key) or default

    def _of(self, path: _Path, kind: str, given: str, deep: int) -> Iterator[Task]:
        """The lines of what is written at a path, of some kind when no more than a text is."""
        value = self._document.get(*path)
        if not isinstance(value, Mapping):
            yield from self._content(path, "sequence" if isinstance(value, list) else kind, given, deep)
            return
        for name in (*self._document.strings(*path, "deps"), *_texts(value.get("uses"))):
            yield from self._content_of_ref(name, "", deep)
        kinds = [one for one in _KINDS if one in value]
        if not kinds or value.get("interpreter") not in _SHELLS:
            raise UntoldError(f"the task {path[-1]} of poe is no command line")
        found = self._content((*path, kinds[0]), kinds[0], "" if "args" in value else given, deep)
        is_ignored = value.get("ignore_fail") in (True, "return_zero")
        for task in found:
            yield Task(task.text, task.place, task.shell, is_ignored=is_ignored or task.is_ignored)

    def _content(self, path: _Path, kind: str, given: str, deep: int) -> Iterator[Task]:
        value = self._document.get(*path)
        if isinstance(value, str) and len(value) + len(given) > _LONGEST:
            raise UntoldError("the tasks of poe are too long to be followed")
        if kind in ("sequence", "parallel") and isinstance(value, list):
            yield from self._items(path, len(value), deep)
        elif kind == "ref" and isinstance(value, str):
            yield from self._content_of_ref(value, given, deep)
        elif kind == "shell" and isinstance(value, str):
            yield Task(value, self._places.of(path), LOOSE)
        elif kind == "cmd" and isinstance(value, str):
            told = "\n".join(line for line in value.splitlines() if not line.lstrip().startswith("#"))
            text = f"{words_line(split_words(told))} {given}".rstrip()
            yield Task(text, self._places.of(path))
        else:
            raise UntoldError(f"a task of poe is no command line: {'.'.join(path)}")

    def _items(self, path: _Path, count: int, deep: int) -> Iterator[Task]:
        """The tasks of a sequence; what is given to the whole is given to none of them."""
        kind = self._set("default_array_item_task_type", "ref")
        kind = self._document.string(*path[:-1], "default_item_type") or kind
        self._left -= count
        if self._left < 0 or deep > _DEEPEST:
            raise UntoldError("the tasks of poe run more than is followed")
        for number in range(count):
            yield from self._of((*path, str(number)), kind, "", deep + 1)

    def _content_of_ref(self, text: str, given: str, deep: int) -> Iterator[Task]:
        name, *args = split_words(text) or [""]
        yield from self.named(name, f"{words_line(args)} {given}".strip(), deep + 1)


def _texts(value: object) -> Sequence[str]:
    return [text for text in value.values() if isinstance(text, str)] if isinstance(value, Mapping) else ()
