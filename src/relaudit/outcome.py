"""What a run comes to: its report and its exit code."""

from collections.abc import Iterable, Sequence

from relaudit import __version__
from relaudit.api import Rule
from relaudit.core.record import record
from relaudit.core.report import Audit, Help, Report, Run


@record
class Outcome:
    """An audit, and what it means for the run."""

    audit: Audit
    fails: bool = False
    is_open: bool = False


def report(outcomes: Sequence[Outcome], rules: Iterable[Rule], *, started: str, seconds: float) -> Report:
    """The report of a run, with its exit code: 4 incomplete, 1 findings, 3 open questions under strict, 0."""
    broken = any(outcome.audit.error for outcome in outcomes)
    fails = any(outcome.fails for outcome in outcomes)
    is_open = any(outcome.is_open for outcome in outcomes)
    code = 4 if broken else 1 if fails else 3 if is_open else 0
    judged = {verdict.rule for outcome in outcomes for verdict in outcome.audit.verdicts}
    help_ = {rule.id: Help(rule.summary, f"docs/rules/{rule.id}.md") for rule in rules if rule.id in judged}
    run = Run(f"relaudit {__version__}", started, round(seconds, 3), code)
    return Report(run, tuple(outcome.audit for outcome in outcomes), help_)
