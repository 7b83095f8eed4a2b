"""The secrets that exist, by name: GitHub tells no values."""

from collections.abc import Callable, Sequence
from functools import cache

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import named_record
from relaudit.evidence.github.service import GitHub, Listing, segment
from relaudit.evidence.github.states import Absent, Asked, items

_REPOSITORY = Asked("SecretNames", "secrets:read", keys=("name",))
_ENVIRONMENT = Asked("SecretNames", "environments:read", keys=("name",))
_ENVIRONMENTS = Asked("Environments", "actions:read", keys=("name",))

Names = frozenset[str]


@named_record
class SecretNames:
    """Names in upper case, as GitHub compares them: those of the repository, those that its organisation shares with it, those of environments.

    An environment that nobody has made has none: GitHub makes it when a job first names it.
    """

    repository: Names | Unknown
    organization: Names | Unknown
    environment: Callable[[str], "Names | Unknown"]
    page: str
    repository_name: str

    def visible(self, environment: str) -> Names:
        """What a job with this environment is known to have; an empty name for none."""
        inner = self.environment(environment) if environment else frozenset[str]()
        parts = (self.repository, self.organization, inner)
        return frozenset(name for part in parts if not isinstance(part, Unknown) for name in part)

    def doubts(self, environment: str) -> Sequence[Unknown]:
        """Why such a job may have more: each permission that is missing is told."""
        inner = self.environment(environment) if environment else frozenset[str]()
        parts = (self.repository, self.organization, inner)
        return list(dict.fromkeys(part for part in parts if isinstance(part, Unknown)))


@evidence(permission="secrets:read")
def secret_names(github: GitHub | Unknown) -> SecretNames | Unknown:
    """Two lists, and one for each environment that is asked about."""
    if isinstance(github, Unknown):
        return Unknown("SecretNames", github.reason, github.needs or "secrets:read on GitHub", github.detail)
    own = _names(github.listed("/actions/secrets", under="secrets"), _REPOSITORY)
    shared = _names(github.listed("/actions/organization-secrets", under="secrets"), _REPOSITORY)

    @cache
    def environment(name: str) -> Names | Unknown:
        known = _names(github.listed("/environments", under="environments"), _ENVIRONMENTS)
        if not isinstance(known, Unknown) and name.upper() not in known:
            return frozenset()
        path = f"/environments/{segment(name)}/secrets"
        return _names(github.listed(path, under="secrets"), _ENVIRONMENT)

    return SecretNames(
        repository=own, organization=shared, environment=environment, page=github.page, repository_name=github.repository
    )  # fmt: skip


def _names(listing: Listing | Unknown, asked: Asked) -> Names | Unknown:
    said = items(listing, asked)
    if isinstance(said, Absent):
        return Unknown(asked.evidence, Reason.HIDDEN, detail=said.message)
    if isinstance(said, Unknown):
        return said
    return frozenset(name.upper() for one in said if isinstance(name := one.get("name"), str))
