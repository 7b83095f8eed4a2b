"""The commits of the production branch that came by no pull request, and who pushed them as far as GitHub recorded it."""

from collections.abc import Iterator, Mapping, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import record
from relaudit.evidence.github.commitpulls import CommitPulls, Merges
from relaudit.evidence.github.pushes import Push, Pushes
from relaudit.evidence.past.branches import matches
from relaudit.evidence.past.commits import Line
from relaudit.process import Branches

_MOST = 1_000


@record
class DirectCommit:
    """A commit that was pushed; `by` is who pushed it, Unknown where GitHub's record does not tell."""

    commit: str
    subject: str
    by: str | Unknown


@record
class DirectCommits:
    """Each of them, the newest first; `unknowns` are why there may be more."""

    every: tuple[DirectCommit, ...] = ()
    unknowns: tuple[Unknown, ...] = ()


@evidence()
def direct_commits(
    commits: Line, stated: Branches | Unknown, pulls: CommitPulls, pushes: Pushes | Unknown
) -> DirectCommits:
    """By the pull requests of every commit: one into another branch of the process does not count; into any other it does.

    A branch that the process does not know may be this one, under its name of then.
    """
    branches = stated.by_name if isinstance(stated, Branches) else {}
    others = [name for name in branches if not matches(commits.branch, [name])]
    asked = commits.commits[:_MOST]
    merges = pulls.of([commit.oid for commit, _ in asked])
    by = _pushers([commit.oid for commit, _ in commits.commits], commits.branch, pushes)
    found = tuple(
        DirectCommit(commit.oid, message.subject, by[commit.oid])
        for commit, message in asked
        if _is_direct(merges.get(commit.oid), others)
    )
    return DirectCommits(found, tuple(_unknowns(list(merges.values()), len(commits.commits))))


def _is_direct(merges: Merges | None, others: Sequence[str]) -> bool:
    """Whether no pull request brought a commit but into other branches."""
    return isinstance(merges, tuple) and all(matches(one.target, others) for one in merges)


def _pushers(line: Sequence[str], branch: str, pushes: Pushes | Unknown) -> Mapping[str, str | Unknown]:
    """Who pushed each commit of a branch, the newest first: those between two ends of a push came with it.

    A push whose beginning is not on the branch, a forced one or the first, is known for its end alone.
    """
    recorded = pushes if isinstance(pushes, Unknown) else pushes.to(branch)
    every: Sequence[Push] = () if isinstance(recorded, Unknown) else recorded.every
    doubt = recorded if isinstance(recorded, Unknown) else recorded.doubt
    untold = doubt or Unknown(
        "Pushes", Reason.TRUNCATED, detail=f"GitHub's record of pushes to {branch} does not go back so far"
    )
    ends, whole = {push.after: push for push in every}, frozenset(line)
    found: dict[str, str | Unknown] = {}
    current: Push | None = None
    for oid in line:
        is_over = current is not None and (oid == current.before or current.before not in whole)
        current = ends.get(oid, None if is_over else current)
        found[oid] = current.by if current is not None and current.by else untold
    return found


def _unknowns(merges: Sequence[Merges], commits: int) -> Iterator[Unknown]:
    yield from dict.fromkeys(one for one in merges if isinstance(one, Unknown))
    if commits > _MOST:
        detail = f"{commits - _MOST} older commits were not asked about"
        yield Unknown("PullRequests", Reason.TRUNCATED, needs="history-since in the policy", detail=detail)
