"""What is on the release branch was reviewed."""

from collections.abc import Iterator

from relaudit.api import Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.past.branches import matches
from relaudit.evidence.past.commits import Line
from relaudit.process import Branches


@rule(severity=Severity.ERROR, unstated=Severity.NOTICE, added="0.1", over="commits")
def no_direct_commits(commits: Line, branches: Branches) -> Iterator[Problem | Unknown]:
    """Every commit on the production branch came by a pull request.

    Why:
        A commit that was pushed directly was seen by nobody else, and by no required check. It is released with the rest.

    How to fix:
        Forbid direct pushes in the protection of the branch, for administrators as well. Git alone can't tell a direct push from
        a rebase merge, which leaves no mark, so without GitHub's API the answer is unknown, and at most the number of
        unmarked commits. `history-since` leaves the past alone.
    """
    stated = [branch for name, branch in branches.by_name.items() if matches(commits.branch, [name])]
    if not any(branch.direct_pushes is False for branch in stated):
        needs = f"process.branches.{commits.branch}.direct-pushes"
        yield Unknown("Branches", Reason.UNSTATED, needs=needs)
        return
    merges = sum(commit.is_merge for commit, _ in commits.commits)
    squashed = sum(message.has_squash_mark and not commit.is_merge for commit, message in commits.commits)
    unmarked = len(commits.commits) - merges - squashed
    if unmarked:
        detail = (
            f"{unmarked} of {len(commits.commits)} commits on {commits.branch} carry neither a merge nor a squash mark: "
            f"at most so many were pushed directly (merges: {merges}, squash merges: {squashed})"
        )
        yield Unknown("PullRequests", Reason.OFFLINE, needs="pull-requests:read on GitHub", detail=detail)
