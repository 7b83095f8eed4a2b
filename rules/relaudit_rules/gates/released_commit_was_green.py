"""What was released had passed."""

from collections.abc import Iterator

from relaudit.api import InRef, Problem, Severity, Unknown, rule
from relaudit.evidence.workflows.releasedchecks import Greenness, ReleasedChecks


@rule(severity=Severity.ERROR, added="0.1", kinds={"missing": Severity.WARNING})
def released_commit_was_green(greenness: Greenness) -> Iterator[Problem | Unknown]:
    """The required checks had succeeded on every commit that was released.

    Why:
        A tag takes whatever commit it is put on: one whose tests are red, or one that was pushed a minute ago and that no test has seen. The
        release is built from it all the same, where the publishing workflow does not test for itself.

    How to fix:
        Tag a commit on which the checks have passed; have the release workflow ask for them, or run the tests again in it. Judged are the five
        newest release tags: by the checks that the branches of releases require, and where none is required by those of the jobs that test.
    """
    yield from greenness.unknowns
    for one in greenness.tags:
        yield from _judged(one)


def _judged(one: ReleasedChecks) -> Iterator[Problem | Unknown]:
    place = InRef(name=one.tag.name)
    commit = f"the commit of {one.tag.name}, {one.tag.commit[:10]},"
    for check in one.red:
        message = f"{check.name} ended with {check.conclusion} on {commit} which was released all the same"
        yield Problem(message, place, subject=f"{one.tag.name} {check.name}")
    if one.doubts:
        yield from one.doubts
    elif one.missing:
        message = f"{', '.join(one.missing)} did not run on {commit} which was released all the same"
        yield Problem(message, place, kind="missing", subject=one.tag.name)
