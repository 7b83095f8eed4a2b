"""The report as JSON: every verdict, for programs. The schema is `report.schema.json` beside this module."""

import json
from collections.abc import Mapping

from relaudit.core.model import Finding, Unknown, Verdict
from relaudit.core.places import InCommit, InFile, InRef, InRegistry, InSettings, Location
from relaudit.core.report import Audit, Repair, Report

VERSION = 0

Json = Mapping[str, object]


def render(report: Report) -> str:
    """One object, indented; what is not ASCII is escaped, so that any text survives any pipe."""
    return json.dumps(data(report), indent=1) + "\n"


def data(report: Report) -> Json:
    """The report as plain data."""
    run = report.run
    return {
        "version": VERSION,
        "run": {"tool": run.tool, "started": run.started, "seconds": run.seconds, "exit": run.exit},
        "repositories": [_audit(audit) for audit in report.audits],
        "summary": {status.replace("-", "_"): number for status, number in report.summary.items()},
    }


def _audit(audit: Audit) -> Json:
    return {
        "repository": audit.repository,
        "revision": audit.revision,
        "error": audit.error or None,
        "remarks": list(audit.remarks),
        "repairs": [_repair(repair) for repair in audit.repairs],
        "verdicts": [_verdict(verdict) for verdict in audit.verdicts],
    }


def _verdict(verdict: Verdict) -> Json:
    return {
        "rule": verdict.rule,
        "family": verdict.family,
        "status": verdict.status,
        "findings": [_finding(finding) for finding in verdict.findings],
        "unknowns": [_unknown(unknown) for unknown in verdict.unknowns],
        "not_applicable": verdict.not_applicable,
    }


def _finding(finding: Finding) -> Json:
    problem, waiver = finding.problem, finding.waiver
    kind = {"kind": problem.kind} if problem.kind else {}
    return kind | {
        "severity": finding.severity,
        "message": problem.message,
        "subject": problem.subject,
        "fingerprint": finding.fingerprint,
        "location": _location(problem.location),
        "related": [_location(related) for related in problem.related],
        "waiver": waiver
        and {
            "reason": waiver.reason,
            "until": waiver.until.isoformat() if waiver.until else "forever",
            "owner": waiver.owner,
        },
        "fixable": problem.fix is not None,
    }


def _repair(repair: Repair) -> Json:
    return {
        "rule": repair.rule,
        "description": repair.description,
        "paths": list(repair.paths),
        "refused": repair.refused or None,
    }


def _unknown(unknown: Unknown) -> Json:
    return {
        "evidence": unknown.evidence,
        "reason": unknown.reason,
        "needs": unknown.needs,
        "detail": unknown.detail,
    }


def _location(location: Location) -> Json:
    match location:
        case InFile():
            return _in_file(location)
        case InCommit(oid=oid):
            return {"commit": oid}
        case InRef(name=name):
            return {"ref": name}
        case InSettings(setting=setting, url=url, asked_by=asked_by, command=command):
            asked = _in_file(asked_by) if asked_by else None
            return {"setting": setting, "url": url, "asked_by": asked, "command": command}
        case InRegistry(index=index, project=project, version=version):
            return {"index": index, "project": project, "version": version}


def _in_file(place: InFile) -> Json:
    found: dict[str, object] = {"path": place.path}
    if place.ref:
        found["ref"] = place.ref
    if place.line:
        found |= {
            "line": place.line,
            "column": place.column,
            "end_line": place.end_line,
            "end_column": place.end_column,
        }
    if place.label:
        found["label"] = place.label
    return found
