"""The settings of coverage.py and of pytest in a folder: which file each of them takes."""

from collections.abc import Iterator
from functools import cached_property

from relaudit.evidence.coverage.model import Floor
from relaudit.evidence.coverage.options import floor_among
from relaudit.evidence.coverage.written import Addopts, WrittenIni, WrittenToml
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.ini import Ini, parse_ini
from relaudit.evidence.toml import Toml, parse_toml

# In the order in which they are looked for; a file of the tool's own counts even when it says nothing.
_COVERAGE = (".coveragerc", ".coveragerc.toml", "setup.cfg", "tox.ini", "pyproject.toml")
_PYTEST = (
    "pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg",
)  # fmt: skip
Written = WrittenToml | WrittenIni


class Settings:
    """The files of one folder, which ends in a slash; each is read once."""

    def __init__(self, tree: Tree, folder: str) -> None:
        self._tree = tree
        self._folder = folder
        self._files: dict[str, Written | None] = {}

    @cached_property
    def coverage(self) -> Floor | None:
        """The floor of the first file that coverage.py takes; None where that sets none."""
        found = next((one for one in self._among(_COVERAGE) if one.is_of_coverage), None)
        return found.floor if found is not None else None

    @cached_property
    def addopts(self) -> Addopts | None:
        """What pytest is given by the first file that it takes; None where it is given nothing."""
        found = next((one for one in self._among(_PYTEST) if one.is_of_pytest), None)
        return found.addopts if found is not None else None

    @property
    def has_pytest(self) -> bool:
        """Whether pytest finds its settings in this folder."""
        return any(one.is_of_pytest for one in self._among(_PYTEST))

    def floors(self) -> Iterator[Floor]:
        """Every floor of the folder; of those of a tool the one that is read comes first."""
        yield from (one.floor for one in self._among(_COVERAGE) if one.floor is not None)
        for one in self._among(_PYTEST):
            floor = floor_among(one.addopts.words, one.addopts.place) if one.addopts is not None else None
            if floor is not None:
                yield floor

    def floor_in(self, name: str) -> Floor | None:
        """The floor that a file sets for coverage.py."""
        found = self._read(name)
        return found.floor if found is not None else None

    def _among(self, names: tuple[str, ...]) -> Iterator[Written]:
        return (found for name in names if (found := self._read(name)) is not None)

    def _read(self, name: str) -> Written | None:
        if name not in self._files:
            self._files[name] = self._written(name)
        return self._files[name]

    def _written(self, name: str) -> Written | None:
        """None where the file is not there, cannot be read, or speaks of neither, as most do."""
        text = self._tree.read(f"{self._folder}{name}")
        if not isinstance(text, Text):
            return None
        if not name.startswith((".", "pytest")) and "coverage" not in text.text and "pytest" not in text.text:
            return None
        found = parse_toml(text) if name.endswith(".toml") else parse_ini(text)
        if isinstance(found, Toml):
            return WrittenToml(name, found)
        return WrittenIni(name, found) if isinstance(found, Ini) else None
