"""The words of what a session runs: literals are quoted for a shell, what only the run can tell is a variable."""

import ast
from collections.abc import Iterator, Sequence
from shlex import quote

from relaudit.core.regex import regex
from relaudit.evidence.workflows.tasks.noxfile import strings_in

_ODD = regex(r"\W+")


def words_of(argument: ast.expr, session: str, posargs: Sequence[str]) -> Iterator[str]:
    """The words that an argument gives; `session` is what the session is called."""
    match argument:
        case ast.Starred(value=ast.Attribute(value=ast.Name(id=name), attr="posargs")) if name == session:
            yield from (quote(word) if word else "${posargs}" for word in posargs)
        case ast.Starred(value=value) if (written := strings_in(value)) is not None:
            yield from map(quote, written)
        case ast.Starred(value=value):
            yield _variable(value)
        case ast.JoinedStr(values=values):
            yield "".join(map(_word, values)) or "''"
        case _:
            yield _word(argument)


def last_name(node: ast.expr) -> str:
    """The name of a variable or an attribute, empty for anything else."""
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def _word(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return quote(text)
        case ast.FormattedValue(value=value):
            return _variable(value)
        case _:
            return _variable(node)


def _variable(node: ast.expr) -> str:
    return f"${{{_ODD.sub('_', last_name(node)) or 'word'}}}"
