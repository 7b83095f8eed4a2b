"""What steps ask for is there."""

from collections.abc import Iterator

from relaudit.api import InFile, Problem, Severity, Unknown, rule
from relaudit.evidence.files import Tree
from relaudit.evidence.workflows.gates.presence import Presence
from relaudit.evidence.workflows.gates.targets import Target, Targets
from relaudit.evidence.workflows.places import place_of


@rule(severity=Severity.ERROR, added="0.1", over="targets")
def gate_targets_exist(targets: Targets, tree: Tree) -> Iterator[Problem | Unknown]:
    """The files, test paths and targets of make that a step names are there.

    Why:
        A step that runs `tests/test_ferry.py` fails when the file was moved, or was never committed. In a gate whose failure is swallowed
        nobody notices for months that nothing is tested; in a release it stops the day.

    How to fix:
        Write where it is today, or take the step out. Only what is written out plainly is judged, in jobs that check out the repository itself,
        and nothing that an earlier step of the job mentions: it may have made it.
    """
    yield from targets.unknowns
    presence = Presence(tree)
    told: set[InFile] = set()
    for target in targets.targets:
        missing = _missing(target, presence, tree)
        if isinstance(missing, Unknown):
            yield missing
        elif missing:
            place = place_of(target.file, target.node, target.start, target.end)
            if place in told:  # several jobs may use the same action
                continue
            told.add(place)
            message = f"job {target.job.id} {target.what} {missing}"
            yield Problem(message, place, subject=f"{target.workflow.path} {target.job.id} {target.path}")


def _missing(target: Target, presence: Presence, tree: Tree) -> str | Unknown:
    """What is not there, in words; empty when it is."""
    if not target.is_make:
        is_there = presence.has(target.path)
        return (
            is_there
            if isinstance(is_there, Unknown)
            else ""
            if is_there
            else f"{target.path}, which is not there"
        )
    from relaudit.evidence.workflows.gates.makefile import targets_in

    known = targets_in(tree)
    if known is None:
        return ""
    return (
        ""
        if target.path in known or presence.has(target.path) is True
        else f"{target.path}, which the Makefile does not have"
    )
