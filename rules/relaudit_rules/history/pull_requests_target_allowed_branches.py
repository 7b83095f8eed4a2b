"""Changes take the documented way."""

from collections.abc import Iterator

from relaudit.api import Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.past.branches import LiveBranches
from relaudit.evidence.past.commits import Line
from relaudit.process import Branches


@rule(severity=Severity.WARNING, added="0.1", over="commits")
def pull_requests_target_allowed_branches(
    commits: Line, live: LiveBranches, stated: Branches
) -> Iterator[Problem | Unknown]:
    """Pull requests are merged only from the branches that the process allows.

    Why:
        A change that goes to the release branch past the integration branch was not tested with the others, and is missing from
        the integration branch when the next release is cut.

    How to fix:
        Retarget the pull request. What may be merged into a branch is stated as `process.branches.NAME.from`. Git keeps neither the base nor
        the source of a pull request, only what people wrote into merge subjects, so this is judged with GitHub's
        API only.
    """
    wanted = [name for name, branch in stated.by_name.items() if branch.from_]
    if not wanted:
        yield Unknown("Branches", Reason.UNSTATED, needs="process.branches.NAME.from")
        return
    merges = sum(commit.is_merge or message.has_squash_mark for commit, message in commits.commits)
    gone = [name for name in wanted if name not in live.by_name]
    lacking = f"; there is no branch {', '.join(gone)}" if gone else ""
    detail = f"where {merges} merges into {commits.branch} came from{lacking}"
    yield Unknown("PullRequests", Reason.OFFLINE, needs="pull-requests:read on GitHub", detail=detail)
