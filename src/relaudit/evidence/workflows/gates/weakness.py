"""What keeps the failure of a gate from failing its job, or its job from failing the run."""

from collections.abc import Iterator

from relaudit.core.model import Reason, Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.evidence.nodes import Node, Scalar
from relaudit.evidence.workflows.embedded import OPEN
from relaudit.evidence.workflows.gates.found import GateRun, inputs_of
from relaudit.evidence.workflows.gates.table import INPUTS, OPTIONS, UPLOADS
from relaudit.evidence.workflows.gates.words import bare_words
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.scalars import text_of, truth_of
from relaudit.evidence.workflows.scripts.commands import NOWHERE, Mask, MaskKind

_SAID = {
    MaskKind.OR: "what follows || succeeds", MaskKind.AND: "bash goes on when the left side of && fails", MaskKind.NOT: "! turns its failure around",
    MaskKind.PIPE: "without pipefail only the end of a pipe counts", MaskKind.CONDITION: "it is the condition of an if or a loop",
    MaskKind.IGNORED: "its outcome is thrown away", MaskKind.BACKGROUND: "nobody waits for what runs behind &",
    MaskKind.SUBSTITUTION: "inside $( ) its failure is lost", MaskKind.ERREXIT_OFF: "after set +e only the last command counts",
    MaskKind.TRAP: "a trap ends the script with success",
}  # fmt: skip


@record
class Weakness:
    """Why a gate cannot fail, and where that stands; `is_upload` when what may fail only reports."""

    reason: str
    place: InFile
    is_upload: bool = False


def weaknesses(gate: GateRun) -> Iterator[Weakness]:
    """The first of them is the innermost."""
    is_upload = gate.name in UPLOADS
    yield from (Weakness(one.reason, one.place, is_upload) for one in _of_command(gate))
    yield from (Weakness(one.reason, one.place, is_upload) for one in _of_inputs(gate))
    for part, whose in ((gate.step, "step"), (gate.job, "job")):
        if whose == "step" and _is_asked_for(gate):
            continue
        node = part.value("continue-on-error")
        if isinstance(node, Scalar) and truth_of(node):
            effect = "the job goes on" if whose == "step" else "the run counts as passed"
            yield Weakness(f"continue-on-error: {effect}", place_of(gate.workflow.file, node), is_upload)


def doubt(gate: GateRun) -> Unknown | None:
    """Why it cannot be told whether a failure shows; None where it can."""
    command, run = gate.command, gate.step.run
    masks = command.masks if command is not None else ()
    if run is None or not masks or all(mask.kind.is_certain for mask in masks):
        return None
    line = _at(gate, run, command.span if command is not None else (0, 0)).line
    detail = f"{gate.workflow.path}:{line}: whether a failure of {gate.name} shows is decided by the script around it"
    return Unknown("Script", Reason.UNDECIDABLE, detail=detail)


def _of_command(gate: GateRun) -> Iterator[Weakness]:
    command, run = gate.command, gate.step.run
    if command is None or run is None:
        return
    mask = command.masks[0] if command.is_masked else None
    if mask is not None and not (mask.kind is MaskKind.SUBSTITUTION and gate.kind == "coverage"):
        yield Weakness(_SAID.get(mask.kind, "its failure is lost"), _at(gate, run, _span(mask, command.span)))
    words = bare_words(command)
    line = " ".join(words)
    for option in OPTIONS:
        if (not option.of or gate.name.split()[0] in option.of) and f" {option.option} " in f" {line} ":
            span = next(
                (word.span for word in command.words if word.text and option.option.startswith(word.text)),
                command.span,
            )
            yield Weakness(f"{option.option} {option.effect}", _at(gate, run, span))


def _is_asked_for(gate: GateRun) -> bool:
    """Whether what came of the step is asked for somewhere: a later step may well fail for it."""
    name, file = gate.step.text("id"), gate.workflow.file
    return bool(name) and any(f"steps.{name}.{word}" in file.text.text for word in ("outcome", "conclusion"))


def _span(mask: Mask, fallback: tuple[int, int]) -> tuple[int, int]:
    return fallback if mask.span == NOWHERE else mask.span


def _at(gate: GateRun, run: Node, span: tuple[int, int]) -> InFile:
    return place_of(gate.workflow.file, run, *span)


def _of_inputs(gate: GateRun) -> Iterator[Weakness]:
    given = inputs_of(gate.step) if gate.command is None else None
    for harmless in INPUTS if given else ():
        name, _, wanted = harmless.option.partition(": ")
        said = given.scalar(name) if given else None
        if (
            gate.name in harmless.of
            and said is not None
            and OPEN not in said.value
            and text_of(said) == wanted
        ):
            yield Weakness(f"{harmless.option} makes it succeed", place_of(gate.workflow.file, said))
