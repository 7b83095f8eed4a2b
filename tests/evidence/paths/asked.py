"""Asks for the release paths of workflows that are given as texts."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from textwrap import dedent

from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.core.model import Unknown
from relaudit.core.occasion import Today
from relaudit.evidence.workflows.paths.found import Evidence
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.simulated import Simulated, simulated
from relaudit.evidence.workflows.running.occurrence import Occurrence
from relaudit.request import Request
from relaudit.sources.local import opened


def written(folder: Path, files: Mapping[str, str]) -> Path:
    """The folder with these files; names without a folder are workflows."""
    for name, text in files.items():
        path = folder / (name if "/" in name or not name.endswith(".yml") else f".github/workflows/{name}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text))
    return folder


def found(folder: Path, files: Mapping[str, str]) -> ReleasePaths:
    """The release paths of these files."""
    with opened(str(written(folder, files))) as repository:
        paths = _auditor().dossier(repository).get(ReleasePaths)
    assert not isinstance(paths, Unknown), paths
    return paths


def told(folder: Path, files: Mapping[str, str]) -> Sequence[str]:
    """Each path in a line: `push refs/tags/v*: pypi by twine upload with secret:TOKEN, yes`."""
    return [line(path) for path in found(folder, files).paths]


def line(path: ReleasePath) -> str:
    publication = path.publication
    event = " ".join(part for part in (path.event, path.ref, *path.types) if part)
    where = f" in {publication.environment}" if publication.environment else ""
    return f"{event}: {path.target} by {publication.how} with {publication.credential}{where}, {path.truth}"


def gates(path: ReleasePath) -> Sequence[str]:
    """`tests@test`, with `!` for one that cannot fail and `?` for one that may not be able to."""
    marks = {True: "", False: "!", None: "?"}
    return [f"{one.kind}@{one.job}{marks[one.can_fail]}" for one in path.gates]


def event(folder: Path, files: Mapping[str, str], said: str) -> Sequence[Simulated]:
    """What an event would run."""
    with opened(str(written(folder, files))) as repository:
        known = _auditor().dossier(repository).get(Evidence)
    assert not isinstance(known, Unknown), known
    return list(simulated(Occurrence.of(said), known))


def _auditor() -> Auditor:
    return Auditor(own(), Request(today=Today(date(2026, 1, 1))))
