"""Everything that is read out of workflows, and what follows from it."""

from relaudit.evidence.workflows.approved import reviews
from relaudit.evidence.workflows.artifacts.attached import attached_files
from relaudit.evidence.workflows.artifacts.declared import declared_artifacts
from relaudit.evidence.workflows.artifacts.kept import kept_files
from relaudit.evidence.workflows.checkouts import checkouts
from relaudit.evidence.workflows.covering import gate_covers
from relaudit.evidence.workflows.dispatch.found import dispatches
from relaudit.evidence.workflows.extraction.found import extractions
from relaudit.evidence.workflows.files import workflow_files
from relaudit.evidence.workflows.gates.followed import workflow_steps
from relaudit.evidence.workflows.gates.found import gate_runs
from relaudit.evidence.workflows.gates.remote import remote_actions
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
from relaudit.evidence.workflows.variableuses import variable_uses

FACTS = (
    attached_files,
    awaited_releases,
    baselines,
    checkouts,
    declared_artifacts,
    dispatches,
    extractions,
    gate_covers,
    gate_runs,
    gate_weaknesses,
    github_releases,
    greenness,
    image_pushes,
    index_uploads,
    kept_files,
    publish_uses,
    publishing_runs,
    pythons_under_test,
    refused,
    release_notes,
    release_paths,
    remote_actions,
    required_checks,
    required_gates,
    required_names,
    reviews,
    secret_users,
    secret_uses,
    seen_reports,
    staged_uploads,
    started_runs,
    stated_events,
    tag_names,
    targets,
    title_checks,
    unexercised_paths,
    variable_uses,
    version_source,
    wanted_secrets,
    what_runs,
    workflow_files,
    workflow_steps,
    workflows,
)
