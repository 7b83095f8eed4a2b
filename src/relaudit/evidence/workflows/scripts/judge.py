"""Follows the failure of a command up to the exit status of the script.

Two runs are compared, one in which the command fails and one in which it does not. Where both go on with the same
statement the failure is lost; where only one of them runs something, that must not make itself felt later.
"""

from relaudit.core.record import replace
from relaudit.evidence.workflows.scripts import frames
from relaudit.evidence.workflows.scripts.commands import Mask, MaskKind
from relaudit.evidence.workflows.scripts.difference import doubt, reader
from relaudit.evidence.workflows.scripts.ending import FAILED, OK, End, Place
from relaudit.evidence.workflows.scripts.ends import Outlook
from relaudit.evidence.workflows.scripts.fates import SURFACES, Course, Fates
from relaudit.evidence.workflows.scripts.frames import Frame, Shell, above, calls, ignoring, in_own_shell
from relaudit.evidence.workflows.scripts.options import Options, Switch
from relaudit.evidence.workflows.scripts.program import Program
from relaudit.evidence.workflows.scripts.statements import Simple, Statement, Use
from relaudit.evidence.workflows.scripts.traps import Traps

_LEAVES = ("exit", "exec")
_MOVES = ("return", "break", "continue")


class Judge:
    """Judges the commands of one script."""

    def __init__(self, program: Program, traps: Traps) -> None:
        self.program = program
        self.traps = traps
        self.outlook = Outlook(program, is_trusting=False)

    def fates(self, statement: Simple, frame: Frame | None, options: Options) -> Fates:
        """What may become of the failure of a command."""
        course = Course(statement.span[0], True, options)
        if statement.command.name in _MOVES:
            return Fates.lost(Mask(MaskKind.DEPENDS, statement.span))
        fates = (
            self._left(frame, course) if statement.command.name in _LEAVES else self._checked(frame, course)
        )
        return fates.doubted(reader(self.program, frame))

    def _checked(self, frame: Frame | None, course: Course) -> Fates:
        """After a statement of which errexit and the trap on ERR take note."""
        if not course.failed:
            return self._risen(frame, course)
        mask = ignoring(frame)
        if mask is not None:
            return self._risen(frame, replace(course, mask=mask))
        trap = self.traps.on_failure(course.start)
        if trap is not None:
            return Fates.lost(trap if in_own_shell(frame) else replace(trap, kind=MaskKind.CHECKED))
        return self._stopped(frame, course)

    def _stopped(self, frame: Frame | None, course: Course) -> Fates:
        """Where errexit stops the shell if it is on."""
        on = Fates()
        if course.options.errexit is not Switch.OFF:
            on = self._left(frame, course)
            if course.options.errexit is Switch.ON:
                return on
        mask = Mask(MaskKind.ERREXIT_OFF, course.options.span)
        return on.joined(self._risen(frame, replace(course, mask=mask)))

    def _left(self, frame: Frame | None, course: Course) -> Fates:
        """After the innermost shell has exited."""
        while frame is not None and not isinstance(frame, Shell | frames.InUnknown):
            frame = above(frame)
        return self._risen(frame, course)

    def _returned(self, frame: Frame | None, course: Course) -> Fates:
        """After the function has returned, which ends a subshell in it."""
        while frame is not None and not isinstance(frame, Shell | frames.InUnknown | frames.InCall):
            frame = above(frame)
        return self._risen(frame, course) if frame is not None else Fates.lost(Mask(MaskKind.DEPENDS))

    def _risen(self, frame: Frame | None, course: Course) -> Fates:  # noqa: C901, PLR0911, PLR0912 - one for each frame
        """After the last statement of a frame that is relevant here."""
        self.program.spend()
        match frame:
            case None:
                return self._ended(course)
            case frames.InSequence(next=following, up=up):
                return self._risen(up, course) if following is None else self._resumed(following, course)
            case frames.InChain():
                return self._in_chain(frame, course)
            case frames.InPipeline():
                return self._in_pipeline(frame, course)
            case frames.InNegation(span=span, up=up):
                turned = replace(course, failed=not course.failed, mask=Mask(MaskKind.NOT, span))
                return self._risen(up, turned)
            case frames.InBackground(span=span):
                return Fates.lost(Mask(MaskKind.CHECKED if self.program.waits else MaskKind.BACKGROUND, span))
            case frames.InSubshell(options=options, up=up):
                return self._checked(up, replace(course, options=options))
            case frames.InSubstitution():
                return self._in_substitution(frame, course)
            case frames.InCondition():
                return self._in_condition(frame, course)
            case frames.InLoopCondition():
                return self._in_loop_condition(frame, course)
            case frames.InLoop():
                return self._in_loop(frame, course)
            case frames.InCall(up=up):
                return self._checked(up, course)
            case frames.InUnknown(span=span):
                return Fates.lost(Mask(MaskKind.DEPENDS, span))

    def _ended(self, course: Course) -> Fates:
        if not course.failed:
            return Fates.lost(course.mask)
        trap = self.traps.at_end(course.start)
        return SURFACES if trap is None else Fates.lost(trap)

    def _resumed(self, following: Statement, course: Course) -> Fates:
        """Both runs go on with the same statement."""
        if self.program.reads_status(following):
            return Fates.lost(Mask(MaskKind.CHECKED, following.span))
        return Fates.lost(course.mask)

    def _in_chain(self, frame: frames.InChain, course: Course) -> Fates:
        passing = "&&" if course.failed else "||"
        count = next(
            (at for at, (operator, _) in enumerate(frame.later) if operator != passing), len(frame.later)
        )
        skipped, rest = [item for _, item in frame.later[:count]], frame.later[count:]
        if not rest:
            fates = self._risen(frame.up, course)
        else:
            handler = rest[0][1]
            course = replace(course, mask=Mask(MaskKind.OR, handler.span)) if course.failed else course
            fates = self._after(handler, frames.InChain(rest[1:], frame.up), course)
        return fates.doubted(doubt(self.outlook, skipped, [item for _, item in rest[:1]]))

    def _in_pipeline(self, frame: frames.InPipeline, course: Course) -> Fates:
        through = self._checked(frame.up, replace(course, options=frame.options))
        if frame.next is None:
            is_alone = course.failed or frame.options.pipefail is Switch.OFF
            return through if is_alone else through.joined(Fates.lost(Mask(MaskKind.DEPENDS, frame.span)))
        kind = MaskKind.CHECKED if self.program.reads_pipes else MaskKind.PIPE
        lost = Fates.lost(Mask(kind, frame.next.span) if course.failed else course.mask)
        if frame.options.pipefail is Switch.OFF:
            return lost
        is_alone = course.failed and frame.options.pipefail is Switch.ON
        return through if is_alone else lost.joined(through)

    def _in_substitution(self, frame: frames.InSubstitution, course: Course) -> Fates:
        if frame.substitution.use is Use.STATUS:
            return self._checked(frame.up, replace(course, options=frame.options))
        return Fates.lost(Mask(MaskKind.SUBSTITUTION, frame.statement.span) if course.failed else course.mask)

    def _in_condition(self, frame: frames.InCondition, course: Course) -> Fates:
        statement = frame.statement
        course = replace(course, mask=Mask(MaskKind.CONDITION, statement.condition.span))
        then: list[Statement] = [statement.then]
        otherwise = [] if statement.otherwise is None else [statement.otherwise]
        taken, missed = (otherwise, then) if course.failed else (then, otherwise)
        if taken:
            fates = self._after(taken[0], frame.up, course)
        else:
            fates = self._risen(frame.up, replace(course, failed=False))
        return fates.doubted(doubt(self.outlook, missed, taken))

    def _in_loop_condition(self, frame: frames.InLoopCondition, course: Course) -> Fates:
        statement = frame.statement
        if statement.is_until or not course.failed:
            return Fates.lost(Mask(MaskKind.DEPENDS, statement.span))
        span = (statement.condition or statement.body).span
        ended = self._risen(frame.up, replace(course, failed=False, mask=Mask(MaskKind.CONDITION, span)))
        if End.FAILED in self.outlook.ends(statement.body, self._place(frame.up, course.options)):
            ended = ended.joined(self._risen(frame.up, course))
        return ended.doubted(doubt(self.outlook, [statement.body], []))

    def _in_loop(self, frame: frames.InLoop, course: Course) -> Fates:
        again = self._resumed(frame.statement, course)
        last = self._risen(frame.up, course)
        return again.joined(last).blended(Mask(MaskKind.DEPENDS, frame.statement.span))

    def _after(self, statement: Statement, up: Frame | None, course: Course) -> Fates:
        """After a statement that only this run comes to, and whose end decides."""
        last = FAILED if course.failed else OK
        fates = Fates()
        for end in self.outlook.ends(statement, replace(self._place(up, course.options), last=last)):
            inner = replace(course, failed=end in (End.FAILED, End.EXIT_FAILED, End.RETURN_FAILED))
            match end:
                case End.OK | End.FAILED:
                    fates = fates.joined(self._risen(up, inner))
                case End.EXIT_OK | End.EXIT_FAILED:
                    fates = fates.joined(self._left(up, inner))
                case End.RETURN_OK | End.RETURN_FAILED:
                    fates = fates.joined(self._returned(up, inner))
                case End.JUMP:
                    fates = fates.joined(Fates.lost(Mask(MaskKind.DEPENDS, statement.span)))
        return fates.blended(Mask(MaskKind.OR_ELSE, statement.span))

    def _place(self, up: Frame | None, options: Options) -> Place:
        return Place(options, ignoring(up) is not None, calls(up))
