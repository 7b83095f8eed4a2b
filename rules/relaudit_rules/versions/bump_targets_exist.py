"""The bump tool finds what it is told to rewrite."""

from collections.abc import Iterator

from relaudit.api import Moment, Occasion, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.bumping import BumpConfig, BumpConfigs, BumpTarget
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.located import is_changelog
from relaudit.evidence.versions import VersionFiles


@rule(severity=Severity.ERROR, added="0.1", over="bump_configs")
def bump_targets_exist(
    bump_configs: BumpConfigs, tree: Tree, version_files: VersionFiles | Unknown, occasion: Occasion
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
        for target in config.targets:
            if target.is_glob:
                yield Unknown("BumpConfigs", Reason.UNDECIDABLE, detail=f"{config.path}: glob {target.path}")
            else:
                is_later = occasion.moment is not Moment.BEFORE_TAG and _is_written_for_release(target)
                yield from _target(
                    config, target, tree.read(target.path), version_files, searched=not is_later
                )


def _is_written_for_release(target: BumpTarget) -> bool:
    return "{current_version}" not in target.search or is_changelog(target.path)


def _target(
    config: BumpConfig,
    target: BumpTarget,
    text: Text | Unknown | None,
    versions: VersionFiles | Unknown,
    *,
    searched: bool,
) -> Iterator[Problem | Unknown]:
    if isinstance(text, Unknown):
        yield text
    elif text is None:
        if not target.may_be_missing:
            message = f"{config.path} bumps {target.path}, which does not exist"
            yield Problem(message, target.place, kind="missing", subject=target.path)
    elif searched and not target.may_lack_version:
        yield from _search(config, target, text, versions)


def _search(
    config: BumpConfig, target: BumpTarget, text: Text, versions: VersionFiles | Unknown
) -> Iterator[Problem | Unknown]:
    """The text is searched for with the configured version, and with the one the project really has.

    A configuration that is merely behind is another rule's to report.
    """
    source = versions.source if isinstance(versions, VersionFiles) else None
    candidates = {config.current, source.version if source else None} - {None}
    if not target.is_plain or target.search.replace("{current_version}", "").count("{"):
        yield Unknown(
            "BumpConfigs", Reason.UNDECIDABLE, detail=f"{config.path}: how {target.path} is searched"
        )
    elif not any(
        target.search.replace("{current_version}", str(version)) in text.text for version in candidates
    ):
        shown = target.search.replace("{current_version}", config.current or "the current version")
        message = f"{config.path} looks for '{shown}' in {target.path}, which does not hold it"
        yield Problem(message, target.place, kind="search", subject=target.path)
