"""Secrets that somebody has looked at lately."""

from collections.abc import Collection, Iterator
from datetime import date

from relaudit.api import InFile, InSettings, Options, Problem, Severity, Today, Unknown, record, rule
from relaudit.evidence.files import Tree
from relaudit.evidence.github.commands import secret as command_for
from relaudit.evidence.github.kept import Days
from relaudit.evidence.github.secrets import SecretNames
from relaudit.evidence.stated import stated_at
from relaudit.evidence.workflows.secretscope import WantedSecrets
from relaudit.process import Secrets


@record
class Age(Options):
    """How long a secret may stay as it is.

    Attributes:
        days: since it was last set
        warn_days: the days before a secret expires from which on that is told
    """

    days: int = 365
    warn_days: int = 30


@rule(
    severity=Severity.NOTICE,
    added="0.1",
    over="secrets",
    kinds={"expires": Severity.WARNING, "expired": Severity.ERROR},
)
def secrets_are_fresh(
    secrets: WantedSecrets,
    names: SecretNames | Unknown,
    documented: Secrets | Unknown,
    tree: Tree,
    today: Today,
    allowed: Age,
) -> Iterator[Problem | Unknown]:
    """Every secret that a workflow uses, or that the process documents, was set within the last year, and none expires soon.

    Why:
        A token is copied to laptops, logs and the machines of people who have left; each copy is good until the token is exchanged. One that nobody
        has touched for years was often made by somebody who is gone, with more rights than it needs. And a token that expires does so on the day of
        a release, when it is first used again.

    How to fix:
        Make a new token, set it with `gh secret set NAME`, and revoke the old one; or publish without one, by trusted publishing.
        `rules.secrets-are-fresh.days` is how old a secret may get. Secrets that an organisation shares are its own to judge. No server tells when
        a token expires: state it as `process.secrets.NAME.expires`.
    """
    if isinstance(documented, Secrets):
        yield from _expiring(documented, tree, today, allowed)
    if isinstance(names, Unknown):
        yield names
        return
    used = {use.name.upper(): use.place for use in reversed(secrets.uses.uses)}
    wanted = used.keys() | {name.upper() for name in secrets.stated}
    is_unclear = False
    for scope, days in names.own():
        if isinstance(days, Unknown):
            yield days
            continue
        yield from _untold(days, wanted)
        for name, day in _old(days, today, allowed):
            if name in wanted:
                yield _problem(_Old(name, scope, day, today.day), names, used.get(name))
            is_unclear |= name not in wanted
    if is_unclear:
        yield from secrets.uses.unknowns


def _expiring(documented: Secrets, tree: Tree, today: Today, allowed: Age) -> Iterator[Problem]:
    for name, secret in documented.by_name.items():
        left = (secret.expires - today.day).days if secret.expires is not None else None
        if left is None or left > allowed.warn_days:
            continue
        ends = f"expired on {secret.expires}" if left < 0 else f"expires on {secret.expires}, in {left} days"
        place = stated_at(documented, "secrets", (name, "expires"), tree)
        setting = InSettings(setting=f"the secret {name}", asked_by=place)
        kind = "expired" if left < 0 else "expires"
        yield Problem(f"the secret {name} {ends}", place or setting, kind=kind, subject=name)


@record
class _Old:
    """A secret that was last set on `day`, and is judged on another."""

    name: str
    scope: str
    day: date
    judged: date


def _untold(days: Days, wanted: Collection[str]) -> Iterator[Unknown]:
    found = (day for name, day in days.items() if name in wanted and isinstance(day, Unknown))
    yield from dict.fromkeys(found)


def _old(days: Days, today: Today, allowed: Age) -> Iterator[tuple[str, date]]:
    for name, day in days.items():
        if not isinstance(day, Unknown) and (today.day - day).days > allowed.days:
            yield name, day


def _problem(old: _Old, names: SecretNames, used: InFile | None) -> Problem:
    kind, _, environment = old.scope.partition(":")
    holder = f"environment {environment}" if environment else f"the {kind}"
    age = f"{old.day}, {(old.judged - old.day).days} days ago"
    message = (
        f"the secret {old.name} of {holder} was last set on {age}: whoever got a copy since can still use it"
    )
    setting = InSettings(
        setting=f"secrets of {holder}", url=f"{names.page}/settings/secrets/actions",
        command=command_for(names.repository_name, old.name, environment),
    )  # fmt: skip
    related = (used,) if used is not None else ()
    return Problem(message, setting, related, subject=f"{old.name} {old.scope}")
