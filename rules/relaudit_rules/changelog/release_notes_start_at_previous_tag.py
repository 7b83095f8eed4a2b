"""Notes made of commits begin where the last release ended."""

from collections.abc import Iterator

from relaudit.api import InRef, Problem, Severity, Unknown, record, rule
from relaudit.evidence.past.branches import ReleaseBranches
from relaudit.evidence.past.graph import History
from relaudit.evidence.schemes import is_final
from relaudit.evidence.tags import ReleaseTag, ReleaseTags
from relaudit.evidence.workflows.notes.baselines import Baseline, Baselines
from relaudit.evidence.workflows.places import place_of


@rule(severity=Severity.WARNING, added="0.1", over="baselines")
def release_notes_start_at_previous_tag(
    baselines: Baselines,
    tags: ReleaseTags | Unknown,
    releases: ReleaseBranches | Unknown,
    history: History | Unknown,
) -> Iterator[Problem | Unknown]:
    """Where release notes list the commits since the last tag, the workflow can find that tag.

    Why:
        `git describe --tags --abbrev=0 HEAD^` knows what was fetched, and the ancestors of one commit. In a checkout of one commit it finds nothing; where
        releases are tagged off the branch it finds an older one. The notes then list nothing, everything, or last year's changes once more.

    How to fix:
        Check out with `fetch-depth: 0`. Tag commits of the branch, or take the last release from GitHub: `gh release view --json tagName`.
    """
    yield from baselines.unknowns
    astray = _astray(tags, releases, history)
    for one in baselines.baselines:
        if one.is_shallow:
            yield _problem(one, "finds no tag before: the checkout of the job fetches one commit", "shallow")
        elif one.is_described and astray is not None and not (one.is_of_tag and astray.is_line):
            why = f"does not find {astray.newest.name}, which is on no release branch: {astray.instead}"
            yield _problem(one, why, "off-branch", astray.newest)


def _problem(one: Baseline, why: str, kind: str, tag: ReleaseTag | None = None) -> Problem:
    workflow, uses = one.at.workflow, one.checkout.uses
    where = f"{one.command} in job {one.at.job.id}"
    subject = f"{one.place.path} {one.at.job.id}"
    if tag is not None:
        return Problem(f"{where} {why}", one.place, (InRef(name=tag.name),), kind=kind, subject=subject)
    related = (place_of(workflow.file, uses),) if uses is not None else ()
    return Problem(f"{where} {why}", one.place, related, kind=kind, subject=subject)


@record
class _Astray:
    """The newest release where no release branch has it, and what is found there.

    `is_line` tells that it follows on the one before, as where releases have a branch of their own that nobody states.
    """

    newest: ReleaseTag
    instead: str
    is_line: bool


def _astray(
    tags: ReleaseTags | Unknown, releases: ReleaseBranches | Unknown, history: History | Unknown
) -> _Astray | None:
    if isinstance(tags, Unknown) or isinstance(releases, Unknown) or isinstance(history, Unknown):
        return None
    final = [
        tag for tag in tags.newest_first if tag.is_judged and is_final(tag.version) and tag.commit in history
    ]
    reached = history.reached(releases.tips)
    if not final or not releases.tips or final[0].commit in reached:
        return None
    nearest = next((tag for tag in final if tag.commit in reached), None)
    instead = f"it finds {nearest.name} at best" if nearest is not None else "it finds none"
    follows = len(final) > 1 and final[1].commit in history.reached((final[0].commit,))
    return _Astray(final[0], instead, is_line=follows and not releases.is_stated)
