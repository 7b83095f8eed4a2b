"""The secrets that exist, by name, and the day on which each was last set: GitHub tells no values."""

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import named_record
from relaudit.evidence.github.kept import KeptNames, Store, names_kept
from relaudit.evidence.github.service import GitHub
from relaudit.evidence.github.states import Asked

_REPOSITORY = Asked("SecretNames", "secrets:read", keys=("name",))
_ENVIRONMENT = Asked("SecretNames", "environments:read", keys=("name",))
_STORE = Store("secrets", _REPOSITORY, _ENVIRONMENT)


@named_record
class SecretNames(KeptNames):
    """Those that workflows can be given; Dependabot and Codespaces have others."""


@evidence(permission="secrets:read")
def secret_names(github: GitHub | Unknown) -> SecretNames | Unknown:
    """All scopes."""
    return names_kept(SecretNames, github, _STORE)
