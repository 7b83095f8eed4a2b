"""make: the recipes of a Makefile, in the order in which they run."""

from collections.abc import Iterator, Sequence

from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.files import Text, Tree, normal
from relaudit.evidence.workflows.tasks.doubts import UntoldError, bounded
from relaudit.evidence.workflows.tasks.makefile import Makefile
from relaudit.evidence.workflows.tasks.makerules import plain_name
from relaudit.evidence.workflows.tasks.makerun import Manner, Run
from relaudit.evidence.workflows.tasks.model import Tasks, run_in, untold

NAMES = ("GNUmakefile", "makefile", "Makefile")
_VALUED, _OPTIONAL, _SWITCHES = "CfIoWE", "jlO", "bmBdehiknpqrRsStvwL"
_SAYS_ONLY, _UNREAD = frozenset("nqtvh"), frozenset("eoWE")
_LONG = {
    "directory": "C", "file": "f", "makefile": "f", "include-dir": "I", "jobs": "j", "load-average": "l", "max-load": "l",
    "output-sync": "O", "old-file": "o", "assume-old": "o", "what-if": "W", "new-file": "W", "assume-new": "W", "eval": "E",
    "always-make": "B", "debug": "d", "environment-overrides": "e", "help": "h", "ignore-errors": "i", "keep-going": "k",
    "dry-run": "n", "just-print": "n", "recon": "n", "print-data-base": "p", "question": "q", "no-builtin-rules": "r",
    "no-builtin-variables": "R", "silent": "s", "quiet": "s", "no-silent": "s", "no-keep-going": "S", "stop": "S", "touch": "t",
    "trace": "d", "version": "v", "print-directory": "w", "no-print-directory": "w", "warn-undefined-variables": "w",
    "check-symlink-times": "L", "shuffle": "d",
}  # fmt: skip


@record
class _Call:
    folder: str
    files: Sequence[str]
    flags: frozenset[str]
    given: Sequence[str]
    goals: Sequence[str]


def lines(words: Sequence[str], folder: str, tree: Tree) -> Tasks | Unknown:
    """The lines of the recipes that a command runs."""
    try:
        call = _call(bounded(words[1:]), folder)
        return () if call.flags & _SAYS_ONLY else run_in(call.folder, folder, _run(call, tree))
    except UntoldError as why:
        return untold(str(why))


def _run(call: _Call, tree: Tree) -> Tasks | Unknown:
    texts = [tree.read(path) for path in call.files] or [_found(call.folder, tree)]
    pairs = (word.partition("=") for word in call.given)
    makefile = Makefile(tree, call.folder, {name.rstrip(":?+!"): value for name, _, value in pairs})
    for text in texts:
        if isinstance(text, Unknown):
            return text
        if text is None:
            raise UntoldError(
                f"there is no {' or '.join(call.files) or 'Makefile'} in {call.folder or 'the root'}"
            )
        makefile.read(text)
    flags = call.flags | _own_flags(makefile)
    run = Run(makefile, tree, call.folder, Manner(ignores="i" in flags, remakes="B" in flags))
    for goal in call.goals or [_default(makefile)]:
        run.make(plain_name(goal))
    return run.tasks


def _call(words: list[str], folder: str) -> _Call:
    found: dict[str, list[str]] = {}
    for letter, value in _options(words):
        found.setdefault(letter, []).append(value)
        if letter in _VALUED and not value:
            raise UntoldError(f"what -{letter} is given is known to the run alone")
    for letter in _UNREAD & set(found):
        raise UntoldError(f"make -{letter} is not followed")
    for inner in found.get("C", ()):
        folder = _below(folder, inner)
    files = [_below(folder, name).rstrip("/") for name in found.get("f", ())]
    plain = found.get("", [])
    given, goals = [word for word in plain if "=" in word], [word for word in plain if "=" not in word]
    return _Call(folder, files, frozenset(found), given, goals)


def _options(rest: list[str]) -> Iterator[tuple[str, str]]:
    """Each option by its letter, with its value; a word that is none has no letter."""
    is_over = False
    while rest:
        word = rest.pop(0)
        if not word:
            raise UntoldError("a word of the command is known to the run alone")
        if is_over or word[0] != "-" or word == "-":
            yield "", word
        elif word[:2] == "--":
            is_over = word == "--"
            yield from () if is_over else _long(word[2:], rest)
        else:
            yield from _short(word[1:], rest)


def _long(word: str, rest: list[str]) -> Iterator[tuple[str, str]]:
    name, equals, value = word.partition("=")
    letter = _LONG.get(name)
    if letter is None:
        raise UntoldError(f"make --{name} is not followed")
    yield letter, value if equals else _value(letter, rest)


def _short(letters: str, rest: list[str]) -> Iterator[tuple[str, str]]:
    while letters:
        letter, letters = letters[0], letters[1:]
        if letter not in _VALUED + _OPTIONAL + _SWITCHES:
            raise UntoldError(f"make -{letter} is not followed")
        takes_rest = letter not in _SWITCHES
        yield letter, letters if takes_rest and letters else _value(letter, rest)
        letters = "" if takes_rest else letters


def _value(letter: str, rest: list[str]) -> str:
    """The word behind an option that it takes; a number of jobs may be missing."""
    is_taken = letter in _VALUED or (letter in "jl" and rest[:1] and rest[0].replace(".", "").isdigit())
    return rest.pop(0) if is_taken and rest else ""


def _below(folder: str, inner: str) -> str:
    path = "" if inner.startswith(("/", "~")) else normal(folder + inner)
    if not path or inner == "-":
        raise UntoldError(f"{inner} is not in the repository")
    return "" if path == "." else f"{path}/"


def _found(folder: str, tree: Tree) -> Text | Unknown | None:
    texts = (tree.read(folder + name) for name in NAMES)
    return next((text for text in texts if text is not None), None)


def _own_flags(makefile: Makefile) -> frozenset[str]:
    """Those that the Makefile gives to make itself."""
    said = makefile.variables.get("MAKEFLAGS")
    if said is None:
        raise UntoldError("MAKEFLAGS is computed")
    first, *others = said.split() or [""]
    words = [first if not first or first[0] == "-" or "=" in first else f"-{first}", *others]
    return frozenset(letter for letter, _ in _options([word for word in words if word]))


def _default(makefile: Makefile) -> str:
    """The target that is made when none is named."""
    named = makefile.variables.get(".DEFAULT_GOAL")
    if named is None:
        raise UntoldError(".DEFAULT_GOAL is computed")
    doubt = makefile.first_doubt or ("" if makefile.first else makefile.is_open or "there is none")
    if not named.strip() and doubt:
        raise UntoldError(f"which target is the first of the Makefile cannot be told: {doubt}")
    return named.strip() or makefile.first
