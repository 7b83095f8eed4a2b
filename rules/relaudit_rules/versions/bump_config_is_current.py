"""The bump tool starts from the version that the project has."""

from collections.abc import Iterator

from relaudit.api import Problem, Severity, Unknown, rule
from relaudit.evidence.bumping import BumpConfigs
from relaudit.evidence.schemes import same
from relaudit.evidence.versions import VersionFiles, undeclared


@rule(severity=Severity.ERROR, added="0.1", over="bump_configs")
def bump_config_is_current(
    bump_configs: BumpConfigs, version_files: VersionFiles
) -> Iterator[Problem | Unknown]:
    """The current version in the bump tool's configuration is the project's.

    Why:
        The tool searches the files for the version it believes is current. After a bump by hand it finds
        nothing and fails, on the day of the release, or it computes the next version from a past one.

    How to fix:
        Set `current_version` to the project's version, which `relaudit --fix` does, and bump with the tool
        from then on.
    """
    yield from bump_configs.unknowns
    source = version_files.source
    if source is None:
        yield from version_files.unknowns or [undeclared()]
        return
    for config in bump_configs.configs:
        if config.current is not None and not same(config.current, source.version):
            message = f"{config.path} bumps from {config.current}, {source.path} says {source.version}"
            truth, fix = source.place("the source of truth"), config.fix(source.version)
            yield Problem(message, config.place(), (truth,), subject=config.path, fix=fix)
