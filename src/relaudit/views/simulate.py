"""What an event would run and publish, as text and as JSON; every line says why, with its place."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from relaudit.core.model import Unknown
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.paths.simulated import JobSaid, Published, Simulated
from relaudit.reporters.text import place, unknown_line, visible
from relaudit.views.graph import Line, Projects, credential, gates_said
from relaudit.views.pathjson import VERSION, gate_json, place_json, unknown_json

_STARTS = {Truth.YES: "starts", Truth.NO: "does not start", Truth.MAYBE: "may start"}
_RUNS = {Truth.YES: "runs", Truth.NO: "is skipped", Truth.MAYBE: "may run"}
_PUBLISHES = {Truth.YES: "publishes", Truth.NO: "does not publish", Truth.MAYBE: "may publish"}
_STYLES = {Truth.YES: "passed", Truth.NO: "faint", Truth.MAYBE: "unknown"}
_LONGEST = 76


def lines(
    event: str, found: Sequence[Simulated], unknowns: Sequence[Unknown], projects: Projects
) -> Iterator[Line]:
    """Workflow by workflow, those that start first."""
    yield [(visible(event), "title")]
    rows = [row for one in sorted(found, key=_order) for row in _of_workflow(one, projects)]
    width = min(_LONGEST, max((sum(len(text) for text, _ in row[0]) for row in rows), default=0))
    for left, right in rows:
        size = sum(len(text) for text, _ in left)
        yield [*left, (" " * max(2, width + 2 - size), ""), (right, "faint")] if right else left
    if not found:
        yield [("no workflow has to do with this event", "")]
    elif not any(one.published for one in found):
        yield [("nothing that can be seen is published" if unknowns else "nothing is published", "")]
    yield from ([("unknown: ", "unknown"), (unknown_line(one), "")] for one in unknowns)


def as_json(event: str, found: Sequence[Simulated], unknowns: Sequence[Unknown], projects: Projects) -> str:
    """The document of `relaudit simulate --format json`, version 0."""
    document = {
        "version": VERSION,
        "event": event,
        "workflows": [_workflow_json(one, projects) for one in sorted(found, key=_order)],
        "unknowns": [unknown_json(one) for one in unknowns],
    }
    return json.dumps(document, indent=1, ensure_ascii=True) + "\n"


def _order(one: Simulated) -> tuple[bool, str]:
    return one.truth is Truth.NO, one.workflow.path


def _of_workflow(one: Simulated, projects: Projects) -> Iterator[tuple[Line, str]]:
    why = f"{one.why}: {one.refusal}" if one.refusal else one.why
    style = "error" if one.refusal else _STYLES[one.truth]
    name = [(visible(one.workflow.path), "title"), (f" {_STARTS[one.truth]}", style)]
    yield [*name, (f", {visible(why)}", "")], place(one.place)
    for job in one.jobs:
        yield _job(job), place(job.place)
        for said in (said for said in one.published if said.publication.route.name == job.name):
            yield from _published(said, projects)


def _job(job: JobSaid) -> Line:
    return [
        ("  job ", ""), (visible(job.name), "title"), (f" {_RUNS[job.truth]}", _STYLES[job.truth]), (f", {visible(job.why)}", ""),
    ]  # fmt: skip


def _published(said: Published, projects: Projects) -> Iterator[tuple[Line, str]]:
    publication = said.publication
    what = f" {publication.target} {projects.of(publication)}".rstrip()
    where = f" in environment {publication.environment}" if publication.environment else ""
    with_what = f" by {publication.how} with {credential(publication.credential)}{where}"
    yield [
        ("    ", ""), (_PUBLISHES[said.truth], _STYLES[said.truth]), (visible(what), "title"), (visible(with_what), ""),
    ], place(publication.place)  # fmt: skip
    yield from (([("      ", ""), *line], "") for line in gates_said(said.gates))


def _workflow_json(one: Simulated, projects: Projects) -> Mapping[str, object]:
    return {
        "workflow": one.workflow.path,
        "starts": "refused" if one.refusal else str(one.truth),
        "why": one.refusal or one.why,
        "location": place_json(one.place),
        "jobs": [
            {"job": job.name, "runs": str(job.truth), "why": job.why, "location": place_json(job.place)} for job in one.jobs
        ],
        "publishes": list(_published_json(one.published, projects)),
    }  # fmt: skip


def _published_json(published: Iterable[Published], projects: Projects) -> Iterator[Mapping[str, object]]:
    for said in published:
        publication = said.publication
        yield {
            "target": publication.target,
            "runs": str(said.truth),
            "how": publication.how,
            "project": projects.of(publication) or None if not publication.images else None,
            "images": list(publication.images),
            "job": publication.route.name,
            "credential": {"kind": publication.credential.kind, "name": publication.credential.name or None},
            "environment": publication.environment or None,
            "gates": [gate_json(gate) for gate in said.gates],
            "location": place_json(publication.place),
        }
