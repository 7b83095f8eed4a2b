"""The report as Markdown: for the summary of a job, and for an organisation."""

from collections.abc import Iterator, Sequence

from relaudit.core.model import Finding, Status, Verdict
from relaudit.core.regex import regex
from relaudit.core.report import Audit, Report
from relaudit.reporters.text import count, place, repair_line, status_words, told, unknown_line, visible

_SHOWN = 20
_SPECIAL = regex(r"([\\`*_{}\[\]()#+\-!|~$^=:])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}
_MARKS = {
    Status.FAILED: "❌", Status.UNKNOWN: "❔", Status.WAIVED: "🔕", Status.NOT_APPLICABLE: "➖", Status.PASSED: "✅",
}  # fmt: skip


def render(report: Report) -> str:
    """GitHub Flavored Markdown; every word from a repository is escaped."""
    return "\n".join(_report(report)) + "\n"


def escape(text: str) -> str:
    """Text that Markdown, HTML and mentions leave alone."""
    plain = _SPECIAL.sub(r"\\\1", visible(text))
    return "".join(_ENTITIES.get(character, character) for character in plain)


def _report(report: Report) -> Iterator[str]:
    yield "# relaudit"
    yield ""
    summary = report.summary
    words = " · ".join(f"{summary[status]} {status_words(status)}" for status in Status if summary[status])
    yield f"**{words or 'nothing was judged'}**"
    yield ""
    if len(report.audits) > 1:
        yield from _overview(report.audits)
    for audit in report.audits:
        yield from _audit(audit, report, titled=len(report.audits) > 1)


def _overview(audits: Sequence[Audit]) -> Iterator[str]:
    yield f"{count(len(audits), 'repository')}:"
    yield ""
    yield "| repository | failed | unknown | waived | passed | not applicable |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for audit in audits:
        numbers = {status: sum(verdict.status is status for verdict in audit.verdicts) for status in Status}
        columns = (Status.FAILED, Status.UNKNOWN, Status.WAIVED, Status.PASSED, Status.NOT_APPLICABLE)
        cells = (
            " | ".join(str(numbers[status]) for status in columns)
            if not audit.error
            else "not audited | | | |"
        )
        yield f"| {escape(audit.repository)} | {cells} |"
    yield ""


def _audit(audit: Audit, report: Report, *, titled: bool) -> Iterator[str]:
    if titled:
        revision = f" at {audit.revision[:10]}" if audit.revision else ""
        yield f"## {escape(audit.repository)}{revision}"
        yield ""
    if audit.error:
        yield f"Not audited: {escape(audit.error)}"
        yield ""
    for verdict in audit.verdicts:
        if verdict.status in (Status.FAILED, Status.UNKNOWN):
            yield from _verdict(verdict, report)
    rest = [verdict for verdict in audit.verdicts if verdict.status not in (Status.FAILED, Status.UNKNOWN)]
    if rest:
        yield "<details><summary>" + ", ".join(_counts(rest)) + "</summary>"
        yield ""
        for verdict in rest:
            told = f": {escape(verdict.not_applicable)}" if verdict.not_applicable else ""
            yield f"- {_MARKS[verdict.status]} {escape(verdict.rule)}{told}"
        yield ""
        yield "</details>"
        yield ""
    for repair in audit.repairs:
        yield f"- {escape(repair_line(repair))}"
    if audit.repairs:
        yield ""
    for remark in audit.remarks:
        yield f"Note: {escape(remark)}"
        yield ""


def _counts(verdicts: Sequence[Verdict]) -> Iterator[str]:
    for status in Status:
        number = sum(verdict.status is status for verdict in verdicts)
        if number:
            yield f"{number} {status_words(status)}"


def _verdict(verdict: Verdict, report: Report) -> Iterator[str]:
    title = "##" if len(report.audits) > 1 else "#"
    yield f"{title}# {_MARKS[verdict.status]} {escape(verdict.rule)}"
    yield ""
    help_ = report.help.get(verdict.rule)
    if help_:
        yield f"{escape(help_.summary)}."
        yield ""
    live = [finding for finding in verdict.findings if finding.waiver is None]
    for finding in live[:_SHOWN]:
        yield _finding(finding)
    if len(live) > _SHOWN:
        yield f"- … {len(live) - _SHOWN} more"
    for line in list(dict.fromkeys(unknown_line(unknown) for unknown in verdict.unknowns))[:_SHOWN]:
        yield f"- unknown: {escape(line)}"
    yield ""


def _finding(finding: Finding) -> str:
    problem = finding.problem
    places = ", ".join(escape(place(where)) for where in (problem.location, *problem.related))
    return f"- **{finding.severity}**: {escape(told(problem.message))} ({places})"
