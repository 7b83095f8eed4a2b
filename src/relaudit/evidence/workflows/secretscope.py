"""The secrets that are wanted, and the names that are spelt alike."""

from collections.abc import Iterable
from collections.abc import Mapping as Table

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.workflows.secrets import SecretUses
from relaudit.process import Secret, Secrets


@record
class WantedSecrets:
    """What workflows use, and what the process documents, by name."""

    uses: SecretUses
    stated: Table[str, Secret]

    def __len__(self) -> int:
        return len(self.uses) + len(self.stated)


@evidence()
def wanted_secrets(uses: SecretUses, documented: Secrets | Unknown) -> WantedSecrets:
    """Whoever wants them."""
    return WantedSecrets(uses, documented.by_name if isinstance(documented, Secrets) else {})


def alike(name: str, names: Iterable[str]) -> str:
    """The name that another is most likely a slip of; empty for none."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name.upper(), sorted(names), n=1, cutoff=0.75)), "")
