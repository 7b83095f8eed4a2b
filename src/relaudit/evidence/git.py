"""What git knows: refs and objects, whoever reads them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.files import Tree

_COMMITTER = regex(rb"^committer .*> (\d{1,11}) [+-]\d{4}$", re.MULTILINE)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@record
class Ref:
    """A reference by its full name, and the object it points at, before peeling.

    `target` is the reference that a symbolic one names, `created` the seconds at which an annotated tag was made, `commit` is what it peels to and `committed` when that was made, in seconds since the epoch; both are left out
    where git did not say, which is not to say that there is none.
    """

    name: str
    oid: str
    commit: str = ""
    committed: int = 0
    target: str = ""
    created: int = 0


@record
class GitObject:
    """An object with its content; `kind` is blob, tree, commit or tag."""

    oid: str
    kind: str
    content: bytes


@record
class LargeObject(Unknown):
    """An object that is there and is more than what is read."""

    oid: str = ""


@record
class Head:
    """The commit under audit; `oid` is empty before the first commit, and where there is no git.

    `branch` is the one that HEAD names, empty when it is detached; `is_bare` tells that no work tree belongs to it.
    """

    oid: str = ""
    branch: str = ""
    is_bare: bool = False


@record
class Change:
    """A commit that changed some of the paths asked for.

    `before` and `blobs` have for each of those its object until then and from then on, empty where there was none; `links` are
    the paths that are symbolic links from then on.
    """

    oid: str
    committed: int
    before: Mapping[str, str]
    blobs: Mapping[str, str]
    links: frozenset[str] = frozenset()


Ancestry = Mapping[str, Sequence[str]]


class Git(Protocol):
    """The git directory of the repository under audit, read without its configuration."""

    @property
    def head(self) -> str | None:
        """The commit that HEAD names; None before the first commit."""
        ...

    @property
    def is_shallow(self) -> bool:
        """History was cut off, and with it most tags."""
        ...

    @property
    def has_all_branches(self) -> bool:
        """Nothing tells that only some of the remote's branches were fetched."""
        ...

    def refs(self) -> tuple[Ref, ...] | Unknown:
        """Every branch and tag, sorted by name."""
        ...

    def objects(self, names: Sequence[str]) -> list[GitObject | Unknown | None]:
        """What each name (`oid`, `rev:path`, `rev^{tree}`) stands for, in order; None when nothing has that name."""
        ...

    def stream(self, names: Sequence[str]) -> Iterator[GitObject | Unknown | None]:
        """As `objects`, for many names: in bulk, and one after the other."""
        ...

    def tree(self, revision: str) -> Tree:
        """The files as they are at a revision."""
        ...

    def ancestry(self, tip: str) -> Ancestry | Unknown:
        """Every commit that a branch, a tag or `tip` reaches: by its name, the seconds since the epoch at which it was made, its name, its parents."""
        ...

    def begin_changes(self, tip: str, paths: Sequence[str]) -> None:
        """Tell that `changes` will be asked for soon."""
        ...

    def changes(self, tip: str, paths: Sequence[str]) -> tuple[Change, ...] | Unknown:
        """The commits on the first-parent line of `tip` that changed one of these paths, newest first."""
        ...

    def changes_anywhere(self, tips: Sequence[str], paths: Sequence[str]) -> tuple[Change, ...] | Unknown:
        """Every commit that the tips reach and that changed one of these paths, merges left out, newest first."""
        ...

    def unpicked(self, tip: str, upstream: str) -> tuple[str, ...] | Unknown:
        """The commits of `tip`, merges left out, that `upstream` has neither themselves nor by an equal patch, newest first."""
        ...


def day_of_commit(content: bytes) -> date:
    """The day in UTC on which a commit was made, out of its content; the epoch when it does not say."""
    found = _COMMITTER.search(content)
    return day_of(int(found[1]) if found else 0)


def day_of(seconds: int) -> date:
    """The day in UTC; the last there is for what no calendar reaches."""
    try:
        return (_EPOCH + timedelta(seconds=seconds)).date()
    except OverflowError:
        return date.max
