"""Secrets that are there for something."""

from collections.abc import Iterator

from relaudit.api import InFile, InSettings, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.github.commands import without_secret
from relaudit.evidence.github.secrets import SecretNames
from relaudit.evidence.workflows.paths.stated import is_called
from relaudit.evidence.workflows.read import Workflows
from relaudit.evidence.workflows.secrets import AUTOMATIC
from relaudit.evidence.workflows.secretusers import SecretUsers
from relaudit.process import Secrets

_FOLDER = ".github/workflows"
_READ_BY_GITHUB = frozenset(("ACTIONS_STEP_DEBUG", "ACTIONS_RUNNER_DEBUG"))


@rule(severity=Severity.WARNING, added="0.1", over="workflows")
def documented_secrets_are_used(
    workflows: Workflows, users: SecretUsers, documented: Secrets | Unknown, names: SecretNames | Unknown
) -> Iterator[Problem | Unknown]:
    """Every documented secret is used, and by the workflows that the document names; none is kept on GitHub for nothing.

    Why:
        A token that nothing uses any more is still valid, and nobody misses it when it is stolen. Somebody who sets up the repository
        makes it nevertheless, because the list says so; and what the list says is done with it is not done.

    How to fix:
        Revoke the token, delete the secret and its entry in `process.secrets`; or use it again. Where another workflow uses it now, change
        `used-by`. Document a secret that only a workflow of another branch uses. What GitHub keeps is judged when GitHub is asked.
    """
    stated = documented.by_name if isinstance(documented, Secrets) else {}
    if isinstance(names, SecretNames):
        yield from _left_behind(names, users, {name.upper() for name in stated})
    elif isinstance(documented, Unknown):
        yield documented
    elif not stated:
        yield Unknown("Secrets", Reason.UNSTATED, needs="process.secrets.NAME")
    for name, secret in stated.items():
        if name.upper() == AUTOMATIC:
            continue
        used = users.of(name)
        if not used:
            yield _unused(name, secret.used_by, users, workflows)
            continue
        for file in secret.used_by:
            if not any(is_called(path, file) for path in used):
                yield _elsewhere(name, file, used, users, workflows)


def _unused(name: str, files: tuple[str, ...], users: SecretUsers, workflows: Workflows) -> Problem | Unknown:
    if users.doubts:
        return _undecided(name, next(iter(users.doubts.values())))
    message = f"the secret {name} is documented, and no workflow uses it"
    return Problem(message, _place(files[0] if files else "", workflows), subject=name)


def _elsewhere(
    name: str, file: str, used: frozenset[str], users: SecretUsers, workflows: Workflows
) -> Problem | Unknown:
    doubt = next((why for path, why in users.doubts.items() if not path or is_called(path, file)), "")
    if doubt:
        return _undecided(name, doubt)
    message = (
        f"the secret {name} is documented for {file}, which does not use it; {', '.join(sorted(used))} does"
    )
    return Problem(message, _place(file, workflows), kind="elsewhere", subject=f"{name} {file}")


def _left_behind(names: SecretNames, users: SecretUsers, stated: set[str]) -> Iterator[Problem | Unknown]:
    """Of what the repository and its environments keep."""
    for scope, kept in names.own():
        if isinstance(kept, Unknown):
            yield kept
            continue
        for name in sorted(kept.keys() - stated - _READ_BY_GITHUB):
            if not users.of(name) and users.doubts:
                yield _undecided(name, next(iter(users.doubts.values())))
            elif not users.of(name):
                yield _kept_for_nothing(name, scope, names)


def _kept_for_nothing(name: str, scope: str, names: SecretNames) -> Problem:
    kind, _, environment = scope.partition(":")
    holder = f"environment {environment}" if environment else f"the {kind}"
    message = f"{holder} keeps the secret {name}, which no workflow uses and no process documents: it may still be good"
    setting = InSettings(
        setting=f"secrets of {holder}", url=f"{names.page}/settings/secrets/actions",
        command=without_secret(names.repository_name, name, environment),
    )  # fmt: skip
    return Problem(message, setting, kind="unused", subject=f"{name} {scope}")


def _undecided(name: str, why: str) -> Unknown:
    return Unknown("SecretUsers", Reason.UNDECIDABLE, detail=f"whether {name} is used: {why}")


def _place(file: str, workflows: Workflows) -> InFile:
    found = next((one for one in workflows.workflows if file and is_called(one.path, file)), None)
    if found is not None:
        return found.file.text.whole()
    return InFile(path=file if "/" in file else f"{_FOLDER}/{file}" if file else _FOLDER)
