"""What is on the release branch was reviewed."""

from collections.abc import Iterator

from relaudit.api import InCommit, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.github.direct import DirectCommits
from relaudit.evidence.past.branches import matches
from relaudit.evidence.past.commits import Line
from relaudit.process import Branches


@rule(severity=Severity.ERROR, unstated=Severity.NOTICE, added="0.1", over="commits")
def no_direct_commits(
    commits: Line, branches: Branches, direct: DirectCommits | Unknown
) -> Iterator[Problem | Unknown]:
    """Every commit on the production branch came by a pull request.

    Why:
        A commit that was pushed directly was seen by nobody else, and by no required check. It is released with the rest.

    How to fix:
        Forbid direct pushes in the protection of the branch, for administrators as well. Git alone can't tell a direct push from
        a rebase merge, which leaves no mark, so without GitHub's API the answer is unknown, and at most the number of
        unmarked commits. Who may push is stated as `process.branches.NAME.bypass`; `history-since` leaves the past alone.
    """
    stated = [branch for name, branch in branches.by_name.items() if matches(commits.branch, [name])]
    if not any(branch.direct_pushes is False for branch in stated):
        needs = f"process.branches.{commits.branch}.direct-pushes"
        yield Unknown("Branches", Reason.UNSTATED, needs=needs)
        return
    if isinstance(direct, Unknown):
        yield from _bounded(commits, direct)
        return
    yield from direct.unknowns
    allowed = {name for branch in stated for name in branch.bypass or ()}
    for one in direct.every:
        if not {one.by, f"user {one.by}", f"app {one.by.removesuffix('[bot]')}"} & allowed:
            how = f" by {one.by}" if one.by else ""
            message = f"{one.commit[:10]} was pushed to {commits.branch}{how}: no pull request into it brought the commit"
            yield Problem(message, InCommit(oid=one.commit, subject=one.subject), subject=one.commit)


def _bounded(commits: Line, why: Unknown) -> Iterator[Unknown]:
    """What git can tell."""
    merges = sum(commit.is_merge for commit, _ in commits.commits)
    squashed = sum(message.has_squash_mark and not commit.is_merge for commit, message in commits.commits)
    unmarked = len(commits.commits) - merges - squashed
    if unmarked:
        detail = (
            f"{unmarked} of {len(commits.commits)} commits on {commits.branch} carry neither a merge nor a squash mark: "
            f"at most so many were pushed directly (merges: {merges}, squash merges: {squashed})"
        )
        yield Unknown("PullRequests", why.reason, needs="pull-requests:read on GitHub", detail=detail)
