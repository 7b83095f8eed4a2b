"""Rules and protections of made-up branches."""

from objects import commit
from world import Body, Repository, link

_SHA = "0123456789abcdef0123456789abcdef01234567"


def rule(kind: str, ruleset: int = 1, **parameters: object) -> Body:
    """One rule that is in force, of a ruleset of the repository."""
    said = {"parameters": parameters} if parameters else {}
    return {
        "type": kind,
        "ruleset_source_type": "Repository",
        "ruleset_source": "acme/ferry",
        "ruleset_id": ruleset,
        **said,
    }


def pull_request(approvals: int, ruleset: int = 1, *, dismisses: bool = False) -> Body:
    """The rule that asks for pull requests."""
    return rule(
        "pull_request", ruleset, dismiss_stale_reviews_on_push=dismisses, require_code_owner_review=False, require_last_push_approval=False,
        required_approving_review_count=approvals, required_review_thread_resolution=False,
    )  # fmt: skip


def protection(approvals: int | None = None, *checks: str, force: bool = False) -> Body:
    """Branch protection as it was before rulesets."""
    body: Body = {
        "url": link("protection"), "enforce_admins": {"url": link("admins"), "enabled": False}, "allow_force_pushes": {"enabled": force},
        "allow_deletions": {"enabled": False}, "required_linear_history": {"enabled": False},
    }  # fmt: skip
    if approvals is not None:
        body["required_pull_request_reviews"] = {
            "dismiss_stale_reviews": False, "require_code_owner_reviews": False, "required_approving_review_count": approvals,
        }  # fmt: skip
    if checks:
        named = [{"context": name, "app_id": None} for name in checks]
        body["required_status_checks"] = {"contexts": list(checks), "checks": named, "strict": False}
    return body


def branch(one: Repository, name: str) -> Body:
    """A branch; that it is protected says nothing of how."""
    is_on = name in one.protections
    return {
        "name": name, "commit": commit(_SHA, _SHA), "_links": {"html": link(name), "self": link(name)}, "protected": is_on or bool(one.rules.get(name)),
        "protection": {"enabled": is_on}, "protection_url": link("protection"),
    }  # fmt: skip
