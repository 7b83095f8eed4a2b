"""What the repository's own release tools imply about its process.

Tools are merged from the last to the first: what stands in a file of the tool's own wins over what a shared file
holds, and before that a tool whose current version is the project's wins over one that is behind. An origin names
the file that won, and any that says otherwise.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from relaudit.core.dossier import Provider, evidence
from relaudit.core.model import Unknown
from relaudit.core.needs import Need
from relaudit.core.parts import Origin, Source
from relaudit.core.record import replace
from relaudit.evidence.bumping import BumpConfig, BumpConfigs, BumpPackage
from relaudit.evidence.files import Tree
from relaudit.evidence.packages import FOREIGN, MANIFESTS
from relaudit.evidence.project import Project
from relaudit.evidence.schemes import same
from relaudit.process.parts import PARTS, DerivedProcess, StatedProcess, part_of
from relaudit.process.values import KeyPath, Leaf, Table, leaves, merge

_SOURCES_ONLY = ("hatch",)  # they name the file of the version, and do not claim to bump it


@evidence()
def derived_process(tree: Tree, project: Project | Unknown, bumps: BumpConfigs | Unknown) -> DerivedProcess:
    """The implied values, each with the file that implies it."""
    said: list[Table] = list(_ecosystem(tree))
    if isinstance(project, Project) and project.version_is_tagged:
        said.append({"version": {"source": Leaf("tag", _from("pyproject.toml"))}})
    if isinstance(bumps, BumpConfigs):
        said += [_of_bump(config) for config in _weakest_first(bumps.configs, project)]
        if bumps.tag_pattern:
            said.insert(1, {"tags": {"pattern": Leaf(bumps.tag_pattern, _from(bumps.tag_pattern_from))}})
    values: Table = {}
    for table in said:
        values = merge(values, _against(values, table))
    return DerivedProcess(values)


def _ecosystem(tree: Tree) -> Iterator[Table]:
    """What is neither Python nor anything else but Rust or npm is numbered as those are: by Semantic Versioning."""
    entries = tree.folder("")
    names = () if isinstance(entries, Unknown) else entries
    found = next((name for name in FOREIGN if name in names), "")
    if found and not any(name in names for name in MANIFESTS if name not in FOREIGN):
        yield {"version": {"scheme": Leaf("semver", _from(found))}}


def part_providers() -> Iterable[Provider]:
    """A provider for each part of the process, out of what is stated and what is derived."""
    needs = (Need("process", StatedProcess), Need("derived", DerivedProcess))
    return tuple(Provider(part, partial(part_of, part), needs) for part in PARTS.values())


def _weakest_first(configs: Sequence[BumpConfig], project: Project | Unknown) -> Sequence[BumpConfig]:
    """Later ones win: those that start from the project's own version."""
    document = project.document if isinstance(project, Project) else None
    version = (
        document.string("project", "version") or document.string("tool", "poetry", "version")
        if document
        else None
    )

    def is_current(config: BumpConfig) -> bool:
        return bool(version and config.current and same(config.current, version))

    weakest_first = configs[::-1]
    return sorted(weakest_first, key=is_current)


def _against(weaker: Table, stronger: Table) -> Table:
    """The stronger values, their origins naming the file that they outdo."""
    known = dict(leaves(weaker))
    return _marked(stronger, (), known)


def _marked(values: Table, path: KeyPath, known: "dict[KeyPath, Leaf]") -> Table:
    marked: dict[str, Leaf | Table] = {}
    for key, value in values.items():
        here = (*path, key)
        if not isinstance(value, Leaf):
            marked[key] = _marked(value, here, known)
        elif here in known and known[here].value != value.value:
            other = known[here].origin.place
            marked[key] = Leaf(
                value.value, replace(value.origin, place=f"{value.origin.place}, against {other}")
            )
        else:
            marked[key] = value
    return marked


def _of_bump(config: BumpConfig) -> Table:
    origin = _from(config.path)
    version: dict[str, Leaf | Table] = {}
    if config.tool not in _SOURCES_ONLY:
        version["bumped-by"] = Leaf(config.tool, origin)
    if config.files:
        version["files"] = Leaf(list(config.files), origin)
    if config.scheme:
        version["scheme"] = Leaf(config.scheme, origin)
    said: dict[str, Leaf | Table] = {"version": version} if version else {}
    if config.tag:
        said["tags"] = {"pattern": Leaf(config.tag, origin)}
    if config.changelog:
        said["changelog"] = {"path": Leaf(config.changelog, origin)}
    if config.is_conventional:
        said["commits"] = {"convention": Leaf("conventional", origin)}
    if len(config.packages) > 1:
        said["packages"] = {package.name: _of_package(package, origin) for package in config.packages}
    return said


def _of_package(package: BumpPackage, origin: Origin) -> Table:
    said = {"path": package.path, "tag": package.tag, "changelog": package.changelog}
    table: dict[str, Leaf | Table] = {key: Leaf(value, origin) for key, value in said.items() if value}
    if package.source:
        table["files"] = Leaf([package.source.path], origin)
    return table


def _from(path: str) -> Origin:
    return Origin(Source.DERIVED, path)
