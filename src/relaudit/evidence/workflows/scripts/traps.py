"""What the traps of a script do to its exit status."""

from collections.abc import Iterator

from relaudit.core.record import record
from relaudit.evidence.workflows.scripts.commands import Mask, MaskKind, Span
from relaudit.evidence.workflows.scripts.ending import THROUGH, End, Ends, Place
from relaudit.evidence.workflows.scripts.ends import Outlook
from relaudit.evidence.workflows.scripts.grouping import Grouping
from relaudit.evidence.workflows.scripts.options import UNSURE
from relaudit.evidence.workflows.scripts.program import Program
from relaudit.evidence.workflows.scripts.syntax import parsed

_AT_END = ("EXIT", "0", "SIGEXIT")
_ON_FAILURE = ("ERR", "SIGERR")


@record
class Trap:
    """One trap; `is_set` when the script surely comes to set it, `ends` are those of its action."""

    signals: frozenset[str]
    ends: Ends
    is_set: bool
    span: Span


class Traps:
    """All traps of a script."""

    def __init__(self, program: Program) -> None:
        self._traps = tuple(_found(program))

    def at_end(self, start: int) -> Mask | None:
        """What awaits the exit of a script that a command at this place has made fail."""
        return self._mask(_AT_END, start)

    def on_failure(self, start: int) -> Mask | None:
        """What awaits the failure of a command at this place."""
        return self._mask(_ON_FAILURE, start)

    def _mask(self, signals: tuple[str, ...], start: int) -> Mask | None:
        set_here = [trap for trap in self._traps if not trap.signals.isdisjoint(signals)]
        if all(trap.ends <= THROUGH for trap in set_here):
            return None
        (trap, *others) = set_here
        is_certain = trap.is_set and not others and trap.span[1] <= start and trap.ends == {End.EXIT_OK}
        return Mask(MaskKind.TRAP if is_certain else MaskKind.CHECKED, trap.span)


def _found(program: Program) -> Iterator[Trap]:
    for simple in program.simples:
        words = simple.command.words
        if simple.command.name == "trap" and len(words) > 1:
            signals = frozenset((word.text or "").upper() for word in words[2:])
            yield Trap(signals, _ends(program, words[1].source), simple in program.root.items, simple.span)


def _ends(program: Program, source: str) -> Ends:
    """How the action of a trap may end, whose failing commands are not looked at."""
    action = source.strip("'\"")
    if action == "-":
        return frozenset(End)
    tree = parsed(action)
    statement = Grouping(action).sequence(tree.root.parts, (0, len(action)))
    place = Place(UNSURE, is_ignored=True)
    return Outlook(program, is_trusting=False).ends(statement, place) if tree.is_whole else frozenset(End)
