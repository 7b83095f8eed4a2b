"""Builds find the tags that their version is taken from."""

from collections.abc import Iterator

from relaudit.api import Edit, Fix, Problem, Severity, Unknown, rule
from relaudit.evidence.nodes import Mapping, Scalar
from relaudit.evidence.workflows.checkouts import Checkout, Checkouts
from relaudit.evidence.workflows.gates.steps import inputs_of
from relaudit.evidence.workflows.places import place_of

_BY_HAND = "workflow_dispatch"


@rule(severity=Severity.ERROR, added="0.1", over="checkouts", kinds={"by-hand": Severity.NOTICE})
def checkout_fetches_tags(checkouts: Checkouts) -> Iterator[Problem | Unknown]:
    """Where setuptools-scm or hatch-vcs takes the version from tags, what is uploaded is built from a checkout that has them.

    Why:
        `actions/checkout` fetches one commit and no tags. Unless a tag started the run, nothing is there to take a version from: `0.1.dev1` is
        built, and uploaded or refused on release day.

    How to fix:
        Check out with `fetch-depth: 0`, which `relaudit --fix` writes. A run that a tag or a published release starts has its own tag and needs no
        more. A run by hand that could be started from a branch is a notice.
    """
    yield from checkouts.unknowns
    for checkout in checkouts.checkouts:
        if checkout.event and checkout.step.uses is not None:
            by = (
                "by hand, from a branch"
                if checkout.event == _BY_HAND
                else f"by {checkout.event}, on a branch"
            )
            message = f"the version is taken from tags, and job {checkout.job.id} fetches none when it is started {by}"
            yield Problem(
                message,
                place_of(checkout.workflow.file, checkout.step.uses),
                kind="by-hand" if checkout.event == _BY_HAND else "",
                subject=f"{checkout.workflow.path} {checkout.job.id}",
                fix=Fix.of("fetches all history and tags", _edit(checkout), safe=True),
            )


def _edit(checkout: Checkout) -> Edit | None:
    """Sets `fetch-depth`, in blocks alone; None where the step is written in any other way."""
    path, text = checkout.workflow.path, checkout.workflow.file.text.text
    given, uses = inputs_of(checkout.step), checkout.step.uses
    depth = given.scalar("fetch-depth")
    if depth is not None:
        return Edit(path, depth.start, depth.end, "0")
    if uses is None or text[text.rfind("\n", 0, uses.start) + 1 : uses.start].strip() not in (
        "uses:",
        "- uses:",
    ):
        return None
    if isinstance(given.node, Mapping):
        return _first_input(path, text, given.node)
    if given.node is not None:
        return None
    line = text.rfind("\n", 0, uses.start) + 1
    column = text.index("uses", line) - line
    end = text.find("\n", uses.end)
    at = len(text[: end if end >= 0 else None].rstrip("\r"))
    ends, indent = _line_end(text), " " * column
    return Edit(path, at, at, f"{ends}{indent}with:{ends}{indent}  fetch-depth: 0")


def _first_input(path: str, text: str, given: Mapping) -> Edit | None:
    first = given.entries[0][0] if given.entries else None
    line = text.rfind("\n", 0, given.start) + 1
    if not isinstance(first, Scalar) or text[line : first.start].strip():
        return None
    return Edit(path, first.start, first.start, f"fetch-depth: 0{_line_end(text)}{text[line : first.start]}")


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
