"""The commands of `gh` that would change a setting. relaudit runs none of them.

A repository is named as `gh` names it: `OWNER/NAME`, with the host before it where that is not github.com.
"""

from collections.abc import Mapping, Sequence

from relaudit.evidence.github.service import segment


def ruleset_for(
    repository: str,
    name: str,
    rules: Sequence[Mapping[str, object]],
    *,
    target: str = "branch",
    exclude: Sequence[str] = (),
) -> str:
    """Makes a ruleset with these rules, for branches or tags by their name or a pattern."""
    refs = f"refs/{'tags' if target == 'tag' else 'heads'}/"
    ref, others = f"{refs}{name}", [f"{refs}{one}" for one in exclude]
    body = {
        "name": name, "target": target, "enforcement": "active",
        "conditions": {"ref_name": {"include": [ref], "exclude": others}}, "rules": list(rules),
    }  # fmt: skip
    return _sending("POST", repository, "/rulesets", body)


def enforcing(repository: str, ruleset: int) -> str:
    """Makes a ruleset active."""
    return _sending("PUT", repository, f"/rulesets/{ruleset}", {"enforcement": "active"})


def immutable_on(repository: str) -> str:
    """Makes the releases that come immutable."""
    return f"{_api('PUT', repository)}/immutable-releases"


def default_token(repository: str, permission: str, *, may_approve: bool) -> str:
    """What the token of a workflow may do by default: `read` or `write`."""
    body = {"default_workflow_permissions": permission, "can_approve_pull_request_reviews": may_approve}
    return _sending("PUT", repository, "/actions/permissions/workflow", body)


def pull_requests(approvals: int) -> Mapping[str, object]:
    """The rule that asks for a pull request, and for approvals."""
    parameters = {
        "required_approving_review_count": approvals, "dismiss_stale_reviews_on_push": approvals > 0, "require_code_owner_review": False,
        "require_last_push_approval": False, "required_review_thread_resolution": False,
    }  # fmt: skip
    return {"type": "pull_request", "parameters": parameters}


def environment_for_protected_branches(repository: str, name: str) -> str:
    """Makes an environment that protected branches alone may use."""
    body = {"deployment_branch_policy": {"protected_branches": True, "custom_branch_policies": False}}
    return _sending("PUT", repository, f"/environments/{segment(name)}", body)


def squash_by_title(repository: str, message: str) -> str:
    """Titles a squashed pull request as the pull request is; the message has to be sent as well, and stays what it is."""
    body = {
        "squash_merge_commit_title": "PR_TITLE",
        "squash_merge_commit_message": message or "COMMIT_MESSAGES",
    }
    return _sending("PATCH", repository, "", body)


def secret(repository: str, name: str, environment: str = "") -> str:
    """Asks for the value of a secret, and keeps it; no command for a name that GitHub takes for none."""
    from shlex import quote

    where = f" {quote(f'--env={environment}')}" if environment else ""
    return "" if not name.isidentifier() else f"gh secret set {quote(name)} --repo {quote(repository)}{where}"


def without_secret(repository: str, name: str, environment: str = "") -> str:
    """Deletes a secret: its value is told to nobody, so it is better revoked first."""
    return secret(repository, name, environment).replace("gh secret set", "gh secret delete", 1)


def _sending(method: str, repository: str, path: str, body: Mapping[str, object]) -> str:
    import json
    from shlex import quote

    return f"{_api(method, repository)}{path} --input - <<< {quote(json.dumps(body))}"


def _api(method: str, repository: str) -> str:
    """`gh` asks github.com unless it is told another host."""
    *host, owner, name = repository.split("/")
    where = f" --hostname {host[0]}" if host else ""
    return f"gh api{where} --method {method} repos/{owner}/{name}"
