"""The graph of commits: who descends from whom, and when each was made."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.git import Ancestry, Git, Head, day_of


@record
class Commit:
    """One commit of the graph."""

    oid: str
    committed: int
    parents: tuple[str, ...]

    @property
    def day(self) -> date:
        """The day in UTC on which it was made."""
        return day_of(self.committed)

    @property
    def is_merge(self) -> bool:
        """It has more than one parent."""
        return len(self.parents) > 1


class History:
    """Every commit that HEAD, a branch or a release tag reaches."""

    def __init__(self, ancestry: Ancestry) -> None:
        self._ancestry = ancestry
        self._reached: dict[tuple[str, ...], frozenset[str]] = {}

    def __len__(self) -> int:
        return len(self._ancestry)

    def __contains__(self, oid: str) -> bool:
        return oid in self._ancestry

    def with_more(self, ancestry: Ancestry) -> "History":
        """The same graph, and another."""
        return History({**self._ancestry, **ancestry})

    def commit(self, oid: str) -> Commit | None:
        """A commit by its name; None when nothing reaches it."""
        line = self._ancestry.get(oid)
        return Commit(line[1], int(line[0]), tuple(line[2:])) if line else None

    def first_parents(self, tip: str) -> Iterator[Commit]:
        """The commit and its first parents, newest first: what was done on the branch itself."""
        commit = self.commit(tip)
        while commit is not None:
            yield commit
            commit = self.commit(commit.parents[0]) if commit.parents else None

    def line(self, tip: str) -> Sequence[str]:
        """The names of the commit and its first parents, newest first."""
        found = []
        line = self._ancestry.get(tip)
        while line:
            found.append(line[1])
            line = self._ancestry.get(line[2]) if len(line) > 2 else None  # noqa: PLR2004 - seconds, its name, its parents
        return found

    def reached(self, tips: Iterable[str]) -> frozenset[str]:
        """The names of all commits that these reach, themselves included."""
        key = tuple(tips)
        if key not in self._reached:
            self._reached[key] = frozenset(self._walk(key))
        return self._reached[key]

    def parents_first(self) -> Iterator[str]:
        """Every commit, after all of its parents."""
        done: set[str] = set()
        for start in list(self._ancestry)[::-1]:
            pending = [start]
            while pending:
                oid = pending[-1]
                waiting = [
                    parent
                    for parent in self._ancestry[oid][2:]
                    if parent not in done and parent in self._ancestry
                ]
                if oid in done or not waiting:
                    pending.pop()
                    if oid not in done:
                        done.add(oid)
                        yield oid
                else:
                    pending += waiting

    def _walk(self, tips: Sequence[str]) -> Iterator[str]:
        seen: set[str] = set()
        pending = list(tips)
        while pending:
            oid = pending.pop()
            line = self._ancestry.get(oid)
            if line and oid not in seen:
                seen.add(oid)
                pending += line[2:]
        return iter(seen)


@evidence()
def history(git: Git, head: Head) -> History | Unknown:
    """The graph, asked for once; empty before the first commit."""
    answer = git.ancestry(head.oid) if head.oid else {}
    return answer if isinstance(answer, Unknown) else History(answer)
