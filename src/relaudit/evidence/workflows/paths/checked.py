"""Whether what is uploaded has been checked: that its metadata is valid, and that the index can show its description."""

from collections.abc import Iterator, Sequence

from relaudit.evidence.workflows.gates.led import Led
from relaudit.evidence.workflows.gates.steps import StepAt, inputs_of
from relaudit.evidence.workflows.paths.model import PathGate, ReleasePath, ReleasePaths

Place = tuple[object, ...]
# Actions that upload and check before by default, with the inputs that turn it off.
_CHECKING_UPLOADERS = {"pypa/gh-action-pypi-publish": ("verify-metadata", "verify_metadata")}
_CHECKING_BUILDERS = ("hynek/build-and-inspect-python-package",)


def uploading(every: ReleasePaths) -> frozenset[Place]:
    """Where something is published."""
    return frozenset(_place(one.publication.at, one.publication.use.trail) for one in every.paths)


def checks(path: ReleasePath, uploading: frozenset[Place]) -> Iterator[PathGate]:
    """The gates in its way that look at what is uploaded; an upload is none, though the process may call all that `twine` does a gate."""
    for gate in path.gates:
        is_check = gate.kind == "artifacts" or gate.gate.name in _CHECKING_BUILDERS
        if is_check and _place(gate.gate.at, gate.gate.trail) not in uploading:
            yield gate


def checks_itself(path: ReleasePath) -> bool:
    """Whether the action that uploads checks first."""
    publication = path.publication
    names = _CHECKING_UPLOADERS.get(publication.how, ())
    given = (inputs_of(publication.at.step).scalar(name) for name in names)
    is_off = any(one is not None and one.value.strip().lower() == "false" for one in given)
    return bool(names) and not is_off


def _place(at: StepAt, trail: Sequence[Led]) -> Place:
    """Where a command stands; the same for a gate and a publication that are one command."""
    start = at.step.node.start if at.step.node is not None else 0
    return (at.file.text.path, start, *(led.command.span for led in trail))
