"""What keeps the failure of a gate from failing its job, or its job from failing the run."""

from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record, replace
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.embedded import OPEN, segments
from relaudit.evidence.workflows.expressions.evaluate import Surroundings, evaluated
from relaudit.evidence.workflows.expressions.functions import Failed
from relaudit.evidence.workflows.expressions.parser import parsed
from relaudit.evidence.workflows.expressions.syntax import Node
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.gates.found import GateRun, GateRuns
from relaudit.evidence.workflows.gates.led import Led
from relaudit.evidence.workflows.gates.steps import StepAt, inputs_of
from relaudit.evidence.workflows.gates.table import GateTable
from relaudit.evidence.workflows.gates.words import bare_words
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.scalars import text_of, truth_of
from relaudit.evidence.workflows.scripts.commands import NOWHERE, Mask, MaskKind, Span

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


class Weaknesses:
    """What keeps gates from failing, worked out once for each that is asked about."""

    def __init__(self, table: GateTable) -> None:
        self._table = table
        self._known: dict[int, Sequence[Weakness]] = {}

    def of(self, gate: GateRun) -> Sequence[Weakness]:
        """Those of one gate, the innermost first."""
        if id(gate) not in self._known:
            self._known[id(gate)] = tuple(weaknesses(gate, self._table))
        return self._known[id(gate)]


@evidence()
def gate_weaknesses(gates: GateRuns) -> Weaknesses:
    """By the options and inputs of the table, beside what workflows and scripts do."""
    return Weaknesses(gates.table)


def weaknesses(gate: GateRun, table: GateTable) -> Iterator[Weakness]:
    """The first of them is the innermost; what is told with the gate that this one is part of is left aside."""
    is_upload = gate.name in table.reporters
    found = [*_of_commands(gate), *_of_options(gate, table), *_of_inputs(gate, table)]
    around = () if gate.covered else (*_of_steps(gate), *_of_job(gate))
    yield from (replace(one, is_upload=is_upload) for one in (*found, *around))


def doubt(gate: GateRun) -> Unknown | None:
    """Why it cannot be told whether a failure shows; None where it can."""
    for led in reversed(gate.trail[gate.covered :]):
        masks = led.command.masks
        if masks and not all(mask.kind.is_certain for mask in masks):
            place = _at(gate, led, led.command.span)
            detail = f"{place.path}:{place.line}: whether a failure of {gate.name} shows is decided by the script around it"
            return Unknown("Script", Reason.UNDECIDABLE, detail=detail)
    return None


def _of_commands(gate: GateRun) -> Iterator[Weakness]:
    """What the scripts and the runners around it make of its failure."""
    for led in reversed(gate.trail[gate.covered :]):
        command = led.command
        mask = command.masks[0] if command.is_masked else None
        if mask is not None and not (mask.kind is MaskKind.SUBSTITUTION and gate.kind == "coverage"):
            place = _at(gate, led, _span(mask, command.span))
            yield Weakness(_said(mask), place)
        if led.is_ignored and led.place is not None:
            yield Weakness("what runs it goes on when it fails", led.place)


def _said(mask: Mask) -> str:
    if mask.kind is MaskKind.ERREXIT_OFF and mask.span == NOWHERE:
        return "the shell that runs it goes on, and only its last command counts"
    return _SAID.get(mask.kind, "its failure is lost")


def _of_options(gate: GateRun, table: GateTable) -> Iterator[Weakness]:
    for led in gate.trail[-1:]:
        line = " ".join(bare_words(led.command))
        for option in table.options:
            is_meant = not option.of or gate.name.split()[0] in option.of
            if is_meant and f" {option.option} " in f" {line} ":
                words = (
                    word for word in led.command.words if word.text and option.option.startswith(word.text)
                )
                span = next((word.span for word in words), led.command.span)
                yield Weakness(f"{option.option} {option.effect}", _at(gate, led, span))


def _of_steps(gate: GateRun) -> Iterator[Weakness]:
    """The step that runs it, and those that use the actions that it stands in."""
    at: StepAt | None = gate.at
    while at is not None:
        node = at.step.value("continue-on-error")
        if isinstance(node, Scalar) and _is_on(node) and not _is_asked_for(at):
            yield Weakness("continue-on-error: the job goes on", place_of(at.file, node))
        at = at.within


def _of_job(gate: GateRun) -> Iterator[Weakness]:
    node = gate.job.value("continue-on-error")
    if isinstance(node, Scalar) and _is_on(node):
        yield Weakness("continue-on-error: the run counts as passed", place_of(gate.workflow.file, node))


def _is_on(node: Scalar) -> bool:
    """Whether it is true in every run: where only some are let off, a failure shows in the others."""
    found = segments(node.value)
    if not found.is_whole(node.value):
        return bool(truth_of(node))
    tree = parsed(found.expressions[0].text.strip())
    if not isinstance(tree, Node):
        return False
    try:
        return evaluated(tree, Surroundings({})).truth is Truth.YES
    except Failed:
        return False


def _is_asked_for(at: StepAt) -> bool:
    """Whether what came of the step is asked for somewhere: a later step may well fail for it."""
    name, text = at.step.text("id"), at.file.text.text
    return bool(name) and any(f"steps.{name}.{word}" in text for word in ("outcome", "conclusion"))


def _span(mask: Mask, fallback: Span) -> Span:
    return fallback if mask.span == NOWHERE else mask.span


def _at(gate: GateRun, led: Led, span: Span) -> InFile:
    if led.place is not None or gate.step.script is None:
        return led.place or gate.workflow.file.text.whole()
    return place_of(gate.at.file, gate.step.script, *span)


def _of_inputs(gate: GateRun, table: GateTable) -> Iterator[Weakness]:
    given = inputs_of(gate.step) if not gate.trail else None
    for harmless in table.inputs if given is not None else ():
        name, _, wanted = harmless.option.partition(": ")
        said = given.scalar(name) if given is not None else None
        if (
            gate.name in harmless.of
            and said is not None
            and OPEN not in said.value
            and text_of(said) == wanted
        ):
            yield Weakness(f"{harmless.option} makes it succeed", place_of(gate.at.file, said))
