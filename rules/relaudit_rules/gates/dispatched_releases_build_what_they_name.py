"""Runs by hand that build what they are told to."""

from collections.abc import Iterator

from relaudit.api import Problem, Severity, Unknown, rule
from relaudit.evidence.workflows.dispatch.found import Dispatch, Dispatches


@rule(severity=Severity.ERROR, added="0.1", over="dispatches")
def dispatched_releases_build_what_they_name(dispatches: Dispatches) -> Iterator[Problem | Unknown]:
    """A release that is started by hand, and told the tag to release, is built from that tag.

    Why:
        A run by hand checks out the branch that it was started on. Told to release `v1.4.0`, it publishes whatever is on main today as 1.4.0, and nothing
        fails: the names all fit.

    How to fix:
        Say it to the checkout: `ref: ${{ inputs.tag || github.ref }}`, in every job that builds, or compare the tag with the version before anything
        is published. A run that bumps the version and makes the tag itself is another process, and none of this rule's business.
    """
    yield from dispatches.unknowns
    for one in dispatches.dispatches:
        if one.head is not None:
            what = f"job {one.job} builds the branch that the run is started on, whatever {one.naming.name} says, and that is published to {one.path.target}"
            yield Problem(what, one.head, (one.naming.place,), subject=_subject(one))
        elif one.taken is not None:
            what = f"job {one.job} checks out what an input names, and takes the release or its notes from {one.other}, which may be something else"
            yield Problem(what, one.taken, (one.naming.place,), kind="notes", subject=_subject(one))


def _subject(one: Dispatch) -> str:
    return f"{one.path.workflow.path} {one.path.publication.route.name} {one.path.target} {one.naming.name}"
