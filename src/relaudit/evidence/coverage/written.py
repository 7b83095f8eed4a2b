"""What one file says to coverage.py and to pytest, in TOML or as an INI file."""

from collections.abc import Mapping
from functools import cached_property

from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.evidence.coverage.model import Floor
from relaudit.evidence.coverage.options import COV_FAIL_UNDER, percent, words_of
from relaudit.evidence.ini import Ini
from relaudit.evidence.toml import Toml

FAIL_UNDER = "fail_under"
_RC, _ADDOPTS = ".coveragerc", "addopts"


@record
class Addopts:
    """The options that pytest is given by a file, and where they stand."""

    words: tuple[str, ...]
    place: InFile


class WrittenToml:
    """A file of TOML; `name` is its own, without a folder."""

    def __init__(self, name: str, document: Toml) -> None:
        self._is_rc = name.startswith(_RC)
        self._is_own = name.endswith("pytest.toml")
        self._document = document

    @property
    def is_of_coverage(self) -> bool:
        """Whether coverage.py takes it."""
        return self._is_rc or isinstance(self._document.get("tool", "coverage"), Mapping)

    @property
    def is_of_pytest(self) -> bool:
        """Whether pytest takes it."""
        return self._is_own or isinstance(self._document.get("tool", "pytest"), Mapping)

    @cached_property
    def floor(self) -> Floor | None:
        """What `fail_under` says."""
        for table in (("tool", "coverage"), ()) if self._is_rc else (("tool", "coverage"),):
            path = (*table, "report", FAIL_UNDER)
            value = self._document.get(*path)
            if isinstance(value, int | float) and not isinstance(value, bool):
                return Floor(float(value), self._document.place(*path), FAIL_UNDER)
        return None

    @cached_property
    def addopts(self) -> Addopts | None:
        """The options of pytest."""
        tables = (("pytest",),) if self._is_own else (("tool", "pytest", "ini_options"), ("tool", "pytest"))
        for table in tables:
            path = (*table, _ADDOPTS)
            value = self._document.get(*path)
            if value is not None:
                words = words_of(value) if isinstance(value, str) else self._document.strings(*path)
                return Addopts(tuple(words), self._document.place(*path))
        return None


class WrittenIni:
    """An INI file; `name` is its own, without a folder."""

    def __init__(self, name: str, ini: Ini) -> None:
        self._is_rc = name.startswith(_RC)
        self._is_own = name.endswith("pytest.ini")
        self._section = "tool:pytest" if name == "setup.cfg" else "pytest"
        self._ini = ini

    @property
    def is_of_coverage(self) -> bool:
        """Whether coverage.py takes it."""
        return self._is_rc or any(one.startswith("coverage:") for one in self._ini.sections)

    @property
    def is_of_pytest(self) -> bool:
        """Whether pytest takes it."""
        return self._is_own or self._section in self._ini.sections

    @cached_property
    def floor(self) -> Floor | None:
        """What `fail_under` says."""
        for section in ("coverage:report", "report") if self._is_rc else ("coverage:report",):
            said = percent(self._ini.get(section, FAIL_UNDER) or "")
            if said is not None:
                return Floor(said, self._ini.place(section, FAIL_UNDER), FAIL_UNDER)
        return None

    @cached_property
    def addopts(self) -> Addopts | None:
        """The options of pytest."""
        said = self._ini.get(self._section, _ADDOPTS)
        return Addopts(tuple(words_of(said)), self._line()) if said is not None else None

    def _line(self) -> InFile:
        """The line of the floor itself, where the options have several."""
        text, key = self._ini.text, self._ini.place(self._section, _ADDOPTS)
        lines = text.text.split("\n")
        below = range(max(key.line, 1), len(lines) + 1)
        at = next((number for number in below if COV_FAIL_UNDER in lines[number - 1]), key.line)
        return text.place_of_line(at) if at else key
