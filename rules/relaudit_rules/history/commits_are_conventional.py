"""Commits say what they change."""

from collections.abc import Iterator

from relaudit.api import Options, Problem, Reason, Severity, Unknown, record, rule
from relaudit.evidence.past.commits import ReleasedCommits
from relaudit.process import Commits


@record
class Types(Options):
    """What a subject may begin with.

    Attributes:
        types: in lower case
    """

    types: tuple[str, ...] = (
        "build", "chore", "ci", "docs", "feat", "fix", "perf", "refactor", "revert", "style", "test",
    )  # fmt: skip


@rule(severity=Severity.WARNING, unstated=Severity.NOTICE, added="0.1", over="commits")
def commits_are_conventional(
    commits: ReleasedCommits, convention: Commits, allowed: Types
) -> Iterator[Problem | Unknown]:
    """Every commit of the production branch has a subject that follows the convention.

    Why:
        The next version and the release notes are worked out from subjects. A commit that does not follow the convention is missing
        from both: its feature is released as a patch, or not mentioned at all.

    How to fix:
        Check subjects before they are merged, with commitlint or `cz check`, and the titles of pull requests where these are squashed.
        The past can't be reworded: `history-since` leaves it alone. Merges, reverts and fixups as git words them
        are not judged. `rules.commits-are-conventional.types` lists the types that you use.
    """
    yield from commits.unknowns
    if convention.convention != "conventional":
        yield Unknown("Commits", Reason.UNSTATED, needs="process.commits.convention")
        return
    for message in commits.messages:
        if message.type not in allowed.types and not message.is_by_git:
            text = f"commit {message.name} says '{message.subject}', which is no conventional subject"
            yield Problem(text, message.place(), subject=message.oid)
