"""What a command line of pytest or coverage.py asks for."""

from collections.abc import Sequence

from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.evidence.coverage.model import Floor
from relaudit.evidence.coverage.options import floor_among, values_of
from relaudit.evidence.coverage.settings import Settings
from relaudit.evidence.coverage.written import FAIL_UNDER, Addopts
from relaudit.evidence.files import Tree, normal

_PYTESTS = ("pytest", "py.test")
_TESTS = (*_PYTESTS, "unittest", "nose2", "tox", "nox", "ward", "trial", "hatch test", "coverage run")
_REPORTS = ("report", "xml", "html", "json", "lcov")
_OVERRIDES = ("-o", "--override-ini")
_PARTS = ("--include", "--omit")
_UNSURE = "only the run knows its options"


@record
class Line:
    """The words of a command as far as they are known, empty ones where only the run can tell; `given` are the words that it takes from the environment."""

    words: Sequence[str]
    place: InFile
    folder: str | None
    given: str | None = ""


@record
class Asked:
    """What it comes to: as `Measuring` has it."""

    measures: bool = False
    floor: Floor | None = None
    is_off: bool = False
    is_part: bool = False
    is_report: bool = False
    doubt: str = ""


def is_of_python(name: str) -> bool:
    """Whether a gate by its name runs the tests of Python, or reports their coverage."""
    return name in _TESTS or name.startswith("coverage ")


class Reader:
    """Tells what lines ask for; the settings of a folder are read once."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._folders: dict[str, Settings] = {}

    def settings(self, folder: str) -> Settings:
        """Those of one folder."""
        return self._folders.setdefault(folder, Settings(self._tree, folder))

    def folders(self) -> Sequence[str]:
        """The folders that were asked for, the root among them."""
        return sorted({"", *self._folders})

    def asked(self, name: str, line: Line) -> Asked:
        """What a gate of this name asks for."""
        if name in _PYTESTS:
            return self._of_pytest(line)
        words = line.words
        if words[:1] == ["coverage"] and len(words) > 1 and words[1] in _REPORTS:
            return self._of_report(line)
        if name == "hatch test" and not {"--cover", "-c"}.isdisjoint(words):
            return Asked(measures=True, floor=self._configured(line.folder), is_report=True)
        return Asked(measures=name == "coverage run")

    def _of_report(self, line: Line) -> Asked:
        said = list(values_of(line.words, "--fail-under"))
        own = floor_among([f"--cov-fail-under={said[-1]}"], line.place, is_given=True) if said else None
        named = [*values_of(line.words, "--rcfile")]
        is_part = any(word.partition("=")[0] in _PARTS for word in line.words)
        is_told = (
            not (said and own is None) and (bool(said) or "" not in line.words) and line.folder is not None
        )
        floor = own or self._configured(line.folder, named[-1] if named else "")
        return Asked(
            measures=True, floor=floor, is_part=is_part, is_report=True, doubt="" if is_told else _UNSURE
        )

    def _of_pytest(self, line: Line) -> Asked:
        if line.folder is None or line.given is None:
            return Asked(doubt=_UNSURE)
        own = [*line.given.split(), *line.words[1:]]
        settings = self._nearest(line.folder)
        addopts = Addopts((), line.place) if _overrides(own) else settings.addopts if settings else None
        is_elsewhere = "-c" in own or any(word.startswith("--config-file") for word in own)
        every = [*(addopts.words if addopts is not None and not is_elsewhere else ()), *own]
        if _is_off(every):
            return Asked(is_off=True)
        doubt = _UNSURE if "" in own or is_elsewhere else ""
        if not any(word.partition("=")[0] == "--cov" for word in every):
            return Asked(doubt=doubt)
        set_by_file = (
            floor_among(addopts.words, addopts.place) if addopts is not None and not is_elsewhere else None
        )
        named = list(values_of(every, "--cov-config"))
        floor = (
            floor_among(own, line.place, is_given=True)
            or set_by_file
            or self._configured(line.folder, named[-1] if named else "")
        )
        return Asked(measures=True, floor=floor, doubt=doubt)

    def _nearest(self, folder: str) -> Settings | None:
        """The settings of the folder, or of the first one above it that has some for pytest."""
        parts = [part for part in folder.split("/") if part]
        above = ("".join(f"{part}/" for part in parts[:count]) for count in range(len(parts), -1, -1))
        return next((one for name in above if (one := self.settings(name)).has_pytest), None)

    def _configured(self, folder: str | None, named: str = "") -> Floor | None:
        if folder is None:
            return None
        if not named:
            return self.settings(folder).coverage
        above, _, name = normal(f"{folder}{named}").rpartition("/")
        return self.settings(f"{above}/" if above else "").floor_in(name) if name else None


def floor_name(floor: Floor) -> str:
    """What sets a floor, as people look for it."""
    return f"{FAIL_UNDER} = {floor.said}" if floor.by == FAIL_UNDER else f"{floor.by}={floor.said}"


def _is_off(words: Sequence[str]) -> bool:
    plugins = [*values_of(words, "-p"), *(word[2:] for word in words if word.startswith("-pno:"))]
    return "--no-cov" in words or any(plugin in ("no:cov", "no:pytest_cov") for plugin in plugins)


def _overrides(words: Sequence[str]) -> bool:
    """Whether the options of the file are replaced."""
    return any(value.startswith("addopts=") for option in _OVERRIDES for value in values_of(words, option))
