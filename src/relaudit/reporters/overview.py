"""Many repositories at a glance: which rules fail where, and what stands first in each repository."""

from collections import Counter
from collections.abc import Iterator, Sequence

from relaudit.core.model import Finding, Severity, Unknown
from relaudit.core.record import record
from relaudit.core.report import Audit, Report
from relaudit.reporters.excerpt import Line, Segment
from relaudit.reporters.text import count, is_waiting, told, unknown_line, visible, waiting_lines

FROM = 5  # as many repositories are told one after the other
_NAMED = 3
_SEVERITIES = tuple(Severity)
_WIDTH = 9
_FIRST = 100  # characters of a message in a table


@record
class _Row:
    """A rule or a repository with the findings that count against it."""

    name: str
    counted: Counter[Severity]
    rest: str

    def weight(self) -> tuple[int, ...]:
        """More errors first, then more warnings."""
        return (*(-self.counted[severity] for severity in _SEVERITIES), 0)


def overview(report: Report) -> Iterator[Line]:
    """What is wrong in how many repositories, by rule and by repository, the worst first."""
    failing = [audit for audit in report.audits if any(_live(audit))]
    errors = sum(any(one.severity is Severity.ERROR for one in _live(audit)) for audit in failing)
    every = count(len(report.audits), "repository")
    yield [
        Segment(f"{every}: {errors} with errors, {len(failing) - errors} with lesser findings alone", "title")
    ]
    yield []
    yield from _table(
        "rule", "most in", sorted(_rules(report.audits), key=lambda row: (row.weight(), row.name))
    )
    repositories = [_repository(audit) for audit in failing]
    yield from _table("repository", "first", sorted(repositories, key=lambda row: (row.weight(), row.name)))
    for line in (*_unknowns(report.audits), *_waiting(report.audits)):
        yield [Segment("unknown", "unknown"), Segment(f": {line}")]
    for audit in report.audits:
        if audit.error:
            yield [
                Segment("not audited", "error"),
                Segment(f": {visible(audit.repository)}: {told(audit.error)}"),
            ]
    yield [
        Segment("  = help: relaudit FOLDER shows one repository; --verbose shows all of every one", "faint")
    ]
    yield []


def _live(audit: Audit) -> Iterator[Finding]:
    return (one for verdict in audit.verdicts for one in verdict.findings if one.waiver is None)


def _rules(audits: Sequence[Audit]) -> Iterator[_Row]:
    found: dict[str, Counter[Severity]] = {}
    where: dict[str, Counter[str]] = {}
    for audit in audits:
        for finding in _live(audit):
            found.setdefault(finding.rule, Counter())[finding.severity] += 1
            where.setdefault(finding.rule, Counter())[audit.repository] += 1
    for rule, counted in found.items():
        most = ", ".join(f"{visible(name)} {number}" for name, number in where[rule].most_common(_NAMED))
        others = len(where[rule]) - _NAMED
        yield _Row(rule, counted, most + (f", and {others} more" if others > 0 else ""))


def _repository(audit: Audit) -> _Row:
    findings = sorted(_live(audit), key=lambda one: one.severity.rank)
    message = f"{findings[0].rule}: {findings[0].problem.message}"
    shown = message if len(message) <= _FIRST else f"{message[:_FIRST]}…"
    return _Row(visible(audit.repository), Counter(one.severity for one in findings), told(shown))


def _unknowns(audits: Sequence[Audit]) -> Iterator[str]:
    """What could not be told, by rule: in how many repositories, and why in the first of them."""
    found: dict[str, dict[str, Unknown]] = {}
    for audit in audits:
        for verdict in audit.verdicts:
            for unknown in verdict.unknowns:
                if not is_waiting(unknown):
                    found.setdefault(verdict.rule, {}).setdefault(audit.repository, unknown)
    for rule, where in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        first, why = next(iter(where.items()))
        yield f"{rule} in {count(len(where), 'repository')}, first {visible(first)}: {unknown_line(why)}"


def _waiting(audits: Sequence[Audit]) -> Iterator[str]:
    return waiting_lines(verdict for audit in audits for verdict in audit.verdicts)


def _table(head: str, last: str, rows: Sequence[_Row]) -> Iterator[Line]:
    width = max((len(row.name) for row in rows), default=0)
    titles = "".join(f"{severity + 's':>{_WIDTH}}" for severity in _SEVERITIES)
    yield [Segment(f"{titles}  {head:<{width}}  {last}", "faint")]
    for row in rows:
        numbers = [Segment(f"{row.counted[severity] or '':>{_WIDTH}}", severity) for severity in _SEVERITIES]
        yield [*numbers, Segment(f"  {row.name:<{width}}", "title"), Segment(f"  {row.rest}")]
    yield []
