"""The report: self-contained, so that nothing downstream goes back to a tree."""

from collections import Counter
from collections.abc import Mapping

from relaudit.core.model import Status, Verdict
from relaudit.core.record import NOTHING, record


@record
class Help:
    """What a report says about a rule beside its findings."""

    summary: str
    anchor: str


@record
class Repair:
    """What became of one fix; `refused` says why it was not kept, and is empty when it was."""

    rule: str
    description: str
    paths: tuple[str, ...]
    refused: str = ""


@record
class Audit:
    """One repository, judged. `remarks` are about the run over it: an idle waiver, a policy read elsewhere.

    `repairs` are the fixes that were tried before, when any were asked for.
    `error` is set, and nothing else is, when the repository could not be opened at all.
    """

    repository: str
    revision: str | None = None
    verdicts: tuple[Verdict, ...] = ()
    remarks: tuple[str, ...] = ()
    error: str = ""
    repairs: tuple[Repair, ...] = ()


@record
class Run:
    """What differs between two runs on the same input."""

    tool: str
    started: str
    seconds: float
    exit: int


@record
class Report:
    """Everything a reporter may show."""

    run: Run
    audits: tuple[Audit, ...]
    help: Mapping[str, Help] = NOTHING

    @property
    def summary(self) -> Mapping[Status, int]:
        """How many verdicts have each status, all five always present."""
        counted = Counter(verdict.status for audit in self.audits for verdict in audit.verdicts)
        return {status: counted[status] for status in Status}
