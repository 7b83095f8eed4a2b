"""Release paths as JSON, version 0."""

import json
from collections.abc import Mapping

from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.evidence.workflows.paths.model import PathGate, ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.sufficient import suffices
from relaudit.views.graph import Projects

VERSION = 0
Json = Mapping[str, object]


def as_json(paths: ReleasePaths, projects: Projects) -> str:
    """The document of `relaudit graph --format json`."""
    remotes = [
        {"path": one.path, "line": one.line, "job": one.job, "uses": one.uses} for one in paths.remotes
    ]
    document = {
        "version": VERSION,
        "paths": [path_json(one, projects) for one in paths.paths],
        "remote": remotes,
        "unknowns": [unknown_json(one) for one in paths.unknowns],
    }
    return json.dumps(document, indent=1, ensure_ascii=True) + "\n"


def path_json(path: ReleasePath, projects: Projects) -> Json:
    """One path."""
    publication = path.publication
    project = projects.of(publication) if not publication.images else ""
    return {
        "event": path.event,
        "ref": path.ref,
        "types": list(path.types),
        "runs": str(path.truth),
        "workflow": path.workflow.path,
        "job": publication.route.name,
        "step": _step(path),
        "publication": {
            "target": path.target, "how": publication.how, "project": project or None, "images": list(publication.images),
        },
        "credential": {"kind": publication.credential.kind, "name": publication.credential.name or None},
        "environment": publication.environment or None,
        "permissions": _permissions(path),
        "permissions_suffice": suffices(path),
        "gates": [gate_json(gate) for gate in path.gates],
        "location": place_json(publication.place),
    }  # fmt: skip


def gate_json(gate: PathGate) -> Json:
    """A gate, at the step that runs it."""
    node = gate.gate.step.script or gate.gate.step.uses
    place = gate.gate.at.file.place(node) if node is not None else gate.gate.at.file.text.whole()
    return {
        "kind": gate.kind, "name": gate.gate.name, "job": gate.job, "can_fail": gate.can_fail, "location": place_json(place),
    }  # fmt: skip


def place_json(place: InFile) -> Json:
    """A place in a file."""
    return {"path": place.path, "line": place.line, "column": place.column}


def unknown_json(unknown: Unknown) -> Json:
    """What could not be told."""
    return {
        "evidence": unknown.evidence, "reason": str(unknown.reason), "needs": unknown.needs, "detail": unknown.detail,
    }  # fmt: skip


def _permissions(path: ReleasePath) -> Json | None:
    """By scope, `*` for all others; null where the settings of the repository decide."""
    said = path.permissions
    if not said.levels and not said.rest:
        return None
    return {**said.levels, **({"*": said.rest} if said.rest in ("read", "write") else {})}


def _step(path: ReleasePath) -> int:
    """The number of the step in its job, from 1; that of the step which uses the action that it stands in."""
    at = path.publication.at
    while at.within is not None:
        at = at.within
    return next(number for number, step in enumerate(at.job.steps, 1) if step is at.step)
