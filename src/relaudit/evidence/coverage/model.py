"""A floor of coverage, and a command of CI that measures or could."""

from collections.abc import Iterator

from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.evidence.workflows.gates.found import GateRun


@record
class Floor:
    """The least coverage in percent, and where it stands; `by` is what says so, `--cov-fail-under` or `fail_under`.

    `is_given` tells that the command line itself says it, and no file.
    """

    percent: float
    place: InFile
    by: str
    is_given: bool = False

    @property
    def said(self) -> str:
        """The number as people write it."""
        return f"{self.percent:g}"


@record
class Measuring:
    """A command that runs tests of Python or reports their coverage: the floor that it asks for, None where it asks for none.

    `is_off` tells that it turns the measuring off itself; `doubt` is why the floor cannot be told. `is_part` tells that it looks at
    a part of the files alone, `is_report` that it reports what other commands have measured, `never_runs` that GitHub refuses its workflow.
    """

    gate: GateRun
    place: InFile
    measures: bool
    floor: Floor | None = None
    is_off: bool = False
    is_part: bool = False
    is_report: bool = False
    doubt: str = ""
    never_runs: bool = False


@record
class CoverageFloors:
    """Every floor that a file sets, whether or not anything reads it there, and what CI runs.

    `configured` goes by file, those that are read first; `unknowns` are what may hide a command that asks for one.
    """

    configured: tuple[Floor, ...] = ()
    runs: tuple[Measuring, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.configured) + len(self.runs)

    def enforced(self) -> Iterator[tuple[Measuring, Floor]]:
        """The commands that ask for a floor, for all of the files."""
        for run in self.runs:
            if run.floor is not None and not run.is_part and not run.never_runs:
                yield run, run.floor
