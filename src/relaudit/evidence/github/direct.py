"""The commits of the production branch that came by no pull request, and who pushed them as far as GitHub recorded it."""

from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import record
from relaudit.evidence.github.commitpulls import CommitPulls, Merges
from relaudit.evidence.github.pushes import Pushes
from relaudit.evidence.past.branches import LiveBranches
from relaudit.evidence.past.commits import Line

_MOST = 1_000


@record
class DirectCommit:
    """A commit that was pushed; `by` is empty where GitHub's record does not name it as the end of a push."""

    commit: str
    subject: str
    by: str = ""


@record
class DirectCommits:
    """Each of them, the newest first; `unknowns` are why there may be more."""

    every: tuple[DirectCommit, ...] = ()
    unknowns: tuple[Unknown, ...] = ()


@evidence()
def direct_commits(
    commits: Line, live: LiveBranches, pulls: CommitPulls, pushes: Pushes | Unknown
) -> DirectCommits:
    """By the pull requests of every commit; one into a branch that is gone may have been into this one, under its name of then."""
    others = frozenset(live.by_name) - {commits.branch}
    asked = commits.commits[:_MOST]
    merges = pulls.of([commit.oid for commit, _ in asked])
    recorded = pushes.to(commits.branch).every if isinstance(pushes, Pushes) else ()
    by = {push.after: push.by for push in recorded}
    found = tuple(
        DirectCommit(commit.oid, message.subject, by.get(commit.oid, ""))
        for commit, message in asked
        if _is_direct(merges.get(commit.oid, ()), others)
    )
    return DirectCommits(found, tuple(_unknowns(list(merges.values()), len(commits.commits))))


def _is_direct(merges: Merges, others: frozenset[str]) -> bool:
    """Whether no pull request brought a commit but into other branches."""
    return not isinstance(merges, Unknown) and all(one.target in others for one in merges)


def _unknowns(merges: Sequence[Merges], commits: int) -> Iterator[Unknown]:
    yield from dict.fromkeys(one for one in merges if isinstance(one, Unknown))
    if commits > _MOST:
        detail = f"{commits - _MOST} older commits were not asked about"
        yield Unknown("PullRequests", Reason.TRUNCATED, needs="history-since in the policy", detail=detail)
