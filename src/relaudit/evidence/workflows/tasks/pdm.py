"""PDM: the scripts of `[tool.pdm.scripts]`, with the hooks around them."""

from collections.abc import Iterator, Mapping, Sequence
from shlex import quote

from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.files import Tree
from relaudit.evidence.toml import Toml
from relaudit.evidence.workflows.tasks.doubts import UntoldError, bounded
from relaudit.evidence.workflows.tasks.model import LOOSE, Task, Tasks, untold
from relaudit.evidence.workflows.tasks.tomlfile import Places, toml_at
from relaudit.evidence.workflows.tasks.words import leading, quoted, split_words, words_line

_TABLE = ("tool", "pdm", "scripts")
_VALUED = frozenset(("-c", "--config", "-k", "--skip", "--venv"))
_ELSEWHERE = frozenset(("-p", "--project", "-g", "--global"))
_LISTING = frozenset(("-l", "--list", "-j", "--json", "-h", "--help"))
_COMMANDS = frozenset(
    (
        "add", "build", "cache", "completion", "config", "export", "fix", "help", "import", "info", "init", "install", "list", "lock", "new", "outdated",
        "plugin", "publish", "py", "python", "remove", "search", "self", "show", "sync", "update", "use", "venv",
    )
)  # fmt: skip
_GIVEN = regex(r"\{(args|pdm)(?::([^{}]*))?\}", needs=("{args", "{pdm"))
_EFFORT, _DEEPEST, _LONGEST = 300, 30, 10_000
_Path = tuple[str, ...]


@record
class _Asked:
    """A command with its words, and the hooks that are left out; `is_script` when it can be nothing but a script."""

    words: Sequence[str]
    skipped: frozenset[str]
    is_script: bool


def lines(words: Sequence[str], folder: str, tree: Tree) -> Tasks | Unknown:
    """The lines of a script and of its hooks; a command that is no script is its own line."""
    try:
        asked = _asked(bounded(words)[1:])
        if asked is None:
            return ()
        document = toml_at(f"{folder}pyproject.toml", tree)
        if not isinstance(document, Toml):
            return document or untold("there is no pyproject.toml")
        return tuple(_Scripts(document, asked.skipped).asked_for(asked))
    except UntoldError as error:
        return untold(str(error))


def _asked(words: Sequence[str]) -> _Asked | None:
    options, words = leading(words, _VALUED)
    is_run = words[:1] == ["run"]
    if is_run:
        own, words = leading(words[1:], _VALUED)
        options = {**options, **own}
    if not words or words[0] in (() if is_run else _COMMANDS) or not _LISTING.isdisjoint(options):
        return None
    if not words[0] or not _ELSEWHERE.isdisjoint(options):
        raise UntoldError("which script PDM runs, or where, is known to the run alone")
    skipped = ",".join((*options.get("-k", ()), *options.get("--skip", ())))
    return _Asked(words, frozenset(skipped.split(",")), not is_run)


class _Scripts:
    """The scripts of a file; there is an end to what one of them may run."""

    def __init__(self, document: Toml, skipped: frozenset[str]) -> None:
        self._document = document
        self._places = Places(document)
        self._skipped = skipped
        self._left = _EFFORT

    def asked_for(self, asked: _Asked) -> Iterator[Task]:
        """The lines of a command."""
        name = asked.words[0]
        if asked.is_script and not self._has(name):
            raise UntoldError(f"PDM has no script {name}")
        yield from self._run(name, quoted(asked.words[1:]), (), 0)

    def _has(self, name: str) -> bool:
        return self._document.get(*_TABLE, name) is not None

    def _run(self, name: str, given: str, path: _Path, deep: int) -> Iterator[Task]:
        """A script with its hooks, or a command; `path` is where it is named."""
        self._left -= 1
        if self._left < 0 or deep > _DEEPEST:
            raise UntoldError("the scripts of PDM run more than is followed")
        if not self._has(name):
            yield Task(words_line(split_words(f"{quote(name)} {given}")), self._places.of(path))
            return
        for one in (f"pre_{name}", name, f"post_{name}"):
            if one == name or (self._has(one) and not self._is_skipped(one)):
                yield from self._script(one, given if one == name else "", deep)

    def _is_skipped(self, hook: str) -> bool:
        return not self._skipped.isdisjoint((":all", f":{hook.partition('_')[0]}", hook))

    def _script(self, name: str, given: str, deep: int) -> Iterator[Task]:
        kind, path = self._kind(name)
        value = self._document.get(*path)
        if kind == "composite" and isinstance(value, list):
            parts = self._document.strings(*path)
            more = "" if any(_takes(part) for part in parts) else given
            for number, part in enumerate(parts):
                first, _, rest = _filled(part.lstrip(), given).partition(" ")
                yield from self._run(first, f"{rest} {more}".strip(), (*path, str(number)), deep + 1)
        elif kind == "shell" and isinstance(value, str):
            yield Task(_appended(value, given), self._places.of(path), LOOSE)
        elif kind == "cmd" and isinstance(value, str | list):
            listed = self._document.strings(*path)
            text = " ".join(part if _takes(part) else words_line([part]) for part in listed)
            text = value if isinstance(value, str) else text
            yield Task(words_line(split_words(_appended(text, given))), self._places.of(path))
        else:
            raise UntoldError(f"the script {name} of PDM is no command line")

    def _kind(self, name: str) -> tuple[str, _Path]:
        path = (*_TABLE, name)
        value = self._document.get(*path)
        kinds = [
            kind for kind in ("cmd", "shell", "composite") if isinstance(value, Mapping) and kind in value
        ]
        return (kinds[0], (*path, kinds[0])) if kinds else ("cmd", path)


def _appended(text: str, given: str) -> str:
    """A text with what is given where it has a place for it, or behind it."""
    filled = _filled(text, given)
    return filled if _takes(text) else f"{filled} {given}".rstrip()


def _takes(text: str) -> bool:
    return any(found[1] == "args" for found in _GIVEN.finditer(text))


def _filled(text: str, given: str) -> str:
    if len(text) + (text.count("{args") + 1) * len(given) > _LONGEST:
        raise UntoldError("the scripts of PDM are too long to be followed")
    return _GIVEN.sub(lambda found: "pdm" if found[1] == "pdm" else given or found[2] or "", text)
