"""The next version comes after the last one, and as far after it as its changes ask."""

from collections.abc import Iterator

from relaudit.api import HistorySince, InRef, Problem, Severity, Unknown, rule
from relaudit.evidence.past.bumps import Bumps
from relaudit.evidence.past.released import Pending
from relaudit.evidence.past.steps import Step, Steps, level, skips
from relaudit.evidence.schemes import is_final, order
from relaudit.evidence.versions import VersionFiles

_NUMBERS = ("major", "minor", "patch")


@rule(
    severity=Severity.WARNING, added="0.1", over=("release_tags", "bumps"), kinds={"skipped": Severity.NOTICE}
)
def version_increment_is_legal(
    release_tags: Steps, bumps: Bumps, pending: Pending, versions: VersionFiles | Unknown, since: HistorySince
) -> Iterator[Problem | Unknown]:
    """Every version is a legal step from the one before it on its line of development.

    Why:
        Who asks for the newest version gets the highest one: a release that counts backwards reaches nobody, and a stray high one hides all
        that follow. A feature that is released as a patch surprises those who allowed patches only.

    How to fix:
        Release under the next version of the line: 1.2.3 is followed by 1.2.4, 1.3.0 or 2.0.0, on a maintenance branch as well. A number
        that was left out on purpose is a notice; what history has fixed in place is waived by `refs`.
    """
    for step in release_tags.steps:
        if step.tag.is_judged and step.follows is not None:
            yield from _judged(step)
    first = min((step.tag.day for step in release_tags.steps), default=None)
    for bump in bumps.judged(since):
        is_untagged = first is None or bump.day < first
        if is_untagged and bump.before and is_final(bump.after) and skips(bump.before, bump.after):
            message = (
                f"commit {bump.name} goes from {bump.before} to {bump.after} and leaves out what is between"
            )
            yield Problem(message, bump.place(), kind="skipped", subject=bump.after)
    if isinstance(versions, VersionFiles):
        yield from _next(release_tags, pending, versions)


def _judged(step: Step) -> Iterator[Problem]:
    name, before = step.tag.name, step.follows
    if before is None:
        return
    if order(step.tag.version) < order(before.version):
        message = f"tag {name} comes after {before.name} in history and is the lower version"
        yield Problem(message, InRef(name=name), (InRef(name=before.name),), kind="lower", subject=name)
    elif is_final(step.tag.version) and skips(before.version, step.tag.version):
        message = f"tag {name} follows {before.name} and leaves out what is between"
        yield Problem(message, InRef(name=name), (InRef(name=before.name),), kind="skipped", subject=name)


def _next(steps: Steps, pending: Pending, versions: VersionFiles) -> Iterator[Problem]:
    """What the files declare, against the last release and what was committed since."""
    source, last = versions.source, steps.current
    if source is None or last is None:
        return
    if order(source.version) < order(last.version):
        message = f"{source.path} says {source.version}, and {last.name} was released already"
        yield Problem(message, source.place(), (InRef(name=last.name),), kind="lower", subject=source.path)
        return
    raised, wanted = level(last.version, source.version), pending.step
    if raised is not None and wanted is not None and raised > wanted:
        message = (
            f"{source.path} says {source.version}, and commit {pending.names[wanted]} since {last.name} asks for a "
            f"{_NUMBERS[wanted]} release"
        )
        yield Problem(
            message, source.place(), (InRef(name=last.name),), kind="too-small", subject=source.path
        )
