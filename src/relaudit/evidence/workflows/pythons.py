"""The Python versions that workflows run tests on."""

from collections.abc import Iterator, Mapping

from relaudit.core.dossier import evidence
from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.nodes import Node, Scalar
from relaudit.evidence.workflows.embedded import OPEN
from relaudit.evidence.workflows.gates.found import GateRuns
from relaudit.evidence.workflows.gates.steps import inputs_of
from relaudit.evidence.workflows.model import Job, Part, Step, items_of
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.workflows.tasks.model import TASKS

_SETUPS = ("actions/setup-python", "astral-sh/setup-uv")
_OF_MATRIX = regex(r"\$\{\{\s*matrix\.([A-Za-z0-9_-]+)\s*\}\}", needs=("matrix",))
_MINOR = regex(r"3\.(\d+)(?:[.-].*|t)?")
_MANY = ("tox", "nox")  # choose interpreters themselves


@record
class PythonsUnderTest:
    """The minor versions of Python 3, with where each is named; `is_complete` when every test job says which it runs on.

    `previews` are those that may not be released yet: tried out, and promised to nobody.
    """

    minors: Mapping[int, InFile]
    is_complete: bool
    previews: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.minors)


@evidence()
def pythons_under_test(gates: GateRuns) -> PythonsUnderTest:
    """Out of the jobs that have a test gate."""
    found: dict[int, InFile] = {}
    is_complete = all(unknown.evidence == TASKS for unknown in gates.unknowns)
    is_complete = is_complete and not any(at.within or _sets_up(at.job) for at in gates.untold)
    seen: set[int] = set()
    for gate in gates.runs:
        if gate.kind != "tests" or not gate.trail or id(gate.job.node) in seen:
            continue
        seen.add(id(gate.job.node))
        values = list(_values(gate.job))
        is_complete = is_complete and bool(values) and None not in values and gate.name not in _MANY
        for scalar in values:
            for minor in _minors(scalar) if scalar is not None else ():
                if minor not in found and scalar is not None:
                    found[minor] = place_of(gate.workflow.file, scalar)
    return PythonsUnderTest(dict(sorted(found.items())), is_complete, _previews(gates, found))


def _sets_up(job: Job) -> bool:
    """Whether a job is about Python at all: what its task runner does is not known."""
    return any(step.action in _SETUPS for step in job.steps)


def _previews(gates: GateRuns, found: Mapping[int, InFile]) -> frozenset[int]:
    """The newest one, where a job takes pre-releases or asks for one by `-dev`."""
    texts = {gate.workflow.path: gate.workflow.file.text.text for gate in gates.runs if gate.kind == "tests"}
    newest = max(found, default=0)
    takes = any("allow-prereleases" in text or f"3.{newest}-" in text for text in texts.values())
    return frozenset((newest,)) if takes else frozenset()


def _values(job: Job) -> Iterator[Scalar | None]:
    """What the steps that set Python up are told; None for what only the run can tell."""
    for step in job.steps:
        if step.action in _SETUPS:
            yield from _of_step(job, step)


def _of_step(job: Job, step: Step) -> Iterator[Scalar | None]:
    given = inputs_of(step).scalar("python-version")
    if given is None:
        yield None
        return
    asked = _OF_MATRIX.fullmatch(given.value.strip())
    if asked is None:
        yield None if OPEN in given.value else given
        return
    yield from _of_matrix(job.part("strategy").part("matrix"), asked[1])


def _of_matrix(matrix: Part, axis: str) -> Iterator[Scalar | None]:
    own = matrix.value(axis)
    included = [Part(entry).value(axis) for entry in matrix.items("include")]
    nodes: list[Node] = [*items_of(own), *(node for node in included if node is not None)]
    is_open = matrix.node is None or any(isinstance(matrix.value(key), Scalar) for key in (axis, "include"))
    if not nodes or is_open:
        yield None
    for node in nodes:
        yield node if isinstance(node, Scalar) and OPEN not in node.value else None


def _minors(scalar: Scalar) -> Iterator[int]:
    for word in text_of(scalar).replace(",", " ").split():
        found = _MINOR.fullmatch(word)
        if found:
            yield int(found[1])
