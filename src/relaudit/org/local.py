"""Every repository in a folder on this machine."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from relaudit.audit import Auditor
from relaudit.core.dossier import crashed
from relaudit.core.errors import RelauditError, UsageError
from relaudit.core.report import Audit
from relaudit.outcome import Outcome
from relaudit.sources.local import opened, repositories

Progress = Callable[[int], AbstractContextManager[Callable[[str], None]]]


def audit_folder(folder: str, auditor: Auditor, progress: Progress) -> Sequence[Outcome]:
    """One outcome for each repository, in the order of their names; a broken one is told as such.

    Raises:
        UsageError: there is no such folder, or no repository in it.
    """
    found = list(repositories(folder))
    if not found:
        raise UsageError(f"there is no repository in {folder}, neither directly nor one level below")
    with progress(len(found)) as step:
        return [_audited(name, path, auditor, step) for name, path in found]


def _audited(name: str, path: str, auditor: Auditor, step: Callable[[str], None]) -> Outcome:
    step(name)
    try:
        with opened(path, name=name) as repository:
            return auditor.audit(repository)
    except RelauditError as error:
        return Outcome(Audit(name, error=str(error)))
    except Exception as error:  # noqa: BLE001 - one broken repository costs nobody else anything
        return Outcome(Audit(name, error=crashed(name, error).detail))
