"""`pyproject.toml`, parsed once for everything that reads it."""

import re
from collections.abc import Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.files import Tree
from relaudit.evidence.toml import Toml, parse_toml


@record
class Project:
    """The Python project; `document` is None when there is no `pyproject.toml`."""

    document: Toml | None = None

    @property
    def name(self) -> str:
        """`[project] name`, or poetry's; empty when nobody says."""
        if self.document is None:
            return ""
        return self.document.string("project", "name") or self.document.string("tool", "poetry", "name") or ""

    @property
    def modules(self) -> Sequence[str]:
        """Likely import names: the name in PEP 503's form with underscores, and flit's."""
        flit = self.document.string("tool", "flit", "module", "name") if self.document else None
        normal = re.sub(r"[-_.]+", "_", self.name)
        return tuple(dict.fromkeys(name for name in (normal, normal.lower(), flit or "") if name))

    @property
    def version_is_tagged(self) -> bool:
        """The version comes from a tag: setuptools-scm or hatch-vcs, and no `[project] version` before them."""
        if self.document is None or self.document.string("project", "version") is not None:
            return False
        source = self.document.string("tool", "hatch", "version", "source")
        scm = isinstance(self.document.get("tool", "setuptools_scm"), dict)
        required = self.document.get("build-system", "requires")
        built = isinstance(required, list) and any(_is_scm(item) for item in required)
        return source == "vcs" or scm or built


@evidence(reads=("pyproject.toml",))
def project(tree: Tree) -> Project | Unknown:
    """The project, from the tree."""
    text = tree.read("pyproject.toml")
    if text is None:
        return Project()
    document = text if isinstance(text, Unknown) else parse_toml(text)
    return document if isinstance(document, Unknown) else Project(document)


def _is_scm(requirement: object) -> bool:
    return (
        isinstance(requirement, str)
        and re.match(r"(?:setuptools[-_.]scm|hatch[-_.]vcs)\b", requirement, re.IGNORECASE) is not None
    )
