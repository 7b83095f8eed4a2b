"""Release paths as text: what each workflow publishes when, with what, and behind which gates."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from relaudit.core.record import record
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.paths.gates import by_kind
from relaudit.evidence.workflows.paths.model import PathGate, ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.sufficient import shortfalls
from relaudit.evidence.workflows.paths.told import starting
from relaudit.evidence.workflows.publishing.credentials import Credential
from relaudit.evidence.workflows.publishing.model import UNTOLD, Publication
from relaudit.reporters.text import unknown_line, visible

Line = Sequence[tuple[str, str]]
_INDENT = "    "
_WIDE = 90


@record
class Row:
    """A publication in columns, and what is said below them."""

    cells: tuple[str, ...]
    below: tuple[Line, ...]


def lines(paths: ReleasePaths, projects: "Projects") -> Iterator[Line]:
    """Pairs of text and style, line by line."""
    if not paths.paths and not paths.remotes:
        what = "nothing that can be seen is" if paths.unknowns else "nothing is"
        yield [(f"{what} published by a workflow of this repository", "")]
    for path, members in groupby(paths.paths, key=lambda one: one.workflow.path):
        yield [(visible(path), "title")]
        for event, inner in groupby(members, key=_event):
            yield [(f"  {event}", "")]
            yield from _table([_row(one, projects) for one in inner])
        yield []
    for remote in paths.remotes:
        place = f"{remote.path}:{remote.line}"
        yield [(visible(f"{place} job {remote.job} calls {remote.uses}, which is not followed"), "unknown")]
    yield from ([("unknown: ", "unknown"), (unknown_line(one), "")] for one in paths.unknowns)


def credential(said: Credential) -> str:
    """A credential in a few words."""
    match said.kind:
        case "oidc":
            return "trusted publishing"
        case "secret":
            return f"secret {said.name}"
        case "github-token":
            return "GITHUB_TOKEN"
        case _:
            return "a credential of its own"


@record
class Projects:
    """What is published under: the name of the Python project, empty where nobody says."""

    python: str = ""

    def of(self, publication: Publication) -> str:
        """The name at the target, or the images; empty where that is not known."""
        if publication.images:
            return " ".join(publication.images)
        return self.python if publication.target in ("pypi", "testpypi") else ""


def gates_said(gates: Sequence[PathGate]) -> Iterator[Line]:
    """`behind tests (test), build (publish)`, and what cannot fail."""
    strong = [gate for gate in gates if gate.can_fail is True]
    if strong:
        yield from _behind("behind ", strong, "passed")
    else:
        yield [("behind no gate that can be seen", "warning")]
    open_ones = [gate for gate in gates if gate.can_fail is None]
    yield from _behind("perhaps behind ", open_ones, "unknown") if open_ones else ()
    weak = {f"{gate.gate.name} ({gate.job})": None for gate in gates if gate.can_fail is False}
    if weak:
        yield [("cannot fail: ", "warning"), (visible(", ".join(weak)), "")]


def _behind(words: str, gates: Sequence[PathGate], style: str) -> Iterator[Line]:
    """On one line, or a line for each kind."""
    kinds = [visible(f"{kind} ({_jobs(members)})") for kind, members in by_kind(gates).items()]
    is_short = sum(map(len, kinds)) < _WIDE
    for said in [", ".join(kinds)] if is_short else kinds:
        yield [(words, "faint"), (said, style)]


def _jobs(gates: Iterable[PathGate]) -> str:
    return ", ".join(dict.fromkeys(gate.job for gate in gates))


def _event(path: ReleasePath) -> str:
    return visible(starting(path))


def _row(path: ReleasePath, projects: Projects) -> Row:
    publication = path.publication
    place = f"{publication.route.name}:{publication.place.line}"
    what = f"{path.target} {projects.of(publication)}".strip()
    where = {"": "", UNTOLD: ", an environment that the run chooses"}.get(
        publication.environment, f", environment {publication.environment}"
    )
    cells = (place, what, publication.how, credential(publication.credential) + where)
    return Row(tuple(map(visible, cells)), tuple(_below(path)))


def _below(path: ReleasePath) -> Iterator[Line]:
    if path.truth is Truth.NO:
        yield [("never: GitHub refuses the file", "error")]
    yield from gates_said(path.gates)
    if path.truth is Truth.MAYBE:
        yield [("only where a condition, an input or the changed files say so", "faint")]
    lacking = shortfalls(path)
    if lacking:
        wanted = ", ".join(f"{one.scope}: write (has {one.level})" for one in lacking)
        yield [("lacks ", "error"), (wanted, "")]


def _table(rows: Sequence[Row]) -> Iterator[Line]:
    """Columns as wide as what stands in them; of those that are too wide, the rest moves on."""
    widths = [min(40, max(len(row.cells[index]) for row in rows)) for index in range(3)]
    for row in rows:
        first = "  ".join(f"{cell:<{width}}" for cell, width in zip(row.cells, (*widths, 0), strict=True))
        yield [(_INDENT, ""), (first.rstrip(), "")]
        yield from ([(_INDENT * 2, ""), *line] for line in row.below)
