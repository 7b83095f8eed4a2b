"""The report for a person at a terminal: both sides of every disagreement, as a compiler would show them."""

from collections.abc import Iterable, Iterator

from relaudit.core.model import Finding, Severity, Status, Verdict
from relaudit.core.places import InFile, InSettings
from relaudit.core.record import record
from relaudit.core.report import Audit, Report
from relaudit.reporters.excerpt import Glyphs, Line, Segment, quoted
from relaudit.reporters.overview import FROM, overview
from relaudit.reporters.text import (
    count,
    is_waiting,
    repair_line,
    status_words,
    told,
    unknown_line,
    visible,
    waiting_lines,
)

SHOWN = 5
_NOTICES_SHOWN = 2
_UNKNOWNS_SHOWN = 3
_FIXES_SHOWN = 2
_ORDER = (Status.PASSED, Status.FAILED, Status.UNKNOWN, Status.WAIVED, Status.NOT_APPLICABLE)


@record
class Style:
    """How much is shown, and in which characters."""

    glyphs: Glyphs = Glyphs()
    verbose: bool = False
    quiet: bool = False


USUAL = Style()
EVERYTHING = Style(verbose=True)


def render(report: Report, style: Style = USUAL) -> str:
    """Plain text."""
    return "".join("".join(segment.text for segment in line).rstrip() + "\n" for line in lines(report, style))


def render_audit(audit: Audit, style: Style = EVERYTHING) -> str:
    """Plain text of one repository, without the summary."""
    every = [*_audit(audit, style), *_unknowns(audit, style)]
    return "".join("".join(segment.text for segment in line).rstrip() + "\n" for line in every)


def lines(report: Report, style: Style) -> Iterator[Line]:
    """The report line by line; of several repositories, each with its own unknowns, of many an overview."""
    several = len(report.audits) > 1
    if len(report.audits) >= FROM and not style.verbose:
        yield from overview(report)
        yield _summary(report, style)
        return
    for audit in report.audits:
        if several:
            yield [Segment(visible(audit.repository), "title")]
        yield from _audit(audit, style)
        if several:
            yield from _unknowns(audit, style)
            yield []
    yield _summary(report, style)
    if not several:
        for audit in report.audits:
            yield from _unknowns(audit, style)


def _audit(audit: Audit, style: Style) -> Iterator[Line]:
    if audit.error:
        yield [Segment("not audited", "error"), Segment(f": {visible(audit.error)}")]
    repairs = [repair for repair in audit.repairs if repair.refused or not style.quiet]
    for repair in repairs:
        word, _, rest = repair_line(repair).partition(":")
        yield [Segment(word, "error" if repair.refused else "passed"), Segment(f":{rest}")]
    if repairs:
        yield []
    why = _not_applicable(audit) if style.verbose else {}
    for verdict in sorted(audit.verdicts, key=_worst):
        yield from _findings(verdict, style)
        rules = why.pop(verdict.not_applicable, ())
        if rules:
            yield [Segment(f"not applicable: {', '.join(rules)}: {visible(verdict.not_applicable)}", "faint")]
    for remark in audit.remarks:
        yield [Segment("note", "notice"), Segment(f": {visible(remark)}")]


def _worst(verdict: Verdict) -> int:
    """Errors are told first."""
    return min(
        (finding.severity.rank for finding in verdict.findings if finding.waiver is None),
        default=len(Severity),
    )


def _not_applicable(audit: Audit) -> dict[str, list[str]]:
    """The rules that do not apply, by the reason that they share."""
    found: dict[str, list[str]] = {}
    for verdict in audit.verdicts:
        if verdict.not_applicable:
            found.setdefault(verdict.not_applicable, []).append(verdict.rule)
    return found


def _findings(verdict: Verdict, style: Style) -> Iterator[Line]:
    shown = [finding for finding in verdict.findings if style.verbose or finding.waiver is None]
    if style.quiet:
        shown = [finding for finding in shown if finding.severity is Severity.ERROR]
    some = (
        shown
        if style.verbose
        else shown[: SHOWN if _worst(verdict) < Severity.NOTICE.rank else _NOTICES_SHOWN]
    )
    for finding in some:
        yield from _finding(verdict.rule, finding, style.glyphs)
    if some:
        more = len(shown) - len(some)
        if more:
            yield [
                Segment(
                    f"  {style.glyphs.ellipsis} {more} more of {verdict.rule}; --verbose shows all", "faint"
                )
            ]
        help_ = style.glyphs.dot.join((*_fixes(some), f"relaudit explain {verdict.rule}"))
        yield [Segment(f"  = help: {help_}", "faint")]
        yield []


def _fixes(findings: Iterable[Finding]) -> Iterator[str]:
    """What `--fix` would do about these findings, and what only `--fix=unsafe` would."""
    fixes = [finding.problem.fix for finding in findings if finding.waiver is None and finding.problem.fix]
    for option, safe in (("--fix", True), ("--fix=unsafe", False)):
        said = list(dict.fromkeys(told(fix.description) for fix in fixes if fix.safe is safe))
        if said:
            more = f" and {len(said) - _FIXES_SHOWN} more" if len(said) > _FIXES_SHOWN else ""
            yield f"relaudit {option} {', '.join(said[:_FIXES_SHOWN])}{more}"


def _finding(rule: str, finding: Finding, glyphs: Glyphs) -> Iterator[Line]:
    severity = f"waived {finding.severity}" if finding.waiver else finding.severity
    yield [
        Segment(severity, finding.severity),
        Segment(f": {rule}: ", "title"),
        Segment(told(finding.problem.message)),
    ]
    here = finding.problem.location
    setting = here if isinstance(here, InSettings) else InSettings(setting="")
    locations = (here, *filter(None, [setting.asked_by]), *finding.problem.related)
    margin = max(
        (len(str(where.line)) for where in locations if isinstance(where, InFile) and where.line), default=1
    )
    for index, where in enumerate(locations):
        yield from quoted(
            where, glyphs.other if index else glyphs.first, "-" if index else "^", margin, glyphs
        )
    if setting.command:
        yield [Segment(f"  = change: {visible(setting.command)}", "faint")]
    if finding.waiver:
        yield [Segment(f"  = waived: {visible(finding.waiver.reason)}", "faint")]


def _summary(report: Report, style: Style) -> Line:
    summary = report.summary
    shown = [status for status in _ORDER if summary[status] or status in (Status.PASSED, Status.FAILED)]
    words = style.glyphs.dot.join(f"{summary[status]} {status_words(status)}" for status in shown)
    repositories = f"{count(len(report.audits), 'repository')}: " if len(report.audits) != 1 else ""
    failed = "error" if summary[Status.FAILED] else "passed"
    return [Segment(repositories + words, failed), Segment(f"     {report.run.seconds:.2f} s", "faint")]


def _unknowns(audit: Audit, style: Style) -> Iterator[Line]:
    for verdict in audit.verdicts:
        told = list(
            dict.fromkeys(
                unknown_line(unknown)
                for unknown in verdict.unknowns
                if style.verbose or not is_waiting(unknown)
            )
        )
        some = told if style.verbose else told[:_UNKNOWNS_SHOWN]
        for line in some:
            yield [Segment("unknown", "unknown"), Segment(f": {verdict.rule}: {line}")]
        if len(told) > len(some):
            yield [
                Segment(
                    f"unknown: {verdict.rule}: {len(told) - len(some)} more; --verbose shows all", "faint"
                )
            ]
    for line in () if style.verbose else waiting_lines(audit.verdicts):
        yield [Segment("unknown", "unknown"), Segment(f": {line}")]
