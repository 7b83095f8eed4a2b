"""The commands of `gh` that would change a setting. relaudit runs none of them."""

from collections.abc import Mapping, Sequence

from relaudit.evidence.github.service import segment


def ruleset_for(repository: str, branch: str, rules: Sequence[Mapping[str, object]]) -> str:
    """Makes a ruleset with these rules, for a branch or a pattern of branches."""
    body = {
        "name": branch, "target": "branch", "enforcement": "active",
        "conditions": {"ref_name": {"include": [f"refs/heads/{branch}"], "exclude": []}}, "rules": list(rules),
    }  # fmt: skip
    return _sending("POST", f"repos/{repository}/rulesets", body)


def pull_requests(approvals: int) -> Mapping[str, object]:
    """The rule that asks for a pull request, and for approvals."""
    parameters = {
        "required_approving_review_count": approvals, "dismiss_stale_reviews_on_push": True, "require_code_owner_review": False,
        "require_last_push_approval": True, "required_review_thread_resolution": False,
    }  # fmt: skip
    return {"type": "pull_request", "parameters": parameters}


def environment_for_protected_branches(repository: str, name: str) -> str:
    """Makes an environment that protected branches alone may use."""
    body = {"deployment_branch_policy": {"protected_branches": True, "custom_branch_policies": False}}
    return _sending("PUT", f"repos/{repository}/environments/{segment(name)}", body)


def secret(repository: str, name: str, environment: str = "") -> str:
    """Asks for the value of a secret, and keeps it; no command for a name that GitHub takes for none."""
    from shlex import quote

    where = f" {quote(f'--env={environment}')}" if environment else ""
    return "" if not name.isidentifier() else f"gh secret set {quote(name)} --repo {quote(repository)}{where}"


def _sending(method: str, path: str, body: Mapping[str, object]) -> str:
    import json
    from shlex import quote

    return f"gh api --method {method} {path} --input - <<< {quote(json.dumps(body))}"
