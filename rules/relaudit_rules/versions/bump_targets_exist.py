"""The bump tool finds what it is told to rewrite."""

from collections.abc import Iterator, Sequence

from relaudit.api import Moment, Occasion, Problem, Severity, Unknown, rule
from relaudit.evidence.bumping import BumpConfig, BumpConfigs, BumpTarget
from relaudit.evidence.changelogs.located import is_changelog
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.project import Project
from relaudit.evidence.versions import VersionFiles

_VERSIONLESS = ("text", "regex")


@rule(severity=Severity.ERROR, added="0.1", over="bump_configs")
def bump_targets_exist(
    bump_configs: BumpConfigs,
    tree: Tree,
    version_files: VersionFiles | Unknown,
    project: Project | Unknown,
    occasion: Occasion,
) -> Iterator[Problem | Unknown]:
    """Every file that the bump tool rewrites exists and holds what the tool searches for.

    Why:
        A target that was moved or reworded stops the bump halfway, or is passed over in silence and keeps
        the old version in the release. What the tool looks for in the changelog, and words without the
        version, are judged before a release only: they are written on the way to it.

    How to fix:
        Take the file out of the configuration, or correct its path or its `search`.
    """
    yield from bump_configs.unknowns
    for config in bump_configs.configs:
        versions = _versions(config, version_files)
        for target in config.targets:
            is_later = occasion.moment is not Moment.BEFORE_TAG and _is_written_for_release(target)
            yield from _target(config, target, tree, project, None if is_later else versions)


def _versions(config: BumpConfig, files: VersionFiles | Unknown) -> Sequence[str]:
    """The configured version, and the one the project really has: a configuration behind is another rule's matter."""
    source = files.source if isinstance(files, VersionFiles) else None
    return tuple(
        dict.fromkeys(filter(None, (config.current, *config.spellings, source.version if source else None)))
    )


def _is_written_for_release(target: BumpTarget) -> bool:
    is_versionless = target.how in _VERSIONLESS and "{current_version}" not in target.search
    return is_versionless or is_changelog(target.path)


def _target(
    config: BumpConfig,
    target: BumpTarget,
    tree: Tree,
    project: Project | Unknown,
    versions: Sequence[str] | None,
) -> Iterator[Problem | Unknown]:
    """A target's files; without versions to search for, their existence alone."""
    from relaudit.evidence.bumping.search import paths_of

    if target.is_implied and target.may_be_missing and target.may_lack_version:
        return
    paths = paths_of(target, tree)
    if isinstance(paths, Unknown):
        yield paths
        return
    if not paths and not target.may_be_missing:
        message = f"{config.path} bumps {target.path}, which matches no file"
        yield Problem(message, target.place, kind="missing", subject=target.path)
    for path in paths:
        text = tree.read(path)
        if isinstance(text, Unknown):
            yield text
        elif text is None and not target.may_be_missing:
            message = f"{config.path} bumps {target.path}, which does not exist"
            yield Problem(message, target.place, kind="missing", subject=target.path)
        elif text and versions is not None and not target.may_lack_version:
            yield from _search(config, target, text, project, versions)


def _search(
    config: BumpConfig, target: BumpTarget, text: Text, project: Project | Unknown, versions: Sequence[str]
) -> Iterator[Problem | Unknown]:
    from relaudit.evidence.bumping.search import holds

    document = project.document if isinstance(project, Project) and text.path == "pyproject.toml" else None
    found = holds(target, text, versions, document)
    if isinstance(found, Unknown):
        yield found
    elif not found:
        shown = (
            target.search.replace("{current_version}", config.current or "the current version") or versions[0]
        )
        message = f"{config.path} looks for '{shown}' in {text.path}, which does not hold it"
        yield Problem(message, target.place, kind="search", subject=text.path)
