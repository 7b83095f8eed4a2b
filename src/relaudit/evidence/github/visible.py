"""The secrets that jobs can see: as GitHub lists them, and where it does not, as the calling workflow says."""

from collections.abc import Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.record import named_record
from relaudit.evidence.github.kept import Names
from relaudit.evidence.github.secrets import SecretNames
from relaudit.evidence.github.stated import StatedSecrets


@named_record
class VisibleSecrets:
    """What GitHub lists, and what was stated. The lists decide; of a secret of an environment nothing was stated."""

    names: SecretNames
    stated: StatedSecrets

    def has(self, name: str, environment: str) -> bool:
        """Whether a job with this environment, empty for none, is known to have it."""
        is_listed = name.upper() in self.names.visible(environment)
        return is_listed or (name.upper() in self.stated.present and bool(self.names.doubts("")))

    def is_denied(self, name: str) -> bool:
        """Whether nothing but the calling workflow says that neither the repository nor its organisation has it."""
        return self.stated.denies(name) and bool(self.names.doubts(""))

    def doubts(self, name: str, environment: str) -> Sequence[Unknown]:
        """Why such a job may have it all the same."""
        shared = [] if self.is_denied(name) else self.names.doubts("")
        inner = self.names.environment(environment) if environment else frozenset[str]()
        own = [inner] if isinstance(inner, Unknown) else []
        return list(dict.fromkeys([*shared, *own, *self._withheld(name, shared)]))

    def unless_denied(self, names: Names | Unknown, name: str) -> Names | Unknown:
        """A list of the repository or its organisation; where it cannot be read, it does not have what is denied."""
        return frozenset() if isinstance(names, Unknown) and self.is_denied(name) else names

    def _withheld(self, name: str, shared: Sequence[Unknown]) -> Sequence[Unknown]:
        if not shared or not self.stated.withheld or name.upper() not in self.stated.absent:
            return []
        detail = f"the calling workflow says that {name} is empty, as every secret is {self.stated.withheld}"
        return [Unknown("StatedSecrets", Reason.HIDDEN, detail=detail)]


@evidence()
def visible_secrets(names: SecretNames | Unknown, stated: StatedSecrets) -> VisibleSecrets:
    """Also where GitHub tells nothing at all."""
    return VisibleSecrets(names=_none_of(names) if isinstance(names, Unknown) else names, stated=stated)


def _none_of(why: Unknown) -> SecretNames:
    return SecretNames(updated=lambda _: why, environments=lambda: why, page="", repository_name="")
