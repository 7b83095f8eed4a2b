"""Whether the failure of a publication is seen: judged as that of a gate is."""

from collections.abc import Sequence

from relaudit.core.model import Unknown
from relaudit.evidence.workflows.gates.found import GateRun
from relaudit.evidence.workflows.gates.table import GateTable
from relaudit.evidence.workflows.gates.weakness import Weakness, doubt, weaknesses
from relaudit.evidence.workflows.paths.model import ReleasePath
from relaudit.evidence.workflows.publishing.model import Publication
from relaudit.evidence.workflows.scripts.commands import MaskKind

_NO_OPTIONS = GateTable()  # what makes a test succeed makes no upload succeed


def masks_of(publication: Publication) -> Sequence[Weakness]:
    """What hides a failure of it, the innermost first; nothing where one makes the run fail."""
    return tuple(weaknesses(_as_gate(publication), _NO_OPTIONS))


def doubt_of(path: ReleasePath) -> Unknown | None:
    """Why it cannot be told whether a failure shows; a fallback that fails itself shows it."""
    publication = path.publication
    masks = [mask for led in publication.use.trail for mask in led.command.masks]
    if all(mask.kind in (MaskKind.OR_ELSE, MaskKind.CHECKED) for mask in masks):
        return None
    return doubt(_as_gate(publication))


def _as_gate(publication: Publication) -> GateRun:
    use = publication.use
    return GateRun("publication", use.how, use.at, use.trail)
