"""What is released was merged."""

from collections.abc import Iterator

from relaudit.api import InRef, Problem, Severity, Unknown, rule
from relaudit.evidence.components import ComponentTags
from relaudit.evidence.past.branches import LiveBranches, ReleaseBranches
from relaudit.evidence.past.graph import History
from relaudit.evidence.tags import ReleaseTag, ReleaseTags
from relaudit.process import Branches

_MANY = 20


@rule(severity=Severity.ERROR, unstated=Severity.NOTICE, added="0.1", over=("release_tags", "component_tags"))
def tags_are_on_release_branch(
    release_tags: ReleaseTags,
    component_tags: ComponentTags,
    releases: ReleaseBranches,
    live: LiveBranches,
    history: History,
    branches: Branches | Unknown,
) -> Iterator[Problem | Unknown]:
    """Every release tag is on a branch that releases are made from.

    Why:
        Whatever protects the release branch, reviews, required checks, is passed by a tag on another commit. The
        release holds changes that were never merged, and the next one silently lacks them.

    How to fix:
        Merge the tagged commit into the release branch, so that the next release holds it. Where releases are made from
        other branches too, state them: `process.branches.NAME.role` is `production` or `release-line`. What can't be
        mended is waived by `refs`.
    """
    if not releases.production:
        detail = "no stated release branch is there"
        yield Problem(detail, InRef(name=", ".join(_stated(branches))), kind="no-branch")
        return
    reached = history.reached(releases.tips)
    every = (release_tags, *component_tags.by_package.values())
    yield from (unknown for tags in every for unknown in tags.unknowns)
    judged = [tag for tags in every for tag in tags.newest_first if tag.is_judged]
    astray = [tag for tag in judged if tag.commit not in reached]
    if len(astray) * 2 > len(judged) and len(astray) > _MANY and not releases.is_stated:
        yield _elsewhere(astray, len(judged), releases)
        return
    for tag in astray:
        yield _astray(tag, releases, live, history)


def _elsewhere(astray: list[ReleaseTag], judged: int, releases: ReleaseBranches) -> Problem:
    """That so many are elsewhere is a practice, and worth one line."""
    message = f"{len(astray)} of {judged} release tags are not on {releases.production}: releases are made from elsewhere"
    return Problem(message, InRef(name=releases.production), kind="most", subject=releases.production)


def _astray(tag: ReleaseTag, releases: ReleaseBranches, live: LiveBranches, history: History) -> Problem:
    holders = [name for name, oids in live.by_name.items() if tag.commit in history.reached(oids)]
    where = f"it is on {holders[0]}" if holders else "no branch holds it"
    names = (
        releases.production
        if len(releases.lines) == 1
        else f"{releases.production} or another release branch"
    )
    return Problem(f"tag {tag.name} is not on {names}, {where}", InRef(name=tag.name), subject=tag.name)


def _stated(branches: Branches | Unknown) -> Iterator[str]:
    return (
        name
        for name, branch in (branches.by_name.items() if isinstance(branches, Branches) else ())
        if branch.role in ("production", "release-line")
    )
