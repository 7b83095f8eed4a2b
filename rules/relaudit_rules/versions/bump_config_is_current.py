"""The bump tool starts from the version that the project has."""

from collections.abc import Iterator

from relaudit.api import InRef, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.bumping import BumpConfig, BumpConfigs, BumpPackage
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.schemes import order, same
from relaudit.evidence.tags import ReleaseTags
from relaudit.evidence.versions import VersionFiles, undeclared
from relaudit.process import VersionFormat


@rule(severity=Severity.ERROR, added="0.1", over="bump_configs")
def bump_config_is_current(
    bump_configs: BumpConfigs,
    version_files: VersionFiles,
    tree: Tree,
    form: VersionFormat | Unknown,
    release_tags: ReleaseTags | Unknown,
) -> Iterator[Problem | Unknown]:
    """The current version in the bump tool's configuration is the project's.

    Why:
        The tool searches the files for the version it believes is current. After a bump by hand it finds
        nothing and fails, on the day of the release, or it computes the next version from a past one. Where
        release-please keeps the versions of several packages, each is held against the package's own file;
        where the version comes from a tag, the configuration must not be behind the newest one.

    How to fix:
        Set `current_version` (`version`, the entry in the manifest) to the project's version, which `relaudit --fix` does where
        it is written out plainly, and bump with the tool from then on.
    """
    yield from bump_configs.unknowns
    is_tagged = isinstance(form, VersionFormat) and form.source == "tag"
    is_elsewhere = version_files.is_computed and not version_files.files
    for config in bump_configs.configs:
        for package in config.packages:
            yield from _package(config, package, tree, version_files)
        if config.current is None:
            continue
        if is_tagged or is_elsewhere:
            yield from _tagged(config, config.current, release_tags)
        else:
            yield from _filed(config, config.current, version_files)


def _filed(config: BumpConfig, current: str, files: VersionFiles) -> Iterator[Problem | Unknown]:
    source = files.source
    if source is None:
        yield from files.unknowns or [undeclared()]
    elif not same(current, source.version):
        message = f"{config.path} bumps from {current}, {source.path} says {source.version}"
        truth, fix = source.place("the source of truth"), config.fix(source.version)
        yield Problem(message, config.place(), (truth,), subject=config.path, fix=fix)


def _tagged(config: BumpConfig, current: str, tags: ReleaseTags | Unknown) -> Iterator[Problem | Unknown]:
    """A version without a tag of its own is behind when a newer one is tagged; an old line has its tag."""
    if isinstance(tags, Unknown):
        yield tags
        return
    newest = tags.newest_first[0] if tags.newest_first else None
    if newest and tags.of(current) is None and order(current) < order(newest.version):
        message = f"{config.path} bumps from {current}, the newest tag is {newest.name}"
        yield Problem(message, config.place(), (InRef(name=newest.name),), subject=config.path)


def _package(
    config: BumpConfig, package: BumpPackage, tree: Tree, files: VersionFiles
) -> Iterator[Problem | Unknown]:
    """A package whose tool keeps its version apart from its files."""
    from relaudit.evidence.bumping.search import version_at

    if package.current is None or package.locate is None:
        return
    if package.unread:
        yield _undecided(f"{config.path}: {package.unread}")
        return
    if package.source is None:
        return
    text = tree.read(package.source.path)
    found = version_at(package.source, text) if isinstance(text, Text) else text
    if found is None and package.path == "." and files.source:
        found = files.source.version
    if isinstance(found, Unknown):
        yield found
    elif found is None:
        yield _undecided(f"{package.source.path} holds no version to hold {package.current} against")
    elif not same(found, package.current):
        message = (
            f"{config.tool} bumps {package.name} from {package.current}, {package.source.path} says {found}"
        )
        yield Problem(message, package.locate(""), subject=package.path)


def _undecided(detail: str) -> Unknown:
    return Unknown("BumpConfigs", Reason.UNDECIDABLE, detail=detail)
