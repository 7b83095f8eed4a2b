"""nox: what the sessions run that a command line asks for."""

from collections.abc import Iterator, Sequence

from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.files import Text, Tree, normal
from relaudit.evidence.workflows.tasks.model import Tasks, untold

_SESSIONS = frozenset(("-s", "-e", "--session", "--sessions"))
_PYTHONS = frozenset(("-p", "--python", "--pythons"))
_FILE = frozenset(("-f", "--noxfile"))
_SELECTING = frozenset(("-k", "--keywords", "-t", "--tags"))
_MANY_VALUED = _SESSIONS | _PYTHONS | frozenset(("-t", "--tags", "--extra-pythons", "--extra-python", "-P", "--force-pythons", "--force-python"))  # fmt: skip
_VALUED = _FILE | frozenset((
    "-k", "--keywords", "--envdir", "-db", "--default-venv-backend", "-fb", "--force-venv-backend", "--report", "--reuse-venv", "--download-python",
))  # fmt: skip
_IDLE = frozenset((
    "-l", "--list", "--list-sessions", "-h", "--help", "--version", "--usage", "--install-only", "--json",
))  # fmt: skip


@record
class _Asked:
    """What a command line asks for; `posargs` are the words after `--`."""

    sessions: Sequence[str]
    file: str
    posargs: Sequence[str]
    is_idle: bool


def lines(words: Sequence[str], folder: str, tree: Tree) -> Tasks | Unknown:
    """The commands of the sessions."""
    wanted = _asked(words[1:])
    if isinstance(wanted, Unknown) or wanted.is_idle:
        return wanted if isinstance(wanted, Unknown) else ()
    path = normal(folder + wanted.file)
    text = tree.read(path) if path else None
    if text is None:
        return untold(f"there is no {path or wanted.file}")
    return text if isinstance(text, Unknown) else _in(text, wanted)


def _in(text: Text, wanted: _Asked) -> Tasks | Unknown:
    from relaudit.evidence.declared.module import parsed
    from relaudit.evidence.workflows.tasks.noxfile import Noxfile
    from relaudit.evidence.workflows.tasks.noxruns import tasks_of

    tree = parsed(text)
    if isinstance(tree, Unknown):
        return untold(tree.detail)
    file = Noxfile(text, tree)
    names = wanted.sessions or file.chosen()
    return names if isinstance(names, Unknown) else tasks_of(file, names, wanted.posargs)


def _asked(words: Sequence[str]) -> _Asked | Unknown:
    end = words.index("--") if "--" in words else len(words)
    options = list(_options([*words[:end]]))
    sessions = [value for name, values in options if name in _SESSIONS for value in values]
    files = [value for name, values in options if name in _FILE for value in values]
    is_idle = any(name in _IDLE for name, _ in options)
    odd = "" if is_idle else next(filter(None, (_odd(*option, sessions) for option in options)), "")
    return (
        untold(odd)
        if odd
        else _Asked(sessions, files[-1] if files else "noxfile.py", words[end + 1 :], is_idle)
    )


def _odd(name: str, values: Sequence[str], sessions: Sequence[str]) -> str:
    """Why an option or a word keeps one from telling what is run, empty when it does not."""
    if name in _SESSIONS | _FILE and ("" in values or not values):
        return f"what nox is given by {name} is known to the run alone"
    if name in _SELECTING or (name in _PYTHONS and not sessions):
        return f"which sessions {name} selects is not looked at"
    return "" if name else "nox has a word that is no option"


def _options(words: list[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Each option with its values; a word that is none has no name."""
    words.reverse()
    while words:
        word = words.pop()
        if not word.startswith("-"):
            yield "", [word]
            continue
        name, _, value = word.partition("=")
        if word[:2] in _SESSIONS | _FILE and word not in _VALUED and word[2:]:  # the value is written onto it
            name, value = word[:2], word[2:].removeprefix("=")
        own = [value] if value else []
        yield name, [*own, *_following(name, own, words)]


def _following(name: str, own: Sequence[str], words: list[str]) -> Iterator[str]:
    """The words after an option that are its values."""
    if name in _VALUED and not own:
        yield words.pop() if words else ""
    while name in _MANY_VALUED and words and not words[-1].startswith("-"):
        yield words.pop()
