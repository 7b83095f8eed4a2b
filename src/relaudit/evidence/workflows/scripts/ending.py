"""The ways in which a statement ends."""

from collections.abc import Mapping
from enum import Enum

from relaudit.core.record import record
from relaudit.evidence.workflows.scripts.options import Options, Switch


class End(Enum):
    """The end of a statement: it is through, or the shell, the function or the loop around it is left."""

    OK = "ok"
    FAILED = "failed"
    EXIT_OK = "exit-ok"
    EXIT_FAILED = "exit-failed"
    RETURN_OK = "return-ok"
    RETURN_FAILED = "return-failed"
    JUMP = "jump"


Ends = frozenset[End]
OK: Ends = frozenset({End.OK})
FAILED: Ends = frozenset({End.FAILED})
THROUGH = OK | FAILED
EXITS = {End.OK: End.EXIT_OK, End.FAILED: End.EXIT_FAILED}
RETURNS = {End.OK: End.RETURN_OK, End.FAILED: End.RETURN_FAILED}
NEGATED = {End.OK: End.FAILED, End.FAILED: End.OK}


@record
class Place:
    """Where a statement stands; `last` is how the one before it ended, as far as that is known."""

    options: Options
    is_ignored: bool
    calls: tuple[str, ...] = ()
    last: Ends = THROUGH


def checked(ends: Ends, place: Place) -> Ends:
    """What errexit makes of a failure."""
    if End.FAILED not in ends or place.is_ignored or place.options.errexit is Switch.OFF:
        return ends
    rest = ends if place.options.errexit is Switch.UNSURE else ends - FAILED
    return rest | {End.EXIT_FAILED}


def called(ends: Ends) -> Ends:
    """What a function returns is what its call ends with."""
    return mapped(ends, {end: through for through, end in RETURNS.items()})


def in_shell(ends: Ends) -> Ends:
    """What leaves a shell of its own is through for the one around it."""
    found = mapped(called(ends), {end: through for through, end in EXITS.items()})
    return (found - {End.JUMP}) | THROUGH if End.JUMP in found else found


def mapped(ends: Ends, table: Mapping[End, End]) -> Ends:
    """The ends that these become."""
    return frozenset(table.get(end, end) for end in ends)
