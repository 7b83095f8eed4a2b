"""`pyproject.toml`, parsed once for everything that reads it."""

import re
from collections.abc import Iterator, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.record import record
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.toml import Toml, parse_toml

_NO_PACKAGES = ("tests", "test", "testing", "docs", "doc", "examples", "scripts", "tools", "benchmarks")


@record
class Project:
    """The Python project; `document` is None when there is no `pyproject.toml`.

    `package` is the one importable package of the tree, where the project's name is not that of one; empty when there are
    several or none.
    """

    document: Toml | None = None
    package: str = ""

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
        return tuple(
            dict.fromkeys(name for name in (normal, normal.lower(), flit or "", self.package) if name)
        )

    @property
    def called(self) -> str:
        """The declared name, else that of the only package: what its tags may be called by."""
        return self.name or self.package

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
    document = parse_toml(text) if isinstance(text, Text) else text
    if isinstance(document, Unknown):
        return document
    found = Project(document)
    is_there = any(_is_package(tree, f"{above}{name}") for name in found.modules for above in ("", "src/"))
    return found if is_there else Project(document, _only_package(tree))


def _only_package(tree: Tree) -> str:
    """The one importable package at the top or in `src`."""
    found = [name for folder in ("", "src") for name in _packages(tree, folder)]
    return found[0] if len(found) == 1 else ""


def _packages(tree: Tree, folder: str) -> Iterator[str]:
    entries = tree.folder(folder)
    for name in () if isinstance(entries, Unknown) else entries:
        is_likely = name.endswith("/") and name[:-1] not in _NO_PACKAGES and not name.startswith(".")
        if is_likely and _is_package(tree, f"{folder}/{name[:-1]}".lstrip("/")):
            yield name[:-1]


def _is_package(tree: Tree, folder: str) -> bool:
    inside = tree.folder(folder)
    return not isinstance(inside, Unknown) and "__init__.py" in inside


def _is_scm(requirement: object) -> bool:
    return (
        isinstance(requirement, str)
        and re.match(r"(?:setuptools[-_.]scm|hatch[-_.]vcs)\b", requirement, re.IGNORECASE) is not None
    )
