"""The check runs that GitHub reports for the jobs of a workflow, those of the repository's own reusable workflows among them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.nodes import Mapping as YamlMapping
from relaudit.evidence.nodes import Node, Scalar
from relaudit.evidence.nodes import Sequence as YamlSequence
from relaudit.evidence.workflows.checkruns import names, nested
from relaudit.evidence.workflows.embedded import OPEN, literal, segments
from relaudit.evidence.workflows.expressions import values
from relaudit.evidence.workflows.expressions.evaluate import Surroundings, evaluated
from relaudit.evidence.workflows.expressions.functions import Failed
from relaudit.evidence.workflows.expressions.numbers import number_of
from relaudit.evidence.workflows.expressions.parser import parsed
from relaudit.evidence.workflows.expressions.syntax import Node as Expression
from relaudit.evidence.workflows.matrix import WITHOUT_MATRIX, Combination, Entry, Matrix, Refusal, expanded
from relaudit.evidence.workflows.matrixvalues import Undecidable, Value
from relaudit.evidence.workflows.model import Job
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.scalars import kind_of, text_of, truth_of

_DEPTH = 9  # workflows that call workflows: GitHub takes ten in all
_UNKNOWN = Unknown("Matrix", Reason.UNDECIDABLE, detail="it is made when the workflow runs")


_MOST = 1_000  # names of one job: more than anybody requires
_Known = dict[tuple[int, int], Sequence[str | None]]


def check_runs(job: Job, every: Workflows) -> Sequence[str | None]:
    """The names that a job is reported under; None for each, or for all, that only the run can tell."""
    return _check_runs(job, every, 0, {})


def _check_runs(job: Job, every: Workflows, depth: int, known: _Known) -> Sequence[str | None]:
    key = (id(job), depth)
    if key not in known:
        known[key] = _named(job, every, depth, known)
    return known[key]


def _named(job: Job, every: Workflows, depth: int, known: _Known) -> Sequence[str | None]:
    combinations = _combinations(job)
    if combinations is None:
        return (None,)
    own = names(job.id, job.text("name"), combinations, _told)
    if job.calls is None:
        return own
    called = every.called(job)
    if called is None or depth >= _DEPTH:
        return (None,)
    names_inside = (name for one in called.jobs for name in _check_runs(one, every, depth + 1, known))
    inner = list(islice(names_inside, _MOST + 1))
    if len(inner) * len(own) > _MOST:
        return (None,)
    return [nested(caller, name) for caller in own for name in inner]


def reported_as(chain: Sequence[Job]) -> Sequence[str | None]:
    """The names of one job: the last of those by whose calls it is reached, the outermost first."""
    found: Sequence[str | None] = ()
    for job in chain:
        combinations = _combinations(job)
        own = (None,) if combinations is None else names(job.id, job.text("name"), combinations, _told)
        found = [nested(outer, inner) for outer in found for inner in own] if found else own
    return found


def known_combinations(job: Job) -> Sequence[values.Value]:
    """The `matrix` context of each job that a matrix makes; none where they cannot be told."""
    return [_as_known(one.values) for one in _combinations(job) or ()]


def _combinations(job: Job) -> Sequence[Combination] | None:
    """The jobs that a matrix makes of one; None where that cannot be told, none where GitHub refuses the matrix."""
    node = job.part("strategy").value("matrix")
    if node is None:
        return (WITHOUT_MATRIX,)
    if not isinstance(node, YamlMapping):
        return None
    axes = {name: _items(value) for name, value in _members(node) if name not in ("include", "exclude")}
    include, exclude = (_entries(node.get(name)) for name in ("include", "exclude"))
    found = expanded(Matrix(axes, include, exclude))
    return () if isinstance(found, Refusal) else None if isinstance(found, Unknown) else found


def _members(node: YamlMapping) -> Iterator[tuple[str, Node]]:
    return ((text_of(key), value) for key, value in node.items())


def _items(node: Node) -> Sequence[Value] | Unknown:
    return [_value(item) for item in node.items] if isinstance(node, YamlSequence) else _UNKNOWN


def _entries(node: Node | None) -> Sequence[Entry | Undecidable] | Unknown:
    if node is None:
        return ()
    if not isinstance(node, YamlSequence):
        return _UNKNOWN
    return [
        {name: _value(value) for name, value in _members(item)}
        if isinstance(item, YamlMapping)
        else Undecidable("")
        for item in node.items
    ]


def _value(node: Node) -> Value:
    """What a node is as a value of a matrix: a scalar by YAML's core schema, or what an expression will make."""
    match node:
        case YamlSequence(items=items):
            return [_value(item) for item in items]
        case YamlMapping():
            return {name: _value(value) for name, value in _members(node)}
        case Scalar(value=said) if OPEN in said and kind_of(node) == "string" and literal(said) is None:
            return Undecidable(said)
        case Scalar():
            return _plain(node)


def _plain(scalar: Scalar) -> Value:
    match kind_of(scalar):
        case "null":
            return None
        case "boolean":
            return truth_of(scalar)
        case "number":
            return number_of(text_of(scalar))
        case "string":
            return text_of(scalar)


def _told(template: str, matrix: Mapping[str, Value]) -> str | None:
    """A text with its expressions evaluated; None where only the run can."""
    around = Surroundings({"matrix": _as_known(matrix)})
    parts: list[str] = []
    position = 0
    for one in segments(template).expressions:
        tree = parsed(one.text.strip())
        said = _text(tree, around) if isinstance(tree, Expression) else None
        if said is None:
            return None
        parts += [template[position : one.start], said]
        position = one.end
    return "".join((*parts, template[position:]))


def _text(tree: Expression, around: Surroundings) -> str | None:
    try:
        found = evaluated(tree, around)
    except Failed:
        return None
    return values.text(found.data) if isinstance(found, values.Known) else None


def _as_known(value: Value) -> values.Value:
    """A value of a matrix as expressions have it."""
    match value:
        case Undecidable():
            return values.UNDECIDED
        case Mapping():
            return values.Known(values.Object((name, _as_known(inner)) for name, inner in value.items()))
        case None | bool() | int() | float() | str():
            return values.known(value)
        case _:
            return values.Known(values.Array(map(_as_known, value)))
