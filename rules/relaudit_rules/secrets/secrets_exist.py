"""What a workflow reaches for is there."""

from collections.abc import Iterator

from relaudit.api import InSettings, Problem, Severity, Unknown, rule
from relaudit.evidence.github.commands import secret as command_for
from relaudit.evidence.github.visible import VisibleSecrets
from relaudit.evidence.workflows.jobscope import environment_of
from relaudit.evidence.workflows.secrets import SecretUse, SecretUses
from relaudit.evidence.workflows.secretscope import WantedSecrets, missing, untold_environment
from relaudit.process import Secret


@rule(severity=Severity.ERROR, added="0.1", over="secrets")
def secrets_exist(secrets: WantedSecrets, visible: VisibleSecrets) -> Iterator[Problem | Unknown]:
    """Every secret that a workflow uses, or that the process requires, exists where the job can see it.

    Why:
        A secret that is not there is an empty text, and nobody is told: the upload fails on the day of the release, or the step that asks
        for it is skipped for ever. A name that was misspelt is the same.

    How to fix:
        Make the secret: `gh secret set NAME`, with `--env` for one of an environment; or take its use out. One that the process documents
        with `required = false` may be missing.

    Where no token may list secrets, the workflow that calls relaudit can say which ones it is given, `--secrets-present NAME=true|false`; what
    an environment has, it cannot say.
    """
    optional = {name.upper() for name, one in secrets.stated.items() if not one.required}
    yield from _used(secrets.uses, visible, optional)
    yield from _required(secrets, visible)


def _used(uses: SecretUses, visible: VisibleSecrets, optional: set[str]) -> Iterator[Problem | Unknown]:
    yield from uses.unknowns
    told: set[tuple[str, str | None]] = set()
    for use in uses.uses:
        name, environment = use.name.upper(), environment_of(use.job)
        is_new = name not in optional and (name, environment) not in told
        if is_new and not visible.has(name, environment or ""):
            told.add((name, environment))
            yield from _missing(use, environment, visible)


def _missing(use: SecretUse, environment: str | None, visible: VisibleSecrets) -> Iterator[Problem | Unknown]:
    doubts = visible.doubts(use.name, environment or "")
    if doubts:
        yield from doubts
    elif environment is None:
        yield untold_environment("SecretNames", use.name, use.place)
    else:
        said = ", as the calling workflow says" if visible.is_denied(use.name) else ""
        message = missing("secret", use.name, environment, visible.names.visible(environment), said)
        yield Problem(message, use.place, subject=use.name)


def _required(secrets: WantedSecrets, visible: VisibleSecrets) -> Iterator[Problem | Unknown]:
    """Those that nothing uses, or that are kept elsewhere than the process says."""
    used = {use.name.upper() for use in secrets.uses.uses}
    for name, secret in secrets.stated.items():
        kept = _kept(secret, name, visible)
        if not secret.scope and visible.has(name, ""):
            continue
        if isinstance(kept, Unknown):
            yield kept
        elif secret.required and name.upper() not in kept and (secret.scope or name.upper() not in used):
            yield _documented(name, secret, visible)


def _documented(name: str, secret: Secret, visible: VisibleSecrets) -> Problem:
    names, where = visible.names, secret.scope.replace(":", " ") or "the repository"
    environment = secret.scope.removeprefix("environment:") if ":" in secret.scope else ""
    said = ", as the calling workflow says" if not environment and visible.is_denied(name) else ""
    command = command_for(names.repository_name, name, environment) if names.repository_name else ""
    page = f"{names.page}/settings/secrets/actions" if names.page else ""
    setting = InSettings(setting=f"secrets of {where}", url=page, command=command)
    message = f"the secret {name} is documented for {where}, which does not have it{said}"
    return Problem(message, setting, kind="documented", subject=name)


def _kept(secret: Secret, name: str, visible: VisibleSecrets) -> frozenset[str] | Unknown:
    """The names that are kept where the process says; everywhere that every job can see where it says nothing."""
    kind, _, environment = secret.scope.partition(":")
    match kind:
        case "environment":
            return visible.names.environment(environment)
        case "repository":
            return visible.unless_denied(visible.names.repository, name)
        case "organization":
            return visible.unless_denied(visible.names.organization, name)
        case _:
            return next(iter(visible.doubts(name, "")), visible.names.visible(""))
