"""Which floor of coverage a command of CI asks for, and which file says so."""

from collections.abc import Mapping, Sequence

import pytest

from relaudit.core.places import InFile
from relaudit.evidence.coverage.commands import Line, Reader
from relaudit.evidence.coverage.options import percent, words_of
from relaudit.evidence.coverage.services import codecov_floor
from relaudit.evidence.coverage.settings import Settings
from relaudit.evidence.files import Text


class Files:
    """A tree of these texts."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files

    def paths(self) -> Sequence[str]:
        return sorted(self.files)

    def folder(self, path: str) -> Sequence[str]:
        return [name for name in self.paths() if name.startswith(path)]

    def read(self, path: str) -> Text | None:
        return Text(path, self.files[path]) if path in self.files else None


RC = {".coveragerc": "[report]\nfail_under = 75\n"}
CFG = {"setup.cfg": "[coverage:report]\nfail_under = 60\n"}
TOML = {"pyproject.toml": "[tool.coverage.report]\nfail_under = 90\n"}
COV = {"pytest.ini": "[pytest]\naddopts = --cov=ferry\n"}
FLOOR = {"pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--cov --cov-fail-under=85'\n"}


def floor_of(files: Mapping[str, str], *words: str, given: str | None = "") -> float | None:
    name = words[0] if words[0] != "coverage" else "coverage report"
    floor = Reader(Files(files)).asked(name, Line(list(words), InFile(path="ci.yml"), "", given)).floor
    return floor.percent if floor is not None else None


@pytest.mark.parametrize(
    ("files", "floor"),
    [
        ({}, None),
        (TOML, 90),
        ({**CFG, **TOML}, 60),
        ({**RC, **CFG, **TOML}, 75),
        ({".coveragerc": "[run]\nbranch = true\n", **TOML}, None),
        ({".coveragerc": "", **TOML}, None),
        ({"setup.cfg": "[metadata]\nname = ferry\n", **TOML}, 90),
        ({"setup.cfg": "[coverage:run]\nbranch = true\n", **TOML}, None),
        ({".coveragerc.toml": "[report]\nfail_under = 70\n", **TOML}, 70),
        ({"pyproject.toml": "[tool.coverage]\nreport.fail_under = 99.5\n"}, 99.5),
        ({"pyproject.toml": "[tool.coverage.report]\nfail_under = true\n"}, None),
        ({".coveragerc": "[report]\nfail_under = most\n"}, None),
        ({".coveragerc": "no section at all", **TOML}, 90),
        ({"pyproject.toml": "[tool.coverage"}, None),
    ],
)
def test_coverage_takes_the_first_file_with_something_for_it(
    files: Mapping[str, str], floor: float | None
) -> None:
    found = Settings(Files(files), "").coverage

    assert (found.percent if found else None) == floor


@pytest.mark.parametrize(
    ("files", "words", "floor"),
    [
        (RC, ["pytest"], None),
        (RC, ["pytest", "--cov"], 75),
        (RC, ["pytest", "--cov", "--cov-fail-under", "80"], 80),
        (RC, ["pytest", "--cov", "--cov-fail-under=80", "--cov-fail-under=0"], 0),
        (RC, ["pytest", "--cov", "--no-cov"], None),
        (RC, ["pytest", "--cov", "-p", "no:cov"], None),
        (RC, ["pytest", "--cov", "-pno:cov"], None),
        (RC, ["pytest", "--cov-fail-under=80"], None),
        ({**RC, **COV}, ["pytest"], 75),
        ({**RC, **COV}, ["pytest", "-o", "addopts="], None),
        ({**RC, **COV}, ["pytest", "--override-ini=addopts=-q"], None),
        (FLOOR, ["pytest"], 85),
        ({**FLOOR, **COV}, ["pytest"], None),
        (FLOOR, ["pytest", "-c", "other.ini"], None),
        (RC, ["coverage", "report"], 75),
        (RC, ["coverage", "report", "--fail-under=50"], 50),
        (RC, ["coverage", "xml", "--rcfile=setup.cfg"], None),
    ],
)
def test_a_command_asks_for_the_floor_that_it_is_left_with(
    files: Mapping[str, str], words: list[str], floor: float | None
) -> None:
    assert floor_of(files, *words) == floor


def test_the_environment_gives_options_too() -> None:
    assert floor_of(RC, "pytest", given="--cov --cov-fail-under=5") == 5


@pytest.mark.parametrize("said", ["", "nan", "1e400", "many", "9" * 400, "-", "∞"])
def test_what_is_no_number_is_no_floor(said: str) -> None:
    assert percent(said) is None


def test_a_quote_that_is_not_closed_is_no_end() -> None:
    assert words_of("--cov='a b") == ["--cov='a", "b"]


@pytest.mark.parametrize(
    ("text", "floor"),
    [
        ("coverage: {status: {project: {default: {target: 80%}}}}", 80),
        ("coverage: {status: {project: {target: 81.5}}}", 81.5),
        ("coverage: {status: {project: {default: {target: auto}}}}", None),
        ("coverage: {status: {project: {default: {target: 80, informational: true}}}}", None),
        ("coverage: {status: {project: off}}", None),
        ("coverage: [", None),
        ("- a\n- list", None),
    ],
)
def test_codecov_holds_to_a_target_that_is_a_number(text: str, floor: float | None) -> None:
    found = codecov_floor(Files({".github/codecov.yml": text}))

    assert (found.percent if found else None) == floor
