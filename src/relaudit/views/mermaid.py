"""Release paths as a Mermaid flowchart, for Markdown and pull requests."""

from collections.abc import Iterator
from itertools import pairwise

from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.paths.gates import by_kind
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.told import starting
from relaudit.reporters.text import visible
from relaudit.views.graph import Projects, credential

_ESCAPES = {"#": "#35;", "%": "#37;", "&": "#amp;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "`": "#96;"}


def mermaid(paths: ReleasePaths, projects: Projects) -> str:
    """Events on the left, what is published on the right, gates and jobs between them."""
    return "\n".join(["flowchart LR", *(f"  {line}" for line in _lines(paths, projects))]) + "\n"


def _lines(paths: ReleasePaths, projects: Projects) -> Iterator[str]:
    names: dict[str, str] = {}
    for path in paths.paths:
        for key, shape in _nodes(path, projects):
            if key not in names:
                names[key] = f"n{len(names)}"
                yield names[key] + shape
    edges = (edge for path in paths.paths for edge in _edges(path, projects, names))
    yield from dict.fromkeys(edges)


def _nodes(path: ReleasePath, projects: Projects) -> Iterator[tuple[str, str]]:
    event, gates, job, target = _keys(path, projects)
    yield event, f'(["{_safe(starting(path))}"])'
    if gates:
        yield gates, '{{"' + "<br/>".join(_gates(path)) + '"}}'
    publication = path.publication
    name = f"{path.workflow.path.rpartition('/')[2]} · {publication.route.name}"
    yield job, f'["{_safe(name)}"]'
    what = f"{path.target} {projects.of(publication)}".strip()
    yield target, f'[["{_safe(what)}<br/>{_safe(credential(publication.credential))}"]]'


def _edges(path: ReleasePath, projects: Projects, names: dict[str, str]) -> Iterator[str]:
    event, gates, job, target = _keys(path, projects)
    arrow = "-.->" if path.truth is Truth.MAYBE else "--x" if path.truth is Truth.NO else "-->"
    way = [key for key in (event, gates, job, target) if key]
    for one, other in pairwise(way):
        yield f"{names[one]} {arrow} {names[other]}"


def _keys(path: ReleasePath, projects: Projects) -> tuple[str, str, str, str]:
    """What tells the four nodes of a path; the gates have none where there are no gates."""
    publication = path.publication
    job = f"{path.workflow.path} {publication.route.name}"
    event = f"{path.event} {path.ref} {path.types}"
    gates = f"{event} {job}: {'; '.join(_gates(path))}" if path.gates else ""
    target = f"{path.target} {projects.of(publication)} {publication.credential}"
    return event, gates, f"{event} {job}", target


def _gates(path: ReleasePath) -> Iterator[str]:
    strong = [gate for gate in path.gates if gate.can_fail is not False]
    for kind, members in by_kind(strong).items():
        yield _safe(f"{kind}: {', '.join(dict.fromkeys(gate.job for gate in members))}")
    if not strong:
        yield "nothing that can fail"


def _safe(text: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in visible(text))
