"""The script of a step, read."""

from functools import lru_cache

from relaudit.core.model import Reason, Unknown
from relaudit.core.record import replace
from relaudit.evidence.workflows.scripts.commands import Certainty, Command, Mask, MaskKind, Script
from relaudit.evidence.workflows.scripts.grouping import Grouping
from relaudit.evidence.workflows.scripts.options import Switch
from relaudit.evidence.workflows.scripts.plain import plain_script
from relaudit.evidence.workflows.scripts.program import Program, TooMuch
from relaudit.evidence.workflows.scripts.shells import Shell, shell_of
from relaudit.evidence.workflows.scripts.syntax import parsed
from relaudit.evidence.workflows.scripts.walk import Walk

_RESERVED = frozenset(
    ["{", "}", "if", "then", "elif", "else", "fi", "while", "until", "for", "do", "done", "case", "esac", "!"]
)


@lru_cache(maxsize=512)
def script_of(text: str, shell: str = "") -> Script | Unknown:
    """The commands of a `run:`, for the shell that the step or its defaults name, as written."""
    started = shell_of(shell)
    if isinstance(started, Unknown):
        return started
    plain = plain_script(text) if started.options.errexit is Switch.ON else None
    if plain is not None:
        return plain
    try:
        return _read(text, started)
    except (RecursionError, TooMuch):
        return Unknown("Script", Reason.TOO_LARGE, detail="the script is nested too deeply to be followed")


def _read(text: str, shell: Shell) -> Script:
    tree = parsed(text)
    root = Grouping(text).sequence(tree.root.parts, (0, len(text)))
    program = Program(text, root, is_posix=shell.is_posix)
    commands = Walk(program).commands(shell.options)
    is_whole = tree.is_whole and not any(map(_is_misread, commands))
    return Script(commands if is_whole else tuple(map(_doubtful, commands)), is_whole)


def _is_misread(command: Command) -> bool:
    """Whether a reserved word was taken for a command, as the grammar does it behind `!`."""
    return bool(command.words) and command.words[0].source in _RESERVED


def _doubtful(command: Command) -> Command:
    """Next to what is no shell nothing is certain."""
    return replace(command, masks=(Mask(MaskKind.DEPENDS, command.span),), certainty=Certainty.MAYBE)
