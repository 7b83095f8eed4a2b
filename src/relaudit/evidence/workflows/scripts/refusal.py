"""Whether a part of a script can make it fail by itself, though every program that it runs succeeds."""

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.workflows.scripts.effects import after
from relaudit.evidence.workflows.scripts.ending import End, Place
from relaudit.evidence.workflows.scripts.ends import Outlook
from relaudit.evidence.workflows.scripts.grouping import Grouping
from relaudit.evidence.workflows.scripts.options import Options
from relaudit.evidence.workflows.scripts.program import Program, TooMuch
from relaudit.evidence.workflows.scripts.shells import shell_of
from relaudit.evidence.workflows.scripts.statements import Sequence
from relaudit.evidence.workflows.scripts.syntax import parsed

_FAILURES = frozenset((End.FAILED, End.EXIT_FAILED))


def can_refuse(text: str, shell: str, start: int) -> bool | Unknown:
    """Whether a test or an `exit` in the statement at this offset, or in one after it, can fail the script."""
    started = shell_of(shell)
    if isinstance(started, Unknown):
        return started
    try:
        tree = parsed(text)
        if not tree.is_whole:
            return Unknown("Script", Reason.UNDECIDABLE, detail="some of the script cannot be read")
        root = Grouping(text).sequence(tree.root.parts, (0, len(text)))
        return _can_refuse(Program(text, root, is_posix=started.is_posix), started.options, start)
    except (RecursionError, TooMuch):
        return Unknown("Script", Reason.TOO_LARGE, detail="the script is nested too deeply to be followed")


def _can_refuse(program: Program, options: Options, start: int) -> bool:
    root = program.root
    first = sum(item.span[1] <= start for item in root.items)
    before, rest = (Sequence(items, root.span) for items in (root.items[:first], root.items[first:]))
    place = Place(after(program, before, options, ()), is_ignored=False)
    return not _FAILURES.isdisjoint(Outlook(program, is_trusting=True).ends(rest, place))
