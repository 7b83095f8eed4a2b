"""The secrets that are wanted, and the names that are spelt alike."""

from collections.abc import Iterable
from collections.abc import Mapping as Table

from relaudit.core.dossier import evidence
from relaudit.core.model import Reason, Unknown
from relaudit.core.places import InFile
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


def missing(what: str, name: str, environment: str, names: Iterable[str], said: str = "") -> str:
    """That a secret or a variable exists nowhere where a job with this environment, empty for none, can see it."""
    where = f"environment {environment}, the repository" if environment else "the repository"
    close = alike(name, names)
    hint = f"; {close} does" if close else ""
    return f"the {what} {name} does not exist in {where} or its organisation{said}{hint}"


def untold_environment(evidence: str, name: str, place: InFile) -> Unknown:
    """Why a name that is not in the repository may be there all the same."""
    detail = f"the environment of the job at {place.path}:{place.line}, which may have {name}, is chosen in the run"
    return Unknown(evidence, Reason.UNDECIDABLE, detail=detail)


def alike(name: str, names: Iterable[str]) -> str:
    """The name that another is most likely a slip of; empty for none."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name.upper(), sorted(names), n=1, cutoff=0.75)), "")
