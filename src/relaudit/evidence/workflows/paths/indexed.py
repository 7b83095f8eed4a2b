"""The release paths that end at an index of packages."""

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.told import INDEXES

PYTHON_INDEXES = ("pypi", "testpypi")


@record
class IndexUploads:
    """Uploads to pypi, testpypi, npm and the index of crates, and what cannot be told."""

    paths: tuple[ReleasePath, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.paths) + len(self.unknowns)


@evidence()
def index_uploads(found: ReleasePaths) -> IndexUploads:
    """Of all release paths, in their order."""
    wanted = {*INDEXES, *PYTHON_INDEXES}
    return IndexUploads(tuple(path for path in found.paths if path.target in wanted), found.unknowns)
