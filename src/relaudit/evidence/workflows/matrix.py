"""The jobs that `strategy.matrix` makes of one.

Follows "Running variations of jobs in a workflow" of GitHub's documentation, and where that is silent the
`MatrixBuilder` of actions/runner.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod

from relaudit.core.model import Reason, Unknown
from relaudit.core.record import record
from relaudit.evidence.workflows.matrixvalues import Agreement, Undecidable, Value, agreement

Entry = Mapping[str, Value]
LIMIT = 256  # jobs of one matrix
_EFFORT = 200_000  # combinations times entries: half a second


@record
class Matrix:
    """What stands under `strategy.matrix`; Unknown for a part that an expression makes as a whole."""

    axes: Mapping[str, Sequence[Value] | Unknown]
    include: Sequence[Entry | Undecidable] | Unknown = ()
    exclude: Sequence[Entry | Undecidable] | Unknown = ()


@record
class Combination:
    """The values of one job; `added` came from `include` and is not part of the job's automatic name."""

    named: Entry
    added: Entry

    @property
    def values(self) -> Entry:
        """The `matrix` context."""
        return {**self.named, **self.added}


@record
class Refusal:
    """Why GitHub makes no job of a matrix: the job fails, or the file is invalid."""

    reason: str


WITHOUT_MATRIX = Combination({}, {})


def expanded(matrix: Matrix) -> tuple[Combination, ...] | Unknown | Refusal:
    """The combinations in GitHub's order. One without values when all are excluded: the job runs, without a matrix."""
    refusal = next(_refusals(matrix), None)
    if refusal is not None:
        return refusal
    match _known(matrix):
        case Unknown() as unknown:
            return unknown
        case axes, include, exclude:
            kept = _kept(axes, exclude, filters=1 + len(include) + len(exclude))
    if not isinstance(kept, tuple):
        return kept
    found = _included(kept, tuple(axes), include)
    if isinstance(found, Unknown):
        return found
    return _too_many(len(found)) if len(found) > LIMIT else found or (WITHOUT_MATRIX,)


def _refusals(matrix: Matrix) -> Iterator[Refusal]:
    """What is wrong whatever the expressions give."""
    if not matrix.axes and not _is_filled(matrix.include):
        yield Refusal("it defines no values")
    yield from (
        Refusal(f"'{name}' has no values") for name, values in matrix.axes.items() if not _is_filled(values)
    )
    names = {name.lower() for name in matrix.axes}
    for entry in _entries(matrix.exclude):
        strange = [name for name in entry if name.lower() not in names]
        if not entry or strange:
            yield Refusal(
                f"it excludes by '{strange[0]}', which it does not define" if entry else "it excludes nothing"
            )
    yield from (Refusal("it includes nothing") for entry in _entries(matrix.include) if not entry)


def _is_filled(values: Sequence[Value] | Unknown) -> bool:
    return isinstance(values, Unknown) or len(values) > 0


def _entries(part: Sequence[Entry | Undecidable] | Unknown) -> Iterator[Entry]:
    items = () if isinstance(part, Unknown) else part
    return (item for item in items if not isinstance(item, Undecidable))


_Axes = Mapping[str, Sequence[Value]]


def _known(matrix: Matrix) -> tuple[_Axes, Sequence[Entry], Sequence[Entry]] | Unknown:
    """The parts of a matrix whose size is known."""
    axes: dict[str, Sequence[Value]] = {}
    for name, values in matrix.axes.items():
        if isinstance(values, Unknown):
            return values
        several = next((v for v in values if isinstance(v, Undecidable) and v.may_be_several), None)
        if several is not None:
            return _undecidable(f"{several.source} may be several values of '{name}'")
        axes[name] = values
    for part in (matrix.include, matrix.exclude):
        if isinstance(part, Unknown):
            return part
        if undecidable := next((item for item in part if isinstance(item, Undecidable)), None):
            return _undecidable(f"{undecidable.source} may be any entries of the matrix")
    return axes, tuple(_entries(matrix.include)), tuple(_entries(matrix.exclude))


def _kept(axes: _Axes, exclude: Sequence[Entry], *, filters: int) -> tuple[Entry, ...] | Unknown | Refusal:
    """The combinations of the axes that no entry excludes."""
    size = prod(map(len, axes.values())) if axes else 0
    if size > LIMIT and not exclude:
        return _too_many(size)
    if size * filters > _EFFORT:
        return Unknown("Matrix", Reason.TOO_LARGE, detail=f"a matrix has {size} combinations to exclude from")
    kept: list[Entry] = []
    for values in product(*axes.values()) if axes else ():
        combination = dict(zip(axes, values, strict=True))
        verdicts = {agreement(entry, combination) for entry in exclude}
        if Agreement.YES not in verdicts and Agreement.MAYBE in verdicts:
            return _undecidable("what a matrix excludes is decided when the workflow runs")
        if Agreement.YES not in verdicts:
            kept.append(combination)
    return tuple(kept) if len(kept) <= LIMIT else _too_many(len(kept))


def _included(
    kept: Sequence[Entry], axes: Sequence[str], include: Sequence[Entry]
) -> tuple[Combination, ...] | Unknown:
    """Each entry adds to the combinations that it agrees with; where there is none it is one itself."""
    names = {name.lower() for name in axes}
    added: list[dict[str, Value]] = [{} for _ in kept]
    own: list[Combination] = []
    for entry in include:
        wanted = {name: value for name, value in entry.items() if name.lower() in names}
        extra = {name: value for name, value in entry.items() if name.lower() not in names}
        verdicts = [agreement(wanted, combination) for combination in kept]
        for verdict, values in zip(verdicts, added, strict=True):
            _add(values, extra, verdict)
        if Agreement.YES in verdicts:
            continue
        if Agreement.MAYBE in verdicts:
            return _undecidable("what a matrix includes is decided when the workflow runs")
        own.append(Combination({**wanted, **extra}, {}))
    return (*map(Combination, kept, added), *own)


def _add(values: dict[str, Value], extra: Entry, verdict: Agreement) -> None:
    """Later entries overwrite what earlier ones added; the first spelling of a name stays."""
    if verdict is Agreement.NO:
        return
    for name, value in extra.items():
        spelled = next((known for known in values if known.lower() == name.lower()), name)
        values[spelled] = value if verdict is Agreement.YES else Undecidable(f"include of '{name}'")


def _too_many(size: int) -> Refusal:
    return Refusal(f"it makes {size} jobs, {LIMIT} is the most")


def _undecidable(detail: str) -> Unknown:
    return Unknown("Matrix", Reason.UNDECIDABLE, detail=detail)
