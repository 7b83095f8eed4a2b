"""One repetition of the version, outside the files that declare it."""

from relaudit.core.record import record
from relaudit.evidence.declared import VersionFile


@record
class SecondaryVersion:
    """One repetition; a `short` one may leave out the last parts of the version, as `3.5` does."""

    file: VersionFile
    short: bool = False
