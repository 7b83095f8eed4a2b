"""The commits that changed the version, and what they left behind."""

from collections.abc import Iterator, Mapping
from datetime import date

from relaudit.core.model import Reason, Unknown
from relaudit.core.occasion import HistorySince
from relaudit.core.places import InCommit
from relaudit.core.record import NOTHING, record
from relaudit.evidence.declared import VersionFile

_SHORT = 10


@record
class Bump:
    """A commit that changed what a version file says: one of the first-parent line of a long-lived branch, or, where the process
    states the version files, any other that is no merge.

    `files` are all version files as the commit left them, the source of truth first; `changed` are the paths of those whose
    version it changed, `before` is what the source said until then, empty where there was none. `is_logged` tells that the
    commit changed the changelog too, `had_changelog` that there was one.
    """

    oid: str
    day: date
    before: str
    files: tuple[VersionFile, ...]
    changed: frozenset[str]
    is_logged: bool
    had_changelog: bool

    @property
    def after(self) -> str:
        """What the source says from then on; empty when no file says anything."""
        return self.files[0].version if self.files else ""

    @property
    def name(self) -> str:
        """The abbreviated name of the commit."""
        return self.oid[:_SHORT]

    def place(self) -> InCommit:
        """The commit."""
        return InCommit(oid=self.oid)


@record
class Unread:
    """A version file of a commit that could not be read, or is not what its name says."""

    day: date
    why: Unknown


@record
class Bumps:
    """Every bump; `unread` are the files that could not be read.

    `lines` has for the tip of each long-lived branch the bumps on its first-parent line, newest first.
    """

    bumps: tuple[Bump, ...] = ()
    unread: tuple[Unread, ...] = ()
    lines: Mapping[str, tuple[str, ...]] = NOTHING

    def __len__(self) -> int:
        return len(self.bumps) + len(self.unread)

    def on(self, tip: str) -> Iterator[Bump]:
        """The bumps on the first-parent line of a long-lived branch, newest first."""
        known = {bump.oid: bump for bump in self.bumps}
        return (known[oid] for oid in self.lines.get(tip, ()))

    def judged(self, since: HistorySince) -> Iterator[Bump]:
        """The bumps that are not too old to be judged."""
        return (bump for bump in self.bumps if not since.excludes(bump.day))


def unread(found: Bumps | Unknown, since: HistorySince) -> Iterator[Unknown]:
    """Why nothing, or not everything, can be said about the past; where there is none to speak of, nothing is missing."""
    if isinstance(found, Bumps):
        yield from (one.why for one in found.unread if not since.excludes(one.day))
    elif found.reason is not Reason.NO_GIT and not found.reason.means_nothing_to_judge:
        yield found
