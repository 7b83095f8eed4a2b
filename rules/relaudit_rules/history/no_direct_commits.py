"""What is on the release branch was reviewed."""

from collections.abc import Iterator, Sequence

from relaudit.api import InCommit, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.github.direct import DirectCommit, DirectCommits
from relaudit.evidence.past.branches import matches
from relaudit.evidence.past.commits import Line
from relaudit.process import Branches

_CLASSES = ("administrators", "maintainers", "OrganizationAdmin", "DeployKey")


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
    allowed = [name for branch in stated for name in branch.bypass or ()]
    for one in direct.every:
        yield from _judged(one, commits.branch, allowed)


def _judged(one: DirectCommit, branch: str, allowed: Sequence[str]) -> Iterator[Problem | Unknown]:
    """Who may pass by is named by account, or as a class of accounts that a push does not tell."""
    by = one.by if isinstance(one.by, str) else ""
    if by and {by, f"user {by}", f"app {by.removesuffix('[bot]')}"} & set(allowed):
        return
    classes = [
        name
        for name in allowed
        if not name.startswith(("user ", "app ")) and (":" in name or " " in name or name in _CLASSES)
    ]
    if allowed and isinstance(one.by, Unknown):
        yield one.by
    elif classes:
        detail = f"whether {by}, who pushed {one.commit[:10]}, is one of {', '.join(classes)}"
        yield Unknown("Pushes", Reason.UNDECIDABLE, detail=detail)
    else:
        how = f" by {by}" if by else ""
        message = f"{one.commit[:10]} was pushed to {branch}{how}: no pull request into it brought the commit"
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
