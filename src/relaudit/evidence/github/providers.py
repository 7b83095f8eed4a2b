"""Everything that is asked of GitHub, and what follows from it alone."""

from relaudit.evidence.github.actionsettings import actions_settings
from relaudit.evidence.github.backports import backports
from relaudit.evidence.github.branches import branch_rules
from relaudit.evidence.github.branchnames import branch_list, branch_names
from relaudit.evidence.github.checks import commit_checks
from relaudit.evidence.github.commitpulls import commit_pulls
from relaudit.evidence.github.comparisons import comparisons
from relaudit.evidence.github.direct import direct_commits
from relaudit.evidence.github.elsewhere import remote_files
from relaudit.evidence.github.environments import environments
from relaudit.evidence.github.guarded import guarded_branches
from relaudit.evidence.github.immutable import immutable_releases
from relaudit.evidence.github.owners import owner_errors
from relaudit.evidence.github.pastruns import past_runs
from relaudit.evidence.github.pulls import pull_requests
from relaudit.evidence.github.pushes import pushes
from relaudit.evidence.github.releases import releases
from relaudit.evidence.github.rulesets import rulesets
from relaudit.evidence.github.runs import runs
from relaudit.evidence.github.secrets import secret_names
from relaudit.evidence.github.settings import repository_settings
from relaudit.evidence.github.signatures import tag_signatures
from relaudit.evidence.github.tagrules import tag_rules
from relaudit.evidence.github.variables import variable_names
from relaudit.evidence.github.visible import visible_secrets

FACTS = (
    actions_settings,
    backports,
    branch_list,
    branch_names,
    branch_rules,
    commit_checks,
    commit_pulls,
    comparisons,
    direct_commits,
    environments,
    guarded_branches,
    immutable_releases,
    owner_errors,
    past_runs,
    pull_requests,
    pushes,
    releases,
    remote_files,
    repository_settings,
    rulesets,
    runs,
    secret_names,
    tag_rules,
    tag_signatures,
    variable_names,
    visible_secrets,
)
