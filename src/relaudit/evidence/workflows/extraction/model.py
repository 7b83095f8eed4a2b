"""Pipelines that read the version out of a file."""

from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.evidence.declared import VersionFile
from relaudit.evidence.files import Text
from relaudit.evidence.workflows.gates.steps import StepAt


@record
class Extraction:
    """One pipeline that reads the version out of a file.

    `said` is what it says, `declared` what the file declares, None where it takes the version from elsewhere; `name` is where a
    script keeps it, `is_final` that it makes nothing else of it.
    """

    at: StepAt
    name: str
    source: str
    place: InFile
    file: Text
    said: str
    declared: VersionFile | None
    is_final: bool


@record
class Extractions:
    """Every one that can be told, once, and why workflows cannot be read."""

    extractions: tuple[Extraction, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.extractions) + len(self.unknowns)
