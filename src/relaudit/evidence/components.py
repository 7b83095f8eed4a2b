"""The tags of packages besides the one at the root, and where to look for their versions."""

from collections.abc import Mapping

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.core.occasion import HistorySince
from relaudit.core.record import record
from relaudit.evidence.git import Git
from relaudit.evidence.packages import FOREIGN, MANIFESTS, Layout
from relaudit.evidence.schemes import is_version
from relaudit.evidence.tagrefs import accepted, tag_refs, versioned
from relaudit.evidence.tags import ReleaseTag, ReleaseTags, peeled
from relaudit.evidence.versions import PackageVersions, VersionFiles
from relaudit.process import VersionFormat


@record
class ComponentTags:
    """The release tags of packages besides the one at the root, by the package's name."""

    by_package: Mapping[str, ReleaseTags]

    def __len__(self) -> int:
        return len(self.by_package)


@record
class Components:
    """The tags of packages besides the one at the root, each with the paths that may hold its version."""

    placed: tuple[tuple[ReleaseTag, tuple[str, ...]], ...] = ()
    unknowns: tuple[Unknown, ...] = ()


@evidence()
def component_tags(
    git: Git, layout: Layout, form: VersionFormat | Unknown, since: HistorySince
) -> ComponentTags | Unknown:
    """The tags of each package, by its own patterns."""
    refs = tag_refs(git)
    if isinstance(refs, Unknown):
        return refs
    stated = accepted(form) if isinstance(form, VersionFormat) and form.states("scheme") else None
    found = {
        package.name: peeled(
            git,
            versioned(refs, package.tags, stated or (accepted(form) if package.is_python else is_version)),
            since,
        )
        for package in (*layout.gone, *layout.packages)
    }
    return ComponentTags(found)


@evidence()
def components(tags: ComponentTags, layout: Layout, versions: PackageVersions) -> Components:
    """Where to look for the version of a package at its tags: where it is today, and in the usual files of its folder."""
    folders: dict[str, list[str]] = {}
    for package in (*layout.gone, *layout.packages):
        today = versions.by_package.get(package.name, VersionFiles())
        known = [file.path for file in today.files]
        foreign = FOREIGN if package.is_python else ()
        usual = [f"{package.path}/{name}".lstrip("/") for name in MANIFESTS if name not in foreign]
        folders.setdefault(package.name, []).extend([*known, *usual])
    return Components(
        tuple(
            (tag, tuple(dict.fromkeys(folders[name])))
            for name, found in tags.by_package.items()
            for tag in found.newest_first
            if tag.is_judged
        ),
        tuple(unknown for found in tags.by_package.values() for unknown in found.unknowns),
    )
