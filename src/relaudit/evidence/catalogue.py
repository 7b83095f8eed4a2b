"""Everything that relaudit itself can provide."""

from collections.abc import Iterable

from relaudit.core.dossier import Provider
from relaudit.core.occasion import HistorySince, Occasion, Today
from relaudit.evidence.bumping import bump_configs
from relaudit.evidence.changelog import changelog, logged_elsewhere
from relaudit.evidence.exposed import exposed_versions
from relaudit.evidence.files import Tree
from relaudit.evidence.git import Git
from relaudit.evidence.locked import lock_files
from relaudit.evidence.practice import derived_process, part_providers
from relaudit.evidence.project import project
from relaudit.evidence.secondary import secondary_versions
from relaudit.evidence.tagged import tagged_versions
from relaudit.evidence.tags import release_tags
from relaudit.evidence.versions import version_files
from relaudit.evidence.workflows.files import workflow_files
from relaudit.evidence.workflows.secrets import secret_uses
from relaudit.process.parts import StatedProcess

GIVEN: frozenset[type[object]] = frozenset((Tree, Git, StatedProcess, Occasion, Today, HistorySince))


def relaudit_evidence() -> Iterable[Provider]:
    """The built-in providers, through the same hook as those of any pack."""
    return (
        bump_configs,
        changelog,
        derived_process,
        exposed_versions,
        lock_files,
        logged_elsewhere,
        project,
        release_tags,
        secondary_versions,
        secret_uses,
        tagged_versions,
        version_files,
        workflow_files,
        *part_providers(),
    )
