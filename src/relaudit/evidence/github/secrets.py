"""The secrets that exist, by name, and the day on which each was last set: GitHub tells no values."""

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import named_record
from relaudit.evidence.github.kept import KeptNames, Store, kept
from relaudit.evidence.github.service import GitHub, named
from relaudit.evidence.github.states import Asked, waiting

_REPOSITORY = Asked("SecretNames", "secrets:read", keys=("name",))
_ENVIRONMENT = Asked("SecretNames", "environments:read", keys=("name",))
_STORE = Store("secrets", _REPOSITORY, _ENVIRONMENT)


@named_record
class SecretNames(KeptNames):
    """Those that workflows can be given; Dependabot and Codespaces have others."""


@evidence(permission="secrets:read")
def secret_names(github: GitHub | Unknown) -> SecretNames | Unknown:
    """A list for each scope that is asked about."""
    if isinstance(github, Unknown):
        return waiting(github, _REPOSITORY)
    updated, environments = kept(github, _STORE)
    return SecretNames(
        updated=updated, environments=environments, page=github.page, repository_name=named(github)
    )
