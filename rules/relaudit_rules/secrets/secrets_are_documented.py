"""No workflow waits for a secret that nobody knows of."""

from collections.abc import Iterator

from relaudit.api import Problem, Severity, Unknown, rule
from relaudit.evidence.workflows.secrets import SecretUse, SecretUses
from relaudit.process import Secrets


@rule(severity=Severity.WARNING, added="0.1", over="workflow_secrets")
def secrets_are_documented(workflow_secrets: SecretUses, documented: Secrets) -> Iterator[Problem | Unknown]:
    """Every secret that a workflow uses is in the documented list.

    Why:
        A missing secret is an empty string: the workflow runs, and fails, or quietly skips what it was for.
        Whoever sets up a fork, rotates credentials or leaves the team has only the list to go by.

    How to fix:
        Add the name to `process.secrets` with who uses it, or take it out of the workflow.
        `GITHUB_TOKEN` is always there and needs no entry.
    """
    yield from workflow_secrets.unknowns
    known = {name.upper() for name in documented.by_name}
    first: dict[str, list[SecretUse]] = {}
    for use in workflow_secrets.uses:
        if use.name.upper() not in known:
            first.setdefault(use.name.upper(), []).append(use)
    for uses in first.values():
        use, others = uses[0], len(uses) - 1
        more = f", and {others} more place{'s' if others > 1 else ''}" if others else ""
        message = f"the secret {use.name} is not documented; {use.workflow} uses it{more}"
        yield Problem(message, use.place, subject=use.name)
