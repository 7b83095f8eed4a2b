"""What is known of a command by its name."""

from relaudit.core.regex import regex
from relaudit.evidence.workflows.scripts.commands import Command
from relaudit.evidence.workflows.scripts.ending import FAILED, OK, THROUGH, Ends
from relaudit.evidence.workflows.scripts.statements import Simple

DECIDING = ("[", "test", "[[", "((", "exit", "return", "let", "expr")
DECLARING = ("export", "declare", "local", "readonly", "typeset")
ASKING = frozenset(
    [*DECIDING, "grep", "egrep", "fgrep", "diff", "cmp", "command", "type", "which", "hash", "read", "kill"]
)
_SURE = frozenset(["true", ":", "echo", "printf", "set", "trap", "shopt", *DECLARING])
_MAY_END = regex(r"\$\{\w+:?\?")


def ends_of(statement: Simple) -> Ends:
    """How a command ends that is no function."""
    command = statement.command
    if command.name == "false":
        return FAILED
    is_plain = not statement.writes and not any(_MAY_END.search(word.source) for word in command.words)
    return OK if is_plain and (_is_sure(command) or _only_assigns(statement)) else THROUGH


def told(command: Command, last: Ends) -> Ends:
    """What `exit` and `return` are told to say."""
    if len(command.words) == 1 or command.words[1].source in ("$?", '"$?"'):
        return last
    text = command.words[1].text or ""
    if not text.isdecimal():
        return THROUGH
    return FAILED if int(text) % 256 else OK


def _is_sure(command: Command) -> bool:
    if command.name == "sleep":
        return all((word.text or "").isdigit() for word in command.words[1:])
    return command.name in _SURE and all(word.text != "-v" for word in command.words)


def _only_assigns(statement: Simple) -> bool:
    return not statement.command.words and not statement.substitutions and bool(statement.command.assignments)
