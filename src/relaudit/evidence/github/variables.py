"""The configuration variables that exist, by name: those that expressions reach as `vars`."""

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import named_record
from relaudit.evidence.github.kept import KeptNames, Store, names_kept
from relaudit.evidence.github.service import GitHub
from relaudit.evidence.github.states import Asked

_REPOSITORY = Asked("VariableNames", "actions-variables:read", keys=("name",))
_ENVIRONMENT = Asked("VariableNames", "environments:read", keys=("name",))
_STORE = Store("variables", _REPOSITORY, _ENVIRONMENT)


@named_record
class VariableNames(KeptNames):
    """GitHub tells their values as well, and nobody here asks for them."""


@evidence(permission="actions-variables:read")
def variable_names(github: GitHub | Unknown) -> VariableNames | Unknown:
    """All scopes."""
    return names_kept(VariableNames, github, _STORE)
