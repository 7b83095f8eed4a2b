"""What the repository's own release tools imply about its process."""

from collections.abc import Iterable
from functools import partial

from relaudit.core.dossier import Provider, evidence
from relaudit.core.model import Unknown
from relaudit.core.needs import Need
from relaudit.core.parts import Origin, Source
from relaudit.evidence.bumping import BumpConfig, BumpConfigs
from relaudit.evidence.project import Project
from relaudit.process.parts import PARTS, DerivedProcess, StatedProcess, part_of
from relaudit.process.values import Leaf, Table, merge


@evidence()
def derived_process(project: Project | Unknown, bumps: BumpConfigs | Unknown) -> DerivedProcess:
    """The implied values, each with the file that implies it."""
    values: Table = {}
    if isinstance(project, Project) and project.version_is_tagged:
        values = merge(values, {"version": {"source": Leaf("tag", _from("pyproject.toml"))}})
    for config in bumps.configs if isinstance(bumps, BumpConfigs) else ():
        values = merge(values, _of_bump(config))
    return DerivedProcess(values)


def part_providers() -> Iterable[Provider]:
    """A provider for each part of the process, out of what is stated and what is derived."""
    needs = (Need("process", StatedProcess), Need("derived", DerivedProcess))
    return tuple(Provider(part, partial(part_of, part), needs) for part in PARTS.values())


def _of_bump(config: BumpConfig) -> Table:
    pattern = config.tag_name.replace("{new_version}", "{version}")
    tool = Leaf("bump-my-version", _from(config.path))
    said: Table = {"version": {"bumped-by": tool}}
    if pattern.count("{") == 1 and "{version}" in pattern:
        said = merge(said, {"tags": {"pattern": Leaf(pattern, _from(config.path))}})
    return said


def _from(path: str) -> Origin:
    return Origin(Source.DERIVED, path)
