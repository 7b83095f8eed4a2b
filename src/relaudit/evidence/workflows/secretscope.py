"""The secrets that are wanted, and which ones a mention may mean: those of the environment that its job names, and those that are spelt alike."""

from collections.abc import Iterable
from collections.abc import Mapping as Table

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.nodes import Mapping, Scalar
from relaudit.evidence.workflows.embedded import OPEN
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.workflows.secrets import SecretUse, SecretUses
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


def environment_of_use(use: SecretUse) -> str | None:
    """The environment of the job that a secret is mentioned in; empty where there is none, None where the run chooses it, or each job has its own."""
    if use.job is None:
        return None
    said = use.job.value("environment")
    name = said.get("name") if isinstance(said, Mapping) else said
    if not isinstance(name, Scalar):
        return ""
    return None if OPEN in name.value else text_of(name)


def alike(name: str, names: Iterable[str]) -> str:
    """The name that another is most likely a slip of; empty for none."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name.upper(), sorted(names), n=1, cutoff=0.75)), "")
