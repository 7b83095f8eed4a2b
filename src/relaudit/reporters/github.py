"""Annotations: GitHub's workflow commands, written to the log of a step."""

from collections.abc import Iterator

from relaudit.core.model import Finding, Severity, Verdict
from relaudit.core.places import InFile
from relaudit.core.report import Audit, Report
from relaudit.reporters.text import is_waiting, place, told, unknown_line, visible, waiting_lines


def render(report: Report) -> str:
    """One command a line, errors first: GitHub shows ten of each level for a step."""
    commands = sorted(command for audit in report.audits for command in _audit(audit))
    return "".join(f"{text}\n" for _, _, text in commands)


def _audit(audit: Audit) -> Iterator[tuple[int, int, str]]:
    number = 0
    if audit.error:
        yield 0, number, _command("error", {"title": "relaudit"}, f"{audit.repository}: {audit.error}")
    for verdict in audit.verdicts:
        for finding in verdict.findings:
            number += 1
            if finding.waiver is None:
                yield finding.severity.rank, number, _finding(verdict, finding)
        for unknown in verdict.unknowns:
            number += 1
            if not is_waiting(unknown):
                title = f"unknown: {verdict.rule}"
                yield len(Severity), number, _command("notice", {"title": title}, unknown_line(unknown))
    for line in waiting_lines(audit.verdicts):
        number += 1
        yield len(Severity), number, _command("notice", {"title": "unknown"}, line)


def _finding(verdict: Verdict, finding: Finding) -> str:
    properties: dict[str, str] = {}
    message = told(finding.problem.message)
    match finding.problem.location:
        case InFile(path=path, line=line, column=column, end_line=end_line, end_column=end_column, ref=""):
            properties["file"] = path
            if line:
                properties |= {"line": str(line), "endLine": str(end_line)}
            if line and line == end_line:
                properties |= {"col": str(column), "endColumn": str(max(column, end_column - 1))}
        case elsewhere:
            message += f" ({place(elsewhere)})"  # no line to stand beside: GitHub shows it with the run
    return _command(finding.severity, properties | {"title": verdict.rule}, message)


def _command(name: str, properties: dict[str, str], message: str) -> str:
    stated = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {stated}::{_data(message)}"


def _data(text: str) -> str:
    """A message, escaped as the runner unescapes it, after everything invisible was made visible."""
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
