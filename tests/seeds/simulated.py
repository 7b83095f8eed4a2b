"""Three events on the seeds against what was expected of the files alone: `python tests/seeds/simulated.py FOLDER`."""

import sys
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.core.occasion import Today
from relaudit.evidence.workflows.paths.found import Evidence
from relaudit.evidence.workflows.paths.simulated import Published, Simulated, simulated
from relaudit.evidence.workflows.running.occurrence import Occurrence
from relaudit.request import Request
from relaudit.sources.local import opened

HERE = Path(__file__).parent
STEP = 12  # a publication is labelled by its first command, and told by the one that publishes


def differences(wanted: Mapping[str, object], found: Simulated | None) -> Iterator[str]:
    """What relaudit says otherwise of one workflow."""
    starts = "no" if found is None else "refused" if found.refusal else str(found.truth)
    if starts != wanted["starts"]:
        yield f"starts {starts}, expected {wanted['starts']}"
    jobs = {job.name: str(job.truth) for job in found.jobs} if found is not None else {}
    expected = wanted.get("jobs", {})
    assert isinstance(expected, dict)
    yield from (
        f"job {name} {jobs.get(name)}, expected {truth}"
        for name, truth in expected.items()
        if jobs.get(name) != truth
    )
    yield from _published(wanted.get("publishes", {}), found)


def _published(expected: object, found: Simulated | None) -> Iterator[str]:
    assert isinstance(expected, dict)
    rest = list(found.published) if found is not None else []
    for key, truth in expected.items():
        target, _, line = str(key).rpartition(":")
        same = [
            one for one in rest
            if one.publication.target == target and abs(one.publication.place.line - int(line)) <= STEP
        ]  # fmt: skip
        if not same:
            yield f"{key} is not published"
            continue
        nearest = min(same, key=lambda one: abs(one.publication.place.line - int(line)))
        rest = [one for one in rest if _step(one) != _step(nearest)]  # a step and a target are one label
        if nearest.truth != truth:
            yield f"{key} {nearest.truth}, expected {truth}"
    yield from (
        f"{one.publication.target}:{one.publication.place.line} {one.truth}, not expected" for one in rest
    )


def _step(one: Published) -> tuple[int, str]:
    return id(one.publication.at.step), one.publication.target


def run(folder: Path) -> int:
    """Print what differs, and how much was compared."""
    auditor = Auditor(own(), Request(today=Today(date(2026, 8, 1))))
    data = tomllib.loads((HERE / "simulate.toml").read_text(encoding="utf-8"))
    failures = 0
    known: dict[str, Evidence] = {}
    for wanted in data["runs"]:
        name, _, revision = wanted["repository"].partition("@")
        if wanted["repository"] not in known:
            with opened(folder / name.replace("/", "+") / "repo", revision, name=name) as repository:
                evidence = auditor.dossier(repository).get(Evidence)
                assert isinstance(evidence, Evidence), evidence
                known[wanted["repository"]] = evidence
        path = f".github/workflows/{wanted['workflow']}"
        every = simulated(Occurrence.of(wanted["event"]), known[wanted["repository"]])
        found = next((one for one in every if one.workflow.path == path), None)
        for line in differences(wanted, found):
            failures += 1
            print(f"{wanted['repository']} {wanted['event']} {wanted['workflow']}: {line}")
    print(f"{len(data['runs'])} workflows on three events, {failures} differences")
    return failures


if __name__ == "__main__":
    sys.exit(min(1, run(Path(sys.argv[1]))))
