"""What tells two runs apart later when one has missed some statements and been through others."""

from relaudit.evidence.workflows.scripts.commands import NOWHERE, Mask, MaskKind, Span
from relaudit.evidence.workflows.scripts.effects import handed_on, is_stateful
from relaudit.evidence.workflows.scripts.ending import End, Place
from relaudit.evidence.workflows.scripts.ends import Outlook
from relaudit.evidence.workflows.scripts.frames import Frame, InSubstitution, above
from relaudit.evidence.workflows.scripts.options import UNSURE
from relaudit.evidence.workflows.scripts.program import Program, outputs
from relaudit.evidence.workflows.scripts.statements import Statement, Use

_JUMPS = frozenset({End.EXIT_OK, End.RETURN_OK, End.RETURN_FAILED, End.JUMP})


def doubt(outlook: Outlook, missed: list[Statement], added: list[Statement]) -> Mask | None:
    """Why the runs may come to different ends although both go on at the same place; None when they cannot."""
    span: Span = next((statement.span for statement in (*added, *missed)), NOWHERE)
    both = [*missed, *added]
    place = Place(UNSURE, is_ignored=False)
    jumps = any(outlook.ends(statement, place) & _JUMPS for statement in missed)
    if jumps or any(is_stateful(outlook.program, statement) for statement in both):
        return Mask(MaskKind.DEPENDS, span)
    return Mask(MaskKind.CHECKED, span) if handed_on(outlook.program, both) else None


def reader(program: Program, frame: Frame | None) -> Mask | None:
    """What may decide by the output of the substitution that a command is in, which is another where it fails."""
    while frame is not None:
        if isinstance(frame, InSubstitution) and _is_read(program, frame):
            return Mask(MaskKind.CHECKED, frame.statement.span)
        frame = above(frame)
    return None


def _is_read(program: Program, frame: InSubstitution) -> bool:
    names = outputs(frame.statement, frame.substitution)
    is_asked = frame.substitution.use is Use.READ or not names.isdisjoint(program.deciding)
    return is_asked or program.reads_status(frame.statement)
