"""How a statement may end when nothing is known of the programs that it runs."""

from collections.abc import Iterable

from relaudit.core.record import replace
from relaudit.evidence.workflows.scripts.effects import after, along
from relaudit.evidence.workflows.scripts.ending import (
    EXITS,
    FAILED,
    NEGATED,
    OK,
    RETURNS,
    THROUGH,
    End,
    Ends,
    Place,
    called,
    checked,
    in_shell,
    mapped,
)  # fmt: skip
from relaudit.evidence.workflows.scripts.known import ASKING, ends_of, told
from relaudit.evidence.workflows.scripts.options import Switch
from relaudit.evidence.workflows.scripts.program import Program
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
    Sequence,
    Simple,
    Statement,
    Subshell,
)  # fmt: skip


class Outlook:
    """Tells the ends of statements; a trusting one takes it that programs succeed, unless they are there to ask."""

    def __init__(self, program: Program, *, is_trusting: bool) -> None:
        self.program = program
        self.is_trusting = is_trusting

    def ends(self, statement: Statement, place: Place) -> Ends:  # noqa: C901, PLR0911 - one for each kind of statement
        """Every end that a statement may have."""
        self.program.spend()
        match statement:
            case Simple():
                return self._simple(statement, place)
            case Sequence(items=items):
                return self._sequence(items, place)
            case Chain():
                return self._chain(statement, place)
            case Pipeline(parts=parts):
                return self._pipeline(parts, place)
            case Negated(inner=inner):
                ends = self.ends(inner, replace(place, is_ignored=True))
                return mapped(ends, NEGATED)
            case Subshell(body=body):
                return checked(in_shell(self.ends(body, place)), place)
            case Conditional():
                return self._conditional(statement, place)
            case Loop():
                return self._loop(statement, place)
            case Case(branches=branches):
                return OK.union(*(self.ends(branch, place) for branch in branches))
            case Redirected(inner=inner, writes=writes):
                return self.ends(inner, place) | (FAILED if writes and not self.is_trusting else frozenset())
            case Background() | Definition():
                return OK

    def _simple(self, statement: Simple, place: Place) -> Ends:  # noqa: PLR0911 - one for each way to end
        command = statement.command
        body = self.program.function(command, place.calls)
        if body is not None:
            inner = replace(place, calls=(*place.calls, command.name or ""))
            return checked(called(self.ends(body, inner)), place)
        if command.name == "exit":
            return mapped(told(command, place.last), EXITS)
        if command.name == "return" and place.calls:
            return mapped(told(command, place.last), RETURNS)
        if command.name in ("break", "continue"):
            return frozenset({End.JUMP})
        if command.name == "exec" and len(command.words) > 1:
            return frozenset({End.EXIT_OK, End.EXIT_FAILED})
        if self.program.is_function(command.name):
            return checked(frozenset(End) - {End.JUMP}, place)
        hopes = self.is_trusting and command.name not in ASKING and command.name != "false"
        return checked(OK if hopes else ends_of(statement), place)

    def _sequence(self, items: Iterable[Statement], place: Place) -> Ends:
        found: set[End] = set()
        through: Ends = OK
        for number, item in enumerate(items):
            through = self.ends(item, place if number == 0 else replace(place, last=through))
            found |= through - THROUGH
            through &= THROUGH
            if not through:
                break
            place = replace(place, options=after(self.program, item, place.options, place.calls))
        return frozenset(found) | through

    def _chain(self, chain: Chain, place: Place) -> Ends:
        first, *every = along(self.program, chain, place.options, place.calls)
        ends = self.ends(
            chain.first, replace(place, is_ignored=place.is_ignored or bool(chain.later), options=first)
        )
        for number, ((operator, item), options) in enumerate(zip(chain.later, every, strict=False), 1):
            taken = End.OK if operator == "&&" else End.FAILED
            if taken in ends:
                is_ignored = place.is_ignored or number < len(chain.later)
                inner = replace(place, is_ignored=is_ignored, last=frozenset({taken}), options=options)
                ends = (ends - {taken}) | self.ends(item, inner)
        return ends

    def _pipeline(self, parts: tuple[Statement, ...], place: Place) -> Ends:
        each = [in_shell(self.ends(part, place)) for part in parts]
        found = each[-1]
        if place.options.pipefail is not Switch.OFF and any(End.FAILED in ends for ends in each):
            found |= {End.FAILED}
        return checked(found, place)

    def _conditional(self, statement: Conditional, place: Place) -> Ends:
        condition = self.ends(statement.condition, replace(place, is_ignored=True))
        place = replace(place, options=after(self.program, statement.condition, place.options, place.calls))
        found = set(condition - THROUGH)
        if End.OK in condition:
            found |= self.ends(statement.then, replace(place, last=OK))
        if End.FAILED in condition and statement.otherwise is not None:
            found |= self.ends(statement.otherwise, replace(place, last=FAILED))
        elif End.FAILED in condition:
            found.add(End.OK)
        return frozenset(found)

    def _loop(self, statement: Loop, place: Place) -> Ends:
        options = place.options.joined(after(self.program, statement, place.options, place.calls))
        place = replace(place, options=options)
        found = set(self.ends(statement.body, replace(place, last=THROUGH))) | {End.OK}
        if statement.condition is not None:
            found |= self.ends(statement.condition, replace(place, is_ignored=True)) - THROUGH
        return frozenset(found - {End.JUMP})
