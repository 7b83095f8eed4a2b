"""Goes through the statements of a script, keeping the options in force and what stands around each command."""

from collections.abc import Sequence as Items

from relaudit.core.record import record, replace
from relaudit.evidence.workflows.scripts.commands import Certainty, Command, Span
from relaudit.evidence.workflows.scripts.effects import after, along
from relaudit.evidence.workflows.scripts.ending import FAILED, OK, THROUGH, End, Ends, Place
from relaudit.evidence.workflows.scripts.ends import Outlook
from relaudit.evidence.workflows.scripts.fates import Fates
from relaudit.evidence.workflows.scripts.frames import (
    Frame,
    InBackground,
    InCall,
    InChain,
    InCondition,
    InLoop,
    InLoopCondition,
    InNegation,
    InPipeline,
    InSequence,
    InSubshell,
    InSubstitution,
    InUnknown,
    calls,
)
from relaudit.evidence.workflows.scripts.judge import Judge
from relaudit.evidence.workflows.scripts.options import UNSURE, Options, Switch
from relaudit.evidence.workflows.scripts.program import Program, definitions
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
)
from relaudit.evidence.workflows.scripts.traps import Traps

_IS_LEFT = frozenset({End.EXIT_OK, End.RETURN_OK, End.RETURN_FAILED, End.JUMP})


@record
class _Here:
    """A place on the walk; `is_sure` when the script comes there unless something fails."""

    frame: Frame | None
    options: Options
    is_sure: bool


class Walk:
    """Judges every command once for each way that leads to it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.judge = Judge(program, Traps(program))
        self.hoping = Outlook(program, is_trusting=True)
        self.followed: set[str] = set()
        self.found: dict[Span, tuple[Command, Fates, bool]] = {}

    def commands(self, options: Options) -> tuple[Command, ...]:
        """The commands in the order of their places."""
        self._statement(self.program.root, _Here(None, options, True))
        seen = self.followed - self._handed_over()
        for definition in definitions(self.program.root):
            if definition.name not in seen:
                frame = InUnknown(definition.name, definition.span)
                self._statement(definition.body, _Here(frame, UNSURE, False))
        return tuple(
            replace(
                command,
                masks=fates.settled(),
                certainty=Certainty.ALWAYS if is_sure else Certainty.MAYBE,
            )
            for _, (command, fates, is_sure) in sorted(self.found.items())
        )

    def _handed_over(self) -> set[str]:
        """The functions that another program or a trap may call: their names are words of a command."""
        words = {word.source for simple in self.program.simples for word in simple.command.words[1:]}
        return {name for name in self.program.functions if any(name in word for word in words)}

    def _statement(self, statement: Statement, here: _Here) -> None:  # noqa: C901, PLR0912 - one for each kind of statement
        self.program.spend()
        match statement:
            case Simple():
                self._simple(statement, here)
            case Sequence(items=items):
                self._sequence(items, here)
            case Chain():
                self._chain(statement, here)
            case Pipeline(parts=parts, span=span):
                for part, following in zip(parts, (*parts[1:], None), strict=False):
                    inner = InPipeline(following, span, here.options, here.frame)
                    self._statement(part, replace(here, frame=inner))
            case Negated(inner=inner, span=span):
                self._statement(inner, replace(here, frame=InNegation(span, here.frame)))
            case Background(inner=inner, span=span):
                self._statement(inner, replace(here, frame=InBackground(span, here.frame)))
            case Subshell(body=body):
                self._statement(body, replace(here, frame=InSubshell(here.options, here.frame)))
            case Conditional():
                self._conditional(statement, here)
            case Loop():
                self._loop(statement, here)
            case Case(branches=branches):
                for branch in branches:
                    self._statement(branch, replace(here, is_sure=False))
            case Redirected(inner=inner):
                self._substitutions(statement, here)
                self._statement(inner, here)
            case Definition():
                pass

    def _simple(self, statement: Simple, here: _Here) -> None:
        command = statement.command
        fates = self.judge.fates(statement, here.frame, here.options)
        known = self.found.get(command.span)
        if known is not None:
            fates, is_sure = known[1].joined(fates), known[2] or here.is_sure
        else:
            is_sure = here.is_sure
        self.found[command.span] = (command, fates, is_sure)
        self._substitutions(statement, here)
        body = self.program.function(command, calls(here.frame))
        if body is not None:
            self.followed.add(command.name or "")
            self._statement(body, replace(here, frame=InCall(command.name or "", here.frame)))

    def _substitutions(self, statement: Simple | Redirected, here: _Here) -> None:
        posix = self.program.inherits_errexit
        errexit = Switch.UNSURE if posix else Switch.OFF
        for substitution in statement.substitutions:
            options = replace(here.options, errexit=errexit, span=substitution.span)
            frame = InSubstitution(statement, substitution, here.options, here.frame)
            is_sure = here.is_sure and not substitution.is_conditional
            self._statement(substitution.body, _Here(frame, options, is_sure))

    def _sequence(self, items: Items[Statement], here: _Here) -> None:
        up = here.frame
        for item, following in zip(items, (*items[1:], None), strict=False):
            here = replace(here, frame=InSequence(following, up))
            self._statement(item, here)
            ends = self._ends(item, here)
            goes_on = bool(ends & THROUGH) and not ends & _IS_LEFT
            options = after(self.program, item, here.options, calls(up))
            here = replace(here, options=options, is_sure=here.is_sure and goes_on)

    def _chain(self, statement: Chain, here: _Here) -> None:
        ways = (("", statement.first), *statement.later)
        ends = OK
        every = along(self.program, statement, here.options, calls(here.frame))
        for number, ((operator, item), options) in enumerate(zip(ways, every, strict=True), 1):
            comes = not operator or ends == (OK if operator == "&&" else FAILED)
            self._statement(item, _Here(InChain(ways[number:], here.frame), options, here.is_sure and comes))
            ends = self._ends(Chain(statement.first, ways[1:number], statement.span), here)

    def _conditional(self, statement: Conditional, here: _Here) -> None:
        condition = replace(here, frame=InCondition(statement, here.frame))
        self._statement(statement.condition, condition)
        options = after(self.program, statement.condition, here.options, calls(here.frame))
        ends = self.judge.outlook.ends(statement.condition, Place(options, True, calls(here.frame)))
        self._statement(statement.then, _Here(here.frame, options, here.is_sure and ends == OK))
        if statement.otherwise is not None:
            self._statement(statement.otherwise, _Here(here.frame, options, here.is_sure and ends == FAILED))

    def _loop(self, statement: Loop, here: _Here) -> None:
        options = here.options.joined(after(self.program, statement, here.options, calls(here.frame)))
        if statement.condition is not None:
            condition = _Here(InLoopCondition(statement, here.frame), options, here.is_sure)
            self._statement(statement.condition, condition)
        self._statement(
            statement.body,
            _Here(InLoop(statement, here.frame), options, here.is_sure and statement.is_entered),
        )

    def _ends(self, statement: Statement, here: _Here) -> Ends:
        return self.hoping.ends(statement, Place(here.options, True, calls(here.frame)))
