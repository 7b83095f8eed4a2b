"""The labels of release paths against what relaudit says: `python tests/labels/paths/judge.py LABELS FOLDER`.

FOLDER holds git directories as `OWNER+NAME/repo`. Recall and precision of publications, credentials, environments, events and
gates, with counts; then every difference. A publication is found when one of the same workflow, line and target is.
"""

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.core.model import Unknown
from relaudit.core.occasion import Today
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.request import Request
from relaudit.sources.local import opened

Table = Mapping[str, object]
Key = tuple[str, int, str]
_KINDS = ("publications", "events", "credentials", "environments", "gates")


@dataclass(slots=True)
class Tally:
    """For each kind: right ones, missing ones, and ones that are not there."""

    right: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    invented: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)

    def compare(self, kind: str, wanted: set[str], found: set[str], where: str) -> None:
        """Count, and keep what differs."""
        self.right[kind] += len(wanted & found)
        self.missed[kind] += len(wanted - found)
        self.invented[kind] += len(found - wanted)
        self.lines += [f"{where}: {kind}: missed {one}" for one in sorted(wanted - found)]
        self.lines += [f"{where}: {kind}: invented {one}" for one in sorted(found - wanted)]


@dataclass(slots=True)
class Found:
    """What relaudit says of one step and target, over all events."""

    events: set[str] = field(default_factory=set)
    credentials: set[str] = field(default_factory=set)
    environments: set[str] = field(default_factory=set)
    gates: set[str] | None = None


def judge(label: Table, paths: Sequence[ReleasePath], tally: Tally) -> None:
    """Compare the paths of one repository with its labels."""
    name = str(label["repository"])
    wanted = {_key(one): one for one in _tables(label)}
    found: dict[Key, Found] = {}
    for path in paths:
        _add(found.setdefault(_place(path), Found()), path)
    _align(wanted, found)
    tally.compare("publications", {_said(key) for key in wanted}, {_said(key) for key in found}, name)
    for key in wanted.keys() & found.keys():
        _compare(wanted[key], found[key], f"{name}: {_said(key)}", tally)


def _compare(label: Table, found: Found, where: str, tally: Tally) -> None:
    tally.compare("events", set(_texts(label, "events")), found.events, where)
    tally.compare("credentials", {str(label.get("credential", ""))}, found.credentials, where)
    environment = str(label.get("environment", ""))
    if "{" not in environment:
        tally.compare("environments", {environment} - {""}, found.environments - {""}, where)
    gates = set(_texts(label, "gates"))
    tally.compare("gates", gates, {_gate(one, gates) for one in found.gates or ()}, where)


def _gate(said: str, wanted: set[str]) -> str:
    """A gate by its kind and its job; one in a called workflow may be labelled by the job there, or by the one that calls it."""
    kind, _, job = said.partition("@")
    mark = "!" if job.endswith("!") else ""
    names = [job.removesuffix("!"), *job.removesuffix("!").split("/")]
    return next((one for name in names if (one := f"{kind}@{name}{mark}") in wanted), said)


def _add(found: Found, path: ReleasePath) -> None:
    kind = "tag" if path.ref.startswith("refs/tags/") else "branch"
    found.events.add(f"push:{kind}" if path.event == "push" else path.event)
    found.credentials.add(str(path.publication.credential))
    found.environments.add(path.publication.environment)
    gates = {f"{one.kind}@{one.job}{'!' if one.can_fail is False else ''}" for one in path.gates}
    found.gates = gates if found.gates is None else found.gates & gates


def _align(wanted: Mapping[Key, Table], found: dict[Key, Found]) -> None:
    """A label names a command's line or its step's; the nearest one of the same target within a step counts as the same."""
    for key in [key for key in found if key not in wanted]:
        near = [
            one
            for one in wanted
            if (one[0], one[2]) == (key[0], key[2]) and one not in found and abs(one[1] - key[1]) <= 12
        ]
        if near:
            found[min(near, key=lambda one: abs(one[1] - key[1]))] = found.pop(key)


def _key(label: Table) -> Key:
    return str(label["workflow"]), int(str(label["line"])), str(label["target"])


def _place(path: ReleasePath) -> Key:
    at = path.publication.at
    outer = at
    while outer.within is not None:
        outer = outer.within
    if outer is not at:
        node = outer.step.uses or outer.step.script
        place = outer.file.place(node) if node is not None else outer.file.text.whole()
    elif (
        path.publication.use.trail
        and path.publication.use.trail[-1].place is not None
        and at.step.script is not None
    ):
        place = at.file.place(at.step.script)
    else:
        place = path.publication.place
    return at.workflow.path.rpartition("/")[2], place.line, path.target


def _said(key: Key) -> str:
    return f"{key[0]}:{key[1]} {key[2]}"


def _tables(label: Table) -> Iterator[Table]:
    found = label.get("publications", [])
    yield from found if isinstance(found, list) else ()


def _texts(label: Table, name: str) -> Sequence[str]:
    found = label.get(name, [])
    return [str(one) for one in found] if isinstance(found, list) else []


def run(labels: Path, folder: Path) -> int:
    """Print the counts and what differs; how much does."""
    auditor = Auditor(own(), Request(today=Today(date(2026, 8, 1))))
    tally, number = Tally(), 0
    for path in sorted(labels.glob("*.toml")):
        label = tomllib.loads(path.read_text(encoding="utf-8"))
        with opened(folder / path.stem / "repo", str(label["head"]), name=path.stem) as repository:
            paths = auditor.dossier(repository).get(ReleasePaths)
            assert not isinstance(paths, Unknown), paths
            judge(label, paths.paths, tally)
        number += 1
    print(*tally.lines, sep="\n")
    for kind in _KINDS:
        right, missed, invented = tally.right[kind], tally.missed[kind], tally.invented[kind]
        print(
            f"{kind}: {right} of {right + missed} found ({_share(right, missed)}), {right} of {right + invented} right ({_share(right, invented)})"
        )
    print(f"{number} repositories, {len(tally.lines)} differences")
    return len(tally.lines)


def _share(right: int, other: int) -> str:
    return f"{right / (right + other):.1%}" if right + other else "-"


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]))
