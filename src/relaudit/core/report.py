"""The report: self-contained, so that nothing downstream goes back to a tree."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from relaudit.core.model import Status, Verdict


@dataclass(frozen=True, slots=True)
class Help:
    """What a report says about a rule beside its findings."""

    summary: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Audit:
    """One repository, judged. `remarks` are about the run over it: an idle waiver, a policy read elsewhere.

    `error` is set, and nothing else is, when the repository could not be opened at all.
    """

    repository: str
    revision: str | None = None
    verdicts: tuple[Verdict, ...] = ()
    remarks: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """What differs between two runs on the same input."""

    tool: str
    started: str
    seconds: float
    exit: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a reporter may show."""

    run: Run
    audits: tuple[Audit, ...]
    help: Mapping[str, Help] = field(default_factory=dict)

    @property
    def summary(self) -> Mapping[Status, int]:
        """How many verdicts have each status, all five always present."""
        counted = Counter(verdict.status for audit in self.audits for verdict in audit.verdicts)
        return {status: counted[status] for status in Status}
