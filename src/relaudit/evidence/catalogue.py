"""Everything that relaudit itself can provide."""

from collections.abc import Iterable, Mapping

from relaudit.core.dossier import Provider
from relaudit.core.occasion import HistorySince, Occasion, Today
from relaudit.core.tables import Tables
from relaudit.evidence.announced import announcements
from relaudit.evidence.bumping import bump_configs
from relaudit.evidence.changelogs.fragments import fragments
from relaudit.evidence.changelogs.kept import changelog
from relaudit.evidence.changelogs.pastlogs import past_logs
from relaudit.evidence.components import component_tags, components
from relaudit.evidence.coverage.found import coverage_floors
from relaudit.evidence.exposed import exposed_versions
from relaudit.evidence.files import Tree
from relaudit.evidence.git import Git, Head
from relaudit.evidence.github.providers import FACTS as OF_GITHUB
from relaudit.evidence.github.service import GitHub
from relaudit.evidence.github.stated import StatedSecrets
from relaudit.evidence.locked import lock_files
from relaudit.evidence.owners import code_owners
from relaudit.evidence.packages import layout
from relaudit.evidence.past.branches import live_branches, release_branches
from relaudit.evidence.past.channels import branch_versions
from relaudit.evidence.past.commits import production_line, released_commits
from relaudit.evidence.past.graph import history
from relaudit.evidence.past.line import line_changes, line_files, line_paths
from relaudit.evidence.past.logged import logged_elsewhere
from relaudit.evidence.past.proposed import proposed
from relaudit.evidence.past.released import pending
from relaudit.evidence.past.replay import bumps
from relaudit.evidence.past.steps import steps
from relaudit.evidence.practice import derived_process, part_providers
from relaudit.evidence.project import project
from relaudit.evidence.pythons.declared import declared_pythons
from relaudit.evidence.readings import readings
from relaudit.evidence.releasefiles import release_files
from relaudit.evidence.secondary import secondary_versions
from relaudit.evidence.tagged import tagged_versions
from relaudit.evidence.tagnames import other_tags, tag_objects
from relaudit.evidence.tags import release_tags, tagging
from relaudit.evidence.versions import package_versions, version_files
from relaudit.evidence.whereabouts import version_paths
from relaudit.evidence.workflows.gates.table import GATES
from relaudit.evidence.workflows.providers import FACTS as OF_WORKFLOWS
from relaudit.evidence.workflows.publishing.known import PUBLISHERS
from relaudit.process.parts import StatedProcess

GIVEN: frozenset[type[object]] = frozenset(
    (Tree, Git, Head, GitHub, StatedProcess, StatedSecrets, Tables, Occasion, Today, HistorySince)
)


_PROVIDERS = (
    announcements,
    branch_versions,
    bump_configs,
    bumps,
    changelog,
    code_owners,
    component_tags,
    components,
    coverage_floors,
    declared_pythons,
    derived_process,
    fragments,
    exposed_versions,
    lock_files,
    history,
    layout,
    line_changes,
    line_files,
    line_paths,
    live_branches,
    release_branches,
    logged_elsewhere,
    other_tags,
    package_versions,
    past_logs,
    pending,
    production_line,
    project,
    proposed,
    readings,
    release_files,
    release_tags,
    secondary_versions,
    released_commits,
    steps,
    tag_objects,
    tagged_versions,
    tagging,
    version_files,
    version_paths,
    *OF_GITHUB,
    *OF_WORKFLOWS,
    *part_providers(),
)


def relaudit_evidence() -> Iterable[Provider]:
    """The built-in providers, through the same hook as those of any pack."""
    return _PROVIDERS


def relaudit_tables() -> Mapping[str, object]:
    """The tables that packs may extend."""
    return {"gates": GATES, "publishers": PUBLISHERS}
