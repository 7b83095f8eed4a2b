"""Tests before anything is published."""

from collections.abc import Iterator

from relaudit.api import Problem, Severity, Unknown, rule
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.told import REHEARSALS, publishing, starting, told_once
from relaudit.process import Events, Gate, Gates

_ELSEWHERE = ("on-commit", "by-review")


@rule(severity=Severity.ERROR, unstated=Severity.NOTICE, added="0.1", over="release_paths")
def publish_needs_tests(
    release_paths: ReleasePaths, stated: Gates | Unknown, events: Events | Unknown
) -> Iterator[Problem | Unknown]:
    """Every run that publishes has passed tests before: in the same run, or in the one that it waits for.

    Why:
        A publishing workflow of its own starts beside the tests, not after them: the tag is pushed, the tests turn red, and the release is out.
        What is on an index cannot be taken back, only yanked.

    How to fix:
        Run the tests in the publishing workflow, and name their job in `needs`; a reusable workflow (`uses: ./.github/workflows/test.yml`) keeps them
        in one place. Where tests are proven on the commit or before a review, say so: `process.gates.tests.proven = "on-commit"` or `"by-review"`.
        A rehearsal on a test index needs none, unless the `order` of an event puts them before it.
    """
    yield from release_paths.unknowns
    tests = _tests(stated)
    if tests.proven in _ELSEWHERE:
        return
    excepted = set(REHEARSALS) - _ordered(events)
    for path in told_once(one for one in release_paths.paths if not one.gated_by("tests")):
        if path.target not in excepted:
            yield _problem(path)


def _tests(stated: Gates | Unknown) -> Gate:
    gates = stated.by_name.items() if isinstance(stated, Gates) else ()
    return next((gate for name, gate in gates if (gate.kind or name) == "tests"), Gate())


def _ordered(events: Events | Unknown) -> set[str]:
    """What some event has its tests before."""
    orders = (event.order for event in events.by_name.values()) if isinstance(events, Events) else ()
    return {later for order in orders if "tests" in order for later in order[order.index("tests") :]}


def _problem(path: ReleasePath) -> Problem:
    masked = [gate for gate in path.gates if gate.kind == "tests"]
    why = (
        f"its tests ({masked[0].gate.name} in job {masked[0].job}) cannot fail"
        if masked
        else "no tests run before it"
    )
    message = (
        f"job {path.publication.route.name} {publishing(path)} to {path.target} {starting(path)}, and {why}"
    )
    subject = f"{path.publication.at.workflow.path} {path.publication.route.name} {path.target}"
    return Problem(message, path.publication.place, subject=subject)
