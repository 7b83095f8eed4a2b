"""What commits say: their subjects, and the convention that these follow."""

import re
from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.occasion import HistorySince
from relaudit.core.places import InCommit
from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.git import Git, GitObject, Head
from relaudit.evidence.past.branches import ReleaseBranches
from relaudit.evidence.past.graph import Commit, History

# Conventional Commits 1.0.0: a type, a scope in parentheses, `!` for a breaking change, a colon and a space.
_CONVENTIONAL = regex(r"(?P<type>[A-Za-z][\w-]*)(?:\([^()\n]+\))?(?P<breaking>!)?: +\S")
_BREAKING = regex(r"^BREAKING[ -]CHANGE: ", re.MULTILINE)
_MADE_BY_GIT = ('Revert "', "fixup! ", "squash! ", "amend! ")
_SQUASH = regex(r" \(#\d+\)$")
_SHORT = 10
_STEPS = {"feat": 1, "fix": 2, "perf": 2, "revert": 2}


@record
class Message:
    """A commit's message."""

    oid: str
    text: str

    @property
    def subject(self) -> str:
        """Its first line."""
        return self.text.strip("\n").partition("\n")[0]

    @property
    def name(self) -> str:
        """The abbreviated name of the commit."""
        return self.oid[:_SHORT]

    @property
    def is_by_git(self) -> bool:
        """Git itself wrote the subject, and will rewrite it or means it."""
        return self.subject.startswith(_MADE_BY_GIT)

    @property
    def type(self) -> str:
        """The type of a subject that follows Conventional Commits 1.0.0, in lower case; empty for any other subject."""
        found = _CONVENTIONAL.match(self.subject)
        return found["type"].lower() if found else ""

    @property
    def has_squash_mark(self) -> bool:
        """The subject ends as GitHub's squash merges do."""
        return _SQUASH.search(self.subject) is not None

    @property
    def step(self) -> int | None:
        """What the change calls for: 0 a major release, 1 a minor one, 2 a patch; None when nothing or when it does not say."""
        found = _CONVENTIONAL.match(self.subject)
        if found is None:
            return None
        is_breaking = found["breaking"] or _BREAKING.search(self.text)
        return 0 if is_breaking else _STEPS.get(found["type"].lower())

    def place(self) -> InCommit:
        """The commit."""
        return InCommit(oid=self.oid, subject=self.subject)


@record
class Line:
    """The first-parent commits of the production branch, newest first, with their messages."""

    branch: str
    commits: tuple[tuple[Commit, Message], ...]

    def __len__(self) -> int:
        return len(self.commits)


@record
class ReleasedCommits:
    """The messages of all commits of the production branch that are no merges, newest first; `branch` is its name."""

    branch: str
    messages: tuple[Message, ...]
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.messages) + len(self.unknowns)


@evidence()
def production_line(
    git: Git, head: Head, history: History, releases: ReleaseBranches, since: HistorySince
) -> Line | Unknown:
    """What was done on the production branch itself, as far as it is judged."""
    tip = production_tip(head, history, releases)
    commits = [commit for commit in history.first_parents(tip) if not since.excludes(commit.day)]
    said = list(messages(git, [commit.oid for commit in commits]))
    unread = [message for message in said if isinstance(message, Unknown)]
    both = zip(commits, said, strict=True)
    return (
        unread[0]
        if unread
        else Line(
            releases.production, tuple((commit, one) for commit, one in both if isinstance(one, Message))
        )
    )


@evidence()
def released_commits(
    git: Git, head: Head, history: History, releases: ReleaseBranches, since: HistorySince
) -> ReleasedCommits:
    """Every commit that the production branch holds, as far as it is judged."""
    reached = history.reached([production_tip(head, history, releases)])
    found = (history.commit(oid) for oid in reached)
    commits = [
        commit for commit in found if commit and not commit.is_merge and not since.excludes(commit.day)
    ]
    commits.sort(key=lambda commit: (commit.committed, commit.oid), reverse=True)
    said = list(messages(git, [commit.oid for commit in commits]))
    read = tuple(message for message in said if isinstance(message, Message))
    unread = tuple(message for message in said if isinstance(message, Unknown))
    return ReleasedCommits(releases.production, read, unread)


def production_tip(head: Head, history: History, releases: ReleaseBranches) -> str:
    """The commit under audit where the production branch holds it, so that nothing later is judged; else the branch's own."""
    tips = releases.lines.get(releases.production, ())
    return head.oid if head.oid in history.reached(tips) else next(iter(tips), "")


def messages(git: Git, oids: Sequence[str]) -> Iterator[Message | Unknown]:
    """The messages of commits, read in bulk, in order."""
    for oid, found in zip(oids, git.stream(oids), strict=True):
        if isinstance(found, GitObject):
            _, _, text = found.content.partition(b"\n\n")
            yield Message(found.oid, text.decode("utf-8", "replace"))
        else:
            lost = Unknown(
                "commits", Reason.MISSING_OBJECTS, needs="a full clone", detail=f"commit {oid} is missing"
            )
            yield found or lost
