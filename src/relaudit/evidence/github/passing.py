"""Who may push to a branch although rules keep others from it."""

from collections.abc import Iterator

from relaudit.core.model import Unknown
from relaudit.evidence.github.branches import Guards
from relaudit.evidence.github.guards import Guard
from relaudit.evidence.github.rulesets import Rulesets

_BLOCKING = ("pull_request", "update")
_ALWAYS = ("always", "exempt")
_ADMINISTRATORS = "administrators"
_CALLED = {
    "RepositoryRole:admin": _ADMINISTRATORS,
    "RepositoryRole:maintain": "maintainers",
    "RepositoryRole:write": "everybody who may write",
    "OrganizationAdmin": "owners of the organisation",
    "DeployKey": "deploy keys",
}


def blocking(guards: Guards) -> tuple[Guard, ...]:
    """What keeps a push from a branch: a pull request is asked for, or updates are restricted."""
    return tuple(one for one in guards.every if not one.kinds.isdisjoint(_BLOCKING))


def may_pass(guards: Guards, rulesets: Rulesets | Unknown) -> tuple[str, ...] | Unknown:
    """Those who may pass by everything that keeps a push from a branch, as the process names them; each guard stands for itself."""
    parts = [_of(guard, rulesets) for guard in blocking(guards)]
    known = [part for part in parts if not isinstance(part, Unknown)]
    if any(not part for part in known):
        return ()  # one that nobody may pass by is enough
    unknown = next((part for part in parts if isinstance(part, Unknown)), None)
    if unknown is not None:
        return unknown
    first, *rest = known or [()]
    return tuple(name for name in first if all(name in part for part in rest))


def _of(guard: Guard, rulesets: Rulesets | Unknown) -> tuple[str, ...] | Unknown:
    if not guard.ruleset:
        return guard.passers
    whole = rulesets if isinstance(rulesets, Unknown) else rulesets.of(guard.ruleset)
    passers = whole if isinstance(whole, Unknown) else whole.passers
    if isinstance(passers, Unknown):
        return passers
    return tuple(_names(one.name for one in passers if one.mode in _ALWAYS))


def _names(passers: Iterator[str]) -> Iterator[str]:
    """Administrators are called the same wherever they are allowed."""
    return (_CALLED.get(name, name) for name in passers)
