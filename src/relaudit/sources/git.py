"""Git objects, read in bulk from one `git cat-file`."""

import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import TypeVar

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.files import Tree
from relaudit.evidence.git import Ancestry, Change, GitObject, LargeObject, Ref, day_of_commit
from relaudit.sources import log
from relaudit.sources.asked import Asked
from relaudit.sources.batch import Batch
from relaudit.sources.find import common_dir_of, fetches_every_branch
from relaudit.sources.isolation import isolated, read_small, remove
from relaudit.sources.revision import Revision

T = TypeVar("T")
_PIECE = 128  # names that are asked for at once
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"  # known to every git, stored or not


class GitDirectory:
    """A git directory, read through an isolated one; close it to end its process.

    `git_dir` is what `.git` names, `common_dir` where objects and refs are (they differ in a linked worktree).
    """

    def __init__(self, git_dir: str) -> None:
        self.git_dir = git_dir
        self.common_dir = common_dir_of(git_dir)
        self._batch: Batch | None = None
        self._revisions: dict[str, Revision] = {}
        self._begun: dict[Sequence[str], Asked] = {}

    def begin(self, tip: str) -> None:
        """Ask now what every audit asks, so that git works while the rules are still being read."""
        self._begin(log.references())
        self._begin(log.ancestry(tip))

    def close(self) -> None:
        """End the processes and remove the temporary directory."""
        for asked in self._begun.values():
            asked.close()
        self._begun.clear()
        if self._batch is not None:
            self._batch.close()
            self._batch = None
        if "_own" in self.__dict__:
            remove(self._own)
            del self._own

    @cached_property
    def head(self) -> str | None:
        """The commit that HEAD names; None before the first commit."""
        return self.resolve("HEAD")

    @cached_property
    def is_shallow(self) -> bool:
        """History was cut off, and with it most tags."""
        return bool(read_small(f"{self.common_dir}/shallow"))

    @cached_property
    def is_partial(self) -> bool:
        """Objects may be missing by intent: a clone with a filter."""
        try:
            return any(name.endswith(".promisor") for name in os.listdir(f"{self.common_dir}/objects/pack"))
        except OSError:
            return False

    @cached_property
    def configuration(self) -> str:
        """The text of the repository's own configuration, which nothing is configured by."""
        return (read_small(f"{self.common_dir}/config") or b"").decode("utf-8", "surrogateescape")

    @cached_property
    def has_all_branches(self) -> bool:
        """Nothing tells that only some of the remote's branches were fetched; the configuration is read as text."""
        return not self.is_shallow and fetches_every_branch(self.configuration)

    @cached_property
    def _own(self) -> str:
        return isolated(self.git_dir, self.common_dir)

    def refs(self) -> tuple[Ref, ...] | Unknown:
        """Every branch and tag, sorted by name; without what they peel to when an object cannot be read."""
        return self._refs

    @cached_property
    def _refs(self) -> tuple[Ref, ...] | Unknown:
        done = self._run(*log.references())
        if done.returncode != 0:
            done = self._run(*log.unpeeled_references())
        if done.returncode != 0:
            return Unknown("refs", Reason.UNREADABLE, detail=done.stderr.decode("utf-8", "replace").strip())
        return log.references_of(done.stdout.decode("utf-8", "surrogateescape"))

    def resolve(self, revision: str) -> str | None:
        """The commit a revision names, None when it names none."""
        if "\n" in revision or revision.startswith("-"):
            return None
        found = self.objects([f"{revision}^{{commit}}"])[0]
        return found.oid if isinstance(found, GitObject | LargeObject) else None

    def day_of(self, revision: str) -> date | None:
        """The day a commit was made, in UTC; None when there is no such commit."""
        found = self.objects([f"{revision}^{{commit}}"])[0]
        return day_of_commit(found.content) if isinstance(found, GitObject) else None

    def tree(self, revision: str) -> Tree:
        """The files as they are at a revision."""
        return self._revision(revision)

    def objects(self, names: Sequence[str]) -> list[GitObject | Unknown | None]:
        """What each name stands for, in order; None when nothing has that name."""
        if self._batch is None:
            self._batch = Batch(self._own)
        return self._completed(names, list(self._batch.answers(names)))

    def stream(self, names: Sequence[str]) -> Iterator[GitObject | Unknown | None]:
        """As `objects`, for many names: a piece at a time, so that others may ask in between."""
        for start in range(0, len(names), _PIECE):
            yield from self.objects(names[start : start + _PIECE])

    def ancestry(self, tip: str) -> Ancestry | Unknown:
        """Every commit that a branch, a tag or `tip` reaches, by its name."""
        return self._asked(log.ancestry_of, log.ancestry(tip))

    def begin_changes(self, tip: str, paths: Sequence[str]) -> None:
        """Tell that `changes` will be asked for soon."""
        if not self.is_shallow:
            self._begin(log.changes(tip, paths))

    def changes(self, tip: str, paths: Sequence[str]) -> tuple[Change, ...] | Unknown:
        """The commits on the first-parent line of `tip` that changed one of these paths, newest first."""
        return self._asked(log.changes_of, log.changes(tip, paths))

    def changes_anywhere(self, tips: Sequence[str], paths: Sequence[str]) -> tuple[Change, ...] | Unknown:
        """Every commit that the tips reach and that changed one of these paths, merges left out, newest first."""
        return self._asked(log.changes_of, log.changes_anywhere(tips, paths))

    def unpicked(self, tip: str, upstream: str) -> tuple[str, ...] | Unknown:
        """The commits of `tip` that `upstream` has neither themselves nor by an equal patch, newest first."""
        return self._asked(log.names_of, log.unpicked(tip, upstream))

    def _asked(self, read: Callable[[str], T], arguments: Sequence[str]) -> T | Unknown:
        """What is read out of git's answer; history that was cut off tells nothing for certain."""
        if self.is_shallow:
            return log.SHALLOW
        done = self._run(*arguments)
        if done.returncode != 0:
            return log.unanswered(done.stderr, is_partial=self.is_partial)
        return read(done.stdout.decode("utf-8", "surrogateescape"))

    def _completed(
        self, names: Sequence[str], answers: list[GitObject | Unknown | None]
    ) -> list[GitObject | Unknown | None]:
        """In a partial clone a missing object may have been left out."""
        if not self.is_partial:
            return answers
        both = zip(names, answers, strict=True)
        return [self._left_out(name) if found is None else found for name, found in both]

    def _left_out(self, name: str) -> Unknown | None:
        """What is missing from a partial clone may have been left out; the trees tell whether it exists."""
        revision, _, path = name.partition(":")
        if path and self._revision(revision).lists(path) is False:
            return None
        if path or is_object_name(name):
            return Unknown(
                name,
                Reason.MISSING_OBJECTS,
                needs="a full clone",
                detail=f"{name} is not in this partial clone",
            )
        return None

    def _revision(self, revision: str) -> Revision:
        if revision not in self._revisions:
            self._revisions[revision] = Revision(self, revision)
        return self._revisions[revision]

    def _begin(self, arguments: Sequence[str]) -> None:
        if arguments not in self._begun:
            self._begun[arguments] = Asked(self._own, arguments)

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        asked = self._begun.pop(arguments, None) or Asked(self._own, arguments)
        return asked.answer()


def is_object_name(name: str) -> bool:
    """Whether a name is a full object name, in either of git's hashes."""
    return len(name) in (40, 64) and all(character in "0123456789abcdef" for character in name)
