"""What a change brings: the tree under audit against the commit that the change began from."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.occasion import Moment, Occasion
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.git import Git, GitObject, Head
from relaudit.evidence.past.commits import Message, messages
from relaudit.evidence.past.graph import History

_DEPTH = "the base branch: fetch-depth: 0, or git fetch origin BASE"


class Proposed:
    """A change since `base`; `messages` are those of its commits. Files that git does not know yet are no part of it."""

    def __init__(self, base: str, before: Tree, after: Tree, known: Tree, messages: tuple[str, ...]) -> None:
        self.base = base
        self.before = before
        self.messages = messages
        self._after = after
        self._known = known

    def files(self, patterns: Sequence[str]) -> Sequence[str] | Unknown:
        """The paths that match a pattern, before or after."""
        listed = (self.before.paths(), self._known.paths())
        missing = [paths for paths in listed if isinstance(paths, Unknown)]
        if missing:
            return missing[0]
        every = {path for paths in listed if not isinstance(paths, Unknown) for path in paths}
        return sorted(path for path in every if any(fnmatchcase(path, pattern) for pattern in patterns))

    def changed(self, paths: Sequence[str]) -> Iterator[str]:
        """Those of the paths whose content is another; they are read one after the other."""
        return (
            path for path in paths if _content(self.before.read(path)) != _content(self._after.read(path))
        )


@evidence()
def proposed(
    tree: Tree, git: Git | Unknown, head: Head, history: History | Unknown, occasion: Occasion
) -> Proposed | Unknown:
    """The change, when it is one that is judged."""
    if occasion.moment is not Moment.CHANGE:
        return Unknown(
            "change", Reason.INAPPLICABLE, detail="no change is judged: --changed-since REV judges one"
        )
    if isinstance(git, Unknown):
        return git
    base = _resolved(git, occasion.subject)
    if isinstance(base, Unknown):
        return base
    if isinstance(history, History) and base not in history:
        more = git.ancestry(base)
        history = more if isinstance(more, Unknown) else history.with_more(more)
    if isinstance(history, Unknown):
        return history
    theirs, ours = history.reached([base]), history.reached([head.oid])
    began = _began(history, ours & theirs) or base
    said = list(messages(git, sorted(ours - theirs)))
    told = tuple(message.text for message in said if isinstance(message, Message))
    unread = [message for message in said if isinstance(message, Unknown)]
    return (
        unread[0]
        if unread
        else Proposed(occasion.subject, git.tree(began), tree, git.tree(head.oid or base), told)
    )


def _resolved(git: Git, name: str) -> str | Unknown:
    """The commit of a base, which is a branch as its remote has it where the remote has it."""
    if not name:
        detail = "nothing says what the change is based on"
        return Unknown("change", Reason.UNDECIDABLE, needs="--changed-since REV", detail=detail)
    tried = (f"refs/remotes/origin/{name}^{{commit}}", f"{name}^{{commit}}")
    for found in git.objects(tried) if "\n" not in name else ():
        if isinstance(found, GitObject):
            return found.oid
    reason = Reason.SHALLOW if git.is_shallow else Reason.UNDECIDABLE
    return Unknown(
        "change",
        reason,
        needs=_DEPTH.replace("BASE", name),
        detail=f"there is no revision '{name}' to compare with",
    )


def _began(history: History, common: frozenset[str]) -> str:
    """The newest commit that both sides have and that no other of those follows."""
    commits = [commit for oid in common if (commit := history.commit(oid))]
    followed = {parent for commit in commits for parent in commit.parents}
    last = [commit for commit in commits if commit.oid not in followed]
    return max(((commit.committed, commit.oid) for commit in last), default=(0, ""))[1]


def _content(text: Text | Unknown | None) -> object:
    """What is compared; two files that cannot be read count as one."""
    return text.text if isinstance(text, Text) else isinstance(text, Unknown)
