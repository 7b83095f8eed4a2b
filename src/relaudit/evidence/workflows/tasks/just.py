"""just: the lines of recipes, each after the recipes that it depends on."""

from collections.abc import Iterator, Sequence

from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.files import Text, Tree, normal
from relaudit.evidence.workflows.tasks.doubts import UntoldError, bounded
from relaudit.evidence.workflows.tasks.justfile import Justfile, Recipe
from relaudit.evidence.workflows.tasks.justrun import Run
from relaudit.evidence.workflows.tasks.model import Tasks, run_in, untold

_NAMES = ("justfile", ".justfile")
_FILE, _FOLDER, _SET = ("-f", "--justfile"), ("-d", "--working-directory"), "--set"
_SWITCHES = frozenset(
    ("-q", "--quiet", "-v", "--verbose", "-vv", "--yes", "--unstable", "--no-dotenv", "--highlight", "--no-highlight",
     "-u", "--unsorted", "--timestamp", "--explain", "--one", "--no-aliases")
)  # fmt: skip
_VALUED = frozenset(
    ("--color", "--command-color", "-E", "--dotenv-path", "--dotenv-filename", "--timestamp-format")
)
_SAYS_ONLY = frozenset(
    ("-n", "--dry-run", "-l", "--list", "-s", "--show", "--summary", "--dump", "--evaluate", "--fmt", "--variables", "--groups",
     "-V", "--version", "-h", "--help", "--completions", "--man", "--changelog", "--init", "--usage", "--json")
)  # fmt: skip


@record
class _Call:
    folder: str
    file: str
    switches: frozenset[str]
    given: Sequence[tuple[str, str]]
    words: Sequence[str]


def lines(words: Sequence[str], folder: str, tree: Tree) -> Tasks | Unknown:
    """The lines of the recipes that a command runs."""
    try:
        call = _call(bounded(words[1:]), folder)
        if call.switches & _SAYS_ONLY:
            return ()
        text = tree.read(call.file) if call.file else _found(call.folder, tree)
        if isinstance(text, Text):
            above = text.path.rpartition("/")[0]
            return run_in(f"{above}/" if above else "", folder, _run(call, Justfile(text)))
        return text or untold(f"there is no {call.file or 'justfile'}")
    except UntoldError as why:
        return untold(str(why))


def _run(call: _Call, justfile: Justfile) -> Tasks:
    run = Run(justfile, dict(call.given))
    for recipe, arguments in _invocations(list(call.words) or [_default(justfile)], run):
        run.run(recipe, arguments)
    return run.tasks


def _default(justfile: Justfile) -> str:
    name = justfile.default()
    if not name:
        raise UntoldError("there is no recipe in the justfile")
    return name


def _invocations(words: list[str], run: Run) -> Iterator[tuple[Recipe, str]]:
    """Each recipe that is named, with as many of the words behind it as it takes."""
    while words:
        recipe = run.recipe(words.pop(0))
        parameters = recipe.header.parameters
        takes_rest = any(parameter.is_rest for parameter in parameters)
        taken, words = (words, []) if takes_rest else (words[: len(parameters)], words[len(parameters) :])
        if "" in taken and (words or not takes_rest):
            raise UntoldError("a word of the command is known to the run alone")
        if len(taken) < sum(parameter.is_required for parameter in parameters):
            raise UntoldError(f"the recipe {recipe.header.name} is given too little")
        yield recipe, " ".join(taken)


def _call(rest: list[str], folder: str) -> _Call:
    switches, given, file = set[str](), list[tuple[str, str]](), ""
    while rest and rest[0].startswith("-"):
        option, equals, value = rest.pop(0).partition("=")
        if option == _SET:
            given.append((rest.pop(0) if rest else "", rest.pop(0) if rest else ""))
        elif option in (*_FILE, *_FOLDER, *_VALUED):
            value = value if equals else (rest.pop(0) if rest else "")
            file = value if option in _FILE else file
            switches |= {option}
        elif option in _SWITCHES or option in _SAYS_ONLY:
            switches |= {option}
        elif option != "--":
            raise UntoldError(f"just {option} is not followed")
    while rest and "=" in rest[0]:
        name, _, value = rest.pop(0).partition("=")
        given.append((name, value))
    if rest and "/" in rest[0]:
        raise UntoldError(f"{rest[0]} is looked up in another folder")
    return _Call(folder, _file(folder, file, switches), frozenset(switches), given, rest)


def _file(folder: str, said: str, switches: set[str]) -> str:
    """The path of the justfile that is named; empty where it is looked for."""
    path = "" if said.startswith(("/", "~")) else normal(folder + said)
    if (not said and switches & {*_FILE, *_FOLDER}) or (said and not path):
        raise UntoldError("which justfile is read is known to the run alone")
    return path if said else ""


def _found(folder: str, tree: Tree) -> Text | Unknown | None:
    """The justfile of a folder or of the nearest above it."""
    while True:
        names = tree.folder(folder.rstrip("/"))
        if isinstance(names, Unknown):
            return names
        fitting = [name for name in names if name.lower() in _NAMES]
        if len(fitting) > 1:
            raise UntoldError(f"there are several justfiles: {' and '.join(fitting)}")
        if fitting or not folder:
            return tree.read(folder + fitting[0]) if fitting else None
        folder = folder.rstrip("/").rpartition("/")[0]
        folder = f"{folder}/" if folder else ""
