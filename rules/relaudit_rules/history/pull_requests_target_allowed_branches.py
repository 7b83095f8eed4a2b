"""Changes take the documented way."""

from collections.abc import Iterator

from relaudit.api import HistorySince, InSettings, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.files import Tree
from relaudit.evidence.github.pulls import PullRequests
from relaudit.evidence.past.branches import LiveBranches, matches
from relaudit.evidence.past.commits import Line
from relaudit.evidence.stated import stated_at
from relaudit.process import Branches


@rule(severity=Severity.WARNING, added="0.1", over="commits")
def pull_requests_target_allowed_branches(
    commits: Line,
    live: LiveBranches,
    stated: Branches,
    pulls: PullRequests | Unknown,
    since: HistorySince,
    tree: Tree,
) -> Iterator[Problem | Unknown]:
    """Pull requests are merged only from the branches that the process allows.

    Why:
        A change that goes to the release branch past the integration branch was not tested with the others, and is missing from
        the integration branch when the next release is cut.

    How to fix:
        Retarget the pull request. What may be merged into a branch is stated as `process.branches.NAME.from`. Git keeps neither the base nor
        the source of a pull request, only what people wrote into merge subjects, so this is judged with GitHub's
        API only; `history-since` leaves the past alone.
    """
    wanted = {name: branch.from_ for name, branch in stated.by_name.items() if branch.from_}
    if not wanted:
        yield Unknown("Branches", Reason.UNSTATED, needs="process.branches.NAME.from")
        return
    if isinstance(pulls, Unknown):
        yield _untold(commits, live, list(wanted), pulls)
        return
    for name, sources in wanted.items():
        asked_by = stated_at(stated, "branches", (name, "from"), tree)
        for branch in dict.fromkeys((*([name] if "*" not in name else []), *live.matching([name]))):
            merged = pulls.into(branch)
            yield from [merged.doubt] if merged.doubt is not None else []
            for one in merged.every:
                if not since.excludes(one.date) and not matches(one.source, sources):
                    message = (
                        f"#{one.number} merged {one.name} into {branch}, which takes {', '.join(sources)}"
                    )
                    place = InSettings(setting=f"pull request #{one.number}", url=one.page, asked_by=asked_by)
                    yield Problem(message, place, subject=str(one.number))


def _untold(commits: Line, live: LiveBranches, wanted: list[str], why: Unknown) -> Unknown:
    merges = sum(commit.is_merge or message.has_squash_mark for commit, message in commits.commits)
    gone = [name for name in wanted if name not in live.by_name]
    lacking = f"; there is no branch {', '.join(gone)}" if gone else ""
    detail = f"where {merges} merges into {commits.branch} came from{lacking}"
    return Unknown("PullRequests", why.reason, needs="pull-requests:read on GitHub", detail=detail)
