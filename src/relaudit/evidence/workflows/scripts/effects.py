"""What statements change for those after them: the shell's options, its variables, its state."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from relaudit.core.regex import regex
from relaudit.evidence.workflows.scripts.commands import Command
from relaudit.evidence.workflows.scripts.known import DECLARING
from relaudit.evidence.workflows.scripts.options import UNSURE, Options, after_set
from relaudit.evidence.workflows.scripts.program import Program, simples
from relaudit.evidence.workflows.scripts.statements import (
    Background,
    Case,
    Chain,
    Conditional,
    Definition,
    Loop,
    Negated,
    Pipeline,
    Redirected,
    Simple,
    Statement,
    Subshell,
    inner_statements,
)
from relaudit.evidence.workflows.scripts.statements import Sequence as Statements

_ASSIGNING = (*DECLARING, "read", "mapfile", "readarray", "getopts", "unset", "let", "((", "printf")
_STATEFUL = frozenset(
    [
        "set",
        "shopt",
        "trap",
        "exec",
        "source",
        ".",
        "eval",
        "cd",
        "pushd",
        "popd",
        "alias",
        "unalias",
        "enable",
        "umask",
        "ulimit",
        "shift",
        "wait",
    ]
)
_HANDED_ON = regex(r"GITHUB_(?:OUTPUT|ENV|PATH|STATE)\b")
_NAME = regex(r"[A-Za-z_]\w*")
_FOR = regex(r"\b(?:for|select)\s+(\w+)")


def after(program: Program, statement: Statement, options: Options, calls: tuple[str, ...] = ()) -> Options:
    """The options in force after a statement."""
    program.spend()
    match statement:
        case Simple(command=command):
            return _after_command(program, command, options, calls)
        case Statements(items=items):
            for item in items:
                options = after(program, item, options, calls)
            return options
        case Redirected(inner=inner) | Negated(inner=inner):
            return after(program, inner, options, calls)
        case Chain(first=first, later=later):
            return _perhaps(
                program, [item for _, item in later], after(program, first, options, calls), calls
            )
        case Conditional() | Loop() | Case():
            return _perhaps(program, inner_statements(statement), options, calls)
        case Subshell() | Pipeline() | Background() | Definition():
            return options


def along(program: Program, chain: Chain, options: Options, calls: tuple[str, ...]) -> Iterator[Options]:
    """The options in force before each statement of a list, which may not have come to the one before."""
    yield options
    options = after(program, chain.first, options, calls)
    yield options
    is_straight = chain.later[0][0] == "&&" if chain.later else True
    for (_, item), (operator, _) in pairwise(chain.later):
        passed = after(program, item, options, calls)
        is_straight = is_straight and operator == "&&"
        options = passed if is_straight else options.joined(passed)
        yield options


def handed_on(program: Program, statements: Sequence[Statement]) -> bool:
    """Whether what these statements leave behind is looked at elsewhere in the script, or by later steps."""
    places = tuple(statement.span for statement in statements)
    texts = " ".join(program.text[start:end] for start, end in places)
    names = frozenset(name for statement in statements for name in _assigned(program, statement, ()))
    return bool(_HANDED_ON.search(texts)) or program.mentions(names, places)


def is_stateful(program: Program, statement: Statement, calls: tuple[str, ...] = ()) -> bool:
    """Whether a statement may change how those after it run."""
    program.spend()
    for simple in simples(statement):
        command = simple.command
        body = program.function(command, calls)
        if command.name in _STATEFUL or (body is None and program.is_function(command.name)):
            return True
        if body is not None and is_stateful(program, body, (*calls, command.name or "")):
            return True
    return any(isinstance(inner, Definition) for inner in inner_statements(statement))


def _perhaps(
    program: Program, statements: Sequence[Statement], options: Options, calls: tuple[str, ...]
) -> Options:
    """After statements each of which may or may not have run."""
    for statement in statements:
        options = options.joined(after(program, statement, options, calls))
    return options


def _after_command(program: Program, command: Command, options: Options, calls: tuple[str, ...]) -> Options:
    if command.name == "set":
        return after_set(options, [word.text for word in command.words[1:]], command.span)
    if command.name == "shopt" and any(word.text == "-o" for word in command.words):
        return UNSURE
    if len(command.words) == 1 and command.name is None and command.words[0].source.startswith("${{"):
        return UNSURE
    body = program.function(command, calls)
    return options if body is None else after(program, body, options, (*calls, command.name or ""))


def _assigned(program: Program, statement: Statement, calls: tuple[str, ...]) -> Iterator[str]:
    """The variables that a statement may set."""
    start, end = statement.span
    yield from _FOR.findall(program.text[start:end])
    for simple in simples(statement):
        command = simple.command
        if not command.words:
            yield from _NAME.findall(" ".join(word.source.partition("=")[0] for word in command.assignments))
        elif command.name in _ASSIGNING:
            yield from _NAME.findall(" ".join(word.source.partition("=")[0] for word in command.words[1:]))
        body = program.function(command, calls)
        if body is not None:
            yield from _assigned(program, body, (*calls, command.name or ""))
