"""The versions that branches declare."""

from collections.abc import Mapping

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import NOTHING, record, replace
from relaudit.evidence.declared import VersionFile
from relaudit.evidence.git import Git, GitObject
from relaudit.evidence.past.branches import LiveBranches
from relaudit.evidence.readings import Readings
from relaudit.evidence.whereabouts import VersionPaths
from relaudit.process import VersionFormat


@record
class BranchVersions:
    """For each branch that the process has a channel for: the pattern that names it, and its source of truth."""

    by_branch: Mapping[str, tuple[str, VersionFile]] = NOTHING
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.by_branch) + len(self.unknowns)


@evidence()
def branch_versions(
    git: Git, live: LiveBranches, where: VersionPaths, readings: Readings, form: VersionFormat
) -> BranchVersions:
    """Read at the tip of each branch."""
    found: dict[str, tuple[str, VersionFile]] = {}
    unknowns: list[Unknown] = []
    for pattern in form.prerelease:
        for name, oids in live.matching([pattern]).items():
            answers = git.objects([f"{oids[0]}:{path}" for path in where.paths])
            for path, answer in zip(where.paths, answers, strict=True):
                reading = readings.of(path, answer) if isinstance(answer, GitObject) else answer
                if isinstance(reading, Unknown):
                    unknowns.append(reading)
                elif isinstance(reading, VersionFile):
                    found.setdefault(name, (pattern, replace(reading, ref=name)))
    return BranchVersions(found, tuple(unknowns))
