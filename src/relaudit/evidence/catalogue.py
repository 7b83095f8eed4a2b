"""Everything that relaudit itself can provide."""

from collections.abc import Iterable, Mapping

from relaudit.core.dossier import Provider
from relaudit.core.occasion import HistorySince, Occasion, Today
from relaudit.core.tables import Tables
from relaudit.evidence.bumping import bump_configs
from relaudit.evidence.changelogs.announced import announcements
from relaudit.evidence.changelogs.fragments import fragments
from relaudit.evidence.changelogs.kept import changelog
from relaudit.evidence.changelogs.logged import logged_elsewhere
from relaudit.evidence.changelogs.pastlogs import past_logs
from relaudit.evidence.components import component_tags, components
from relaudit.evidence.coverage.found import coverage_floors
from relaudit.evidence.exposed import exposed_versions
from relaudit.evidence.files import Tree
from relaudit.evidence.git import Git, Head
from relaudit.evidence.github.providers import FACTS
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
from relaudit.evidence.workflows.artifacts.declared import declared_artifacts
from relaudit.evidence.workflows.artifacts.kept import kept_files
from relaudit.evidence.workflows.checkouts import checkouts
from relaudit.evidence.workflows.covering import gate_covers
from relaudit.evidence.workflows.dispatch.found import dispatches
from relaudit.evidence.workflows.extraction.found import extractions
from relaudit.evidence.workflows.files import workflow_files
from relaudit.evidence.workflows.gates.found import gate_runs
from relaudit.evidence.workflows.gates.steps import workflow_steps
from relaudit.evidence.workflows.gates.table import GATES
from relaudit.evidence.workflows.gates.targets import targets
from relaudit.evidence.workflows.gates.weakness import gate_weaknesses
from relaudit.evidence.workflows.images.pushed import image_pushes
from relaudit.evidence.workflows.notes.baselines import baselines
from relaudit.evidence.workflows.notes.found import release_notes
from relaudit.evidence.workflows.paths.exercised import unexercised_paths
from relaudit.evidence.workflows.paths.found import release_paths, what_runs
from relaudit.evidence.workflows.paths.indexed import index_uploads
from relaudit.evidence.workflows.paths.order import publishing_runs
from relaudit.evidence.workflows.paths.required import required_gates
from relaudit.evidence.workflows.paths.silent import awaited_releases
from relaudit.evidence.workflows.paths.staging import staged_uploads
from relaudit.evidence.workflows.paths.stated import stated_events
from relaudit.evidence.workflows.paths.versioned import version_source
from relaudit.evidence.workflows.publishing.known import PUBLISHERS
from relaudit.evidence.workflows.publishing.uses import publish_uses
from relaudit.evidence.workflows.pythons import pythons_under_test
from relaudit.evidence.workflows.read import refused, workflows
from relaudit.evidence.workflows.releasedchecks import greenness
from relaudit.evidence.workflows.releases.found import github_releases
from relaudit.evidence.workflows.requiredchecks import required_checks
from relaudit.evidence.workflows.requirednames import required_names, seen_reports
from relaudit.evidence.workflows.secrets import secret_uses
from relaudit.evidence.workflows.secretscope import wanted_secrets
from relaudit.evidence.workflows.secretusers import secret_users
from relaudit.evidence.workflows.started import started_runs
from relaudit.evidence.workflows.tagged import tag_names
from relaudit.evidence.workflows.titlechecks import title_checks
from relaudit.process.parts import StatedProcess

GIVEN: frozenset[type[object]] = frozenset(
    (Tree, Git, Head, GitHub, StatedProcess, StatedSecrets, Tables, Occasion, Today, HistorySince)
)


_PROVIDERS = (
    announcements,
    baselines,
    branch_versions,
    bump_configs,
    bumps,
    changelog,
    checkouts,
    code_owners,
    component_tags,
    components,
    coverage_floors,
    declared_artifacts,
    declared_pythons,
    derived_process,
    dispatches,
    fragments,
    gate_covers,
    gate_runs,
    gate_weaknesses,
    exposed_versions,
    extractions,
    lock_files,
    github_releases,
    greenness,
    history,
    image_pushes,
    kept_files,
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
    publish_uses,
    publishing_runs,
    index_uploads,
    awaited_releases,
    staged_uploads,
    readings,
    release_files,
    release_notes,
    release_paths,
    release_tags,
    required_checks,
    required_names,
    seen_reports,
    required_gates,
    secondary_versions,
    released_commits,
    secret_users,
    secret_uses,
    started_runs,
    stated_events,
    steps,
    tag_names,
    targets,
    title_checks,
    unexercised_paths,
    pythons_under_test,
    tag_objects,
    tagged_versions,
    tagging,
    version_files,
    version_paths,
    version_source,
    wanted_secrets,
    refused,
    what_runs,
    workflow_files,
    workflow_steps,
    workflows,
    *FACTS,
    *part_providers(),
)


def relaudit_evidence() -> Iterable[Provider]:
    """The built-in providers, through the same hook as those of any pack."""
    return _PROVIDERS


def relaudit_tables() -> Mapping[str, object]:
    """The tables that packs may extend."""
    return {"gates": GATES, "publishers": PUBLISHERS}
