"""The bump tool rewrites every file that holds the version."""

from collections.abc import Iterator, Sequence

from relaudit.api import Edit, Fix, Problem, Reason, Severity, Unknown, rule
from relaudit.evidence.bumping import BumpConfig, BumpConfigs
from relaudit.evidence.bumping.model import SEARCH
from relaudit.evidence.declared import VersionFile
from relaudit.evidence.files import Tree
from relaudit.evidence.versions import VersionFiles, undeclared
from relaudit.process import VersionFormat


@rule(severity=Severity.WARNING, added="0.1", over="bump_configs")
def bump_config_covers_every_version_file(
    bump_configs: BumpConfigs, version_files: VersionFiles, form: VersionFormat | Unknown, tree: Tree
) -> Iterator[Problem | Unknown]:
    """Every file that declares the version is among those that the bump tool rewrites.

    Why:
        A version file that the tool does not know keeps the old version at every bump, until somebody
        remembers it. The release then says two things about itself.

    How to fix:
        Add the file to the tool's targets, or take the version out of it. `relaudit --fix --unsafe` adds it
        to a plain configuration of bump-my-version.
    """
    yield from bump_configs.unknowns
    is_tagged = isinstance(form, VersionFormat) and form.source == "tag"
    if not version_files.files and not is_tagged:
        yield from version_files.unknowns or ([] if version_files.is_computed else [undeclared()])
    if not bump_configs.configs:
        return
    covered, unread = _covered(bump_configs, tree)
    for file in version_files.files:
        if file.path not in covered:
            yield _undecided(file, unread[0]) if unread else _left_out(file, bump_configs.configs[0])


def _covered(configs: BumpConfigs, tree: Tree) -> tuple[set[str], Sequence[str]]:
    """The files that some tool rewrites, and why there may be more."""
    from relaudit.evidence.bumping.search import paths_of

    unread = [f"{config.path}: {config.extent}" for config in configs.configs if config.extent]
    paths: set[str] = set()
    for target in (target for config in configs.configs for target in config.targets):
        found = paths_of(target, tree)
        if isinstance(found, Unknown):
            unread.append(found.detail)
        else:
            paths.update(found)
    return paths, unread


def _undecided(file: VersionFile, why: str) -> Unknown:
    return Unknown("BumpConfigs", Reason.UNDECIDABLE, detail=f"whether {file.path} is rewritten: {why}")


def _left_out(file: VersionFile, config: BumpConfig) -> Problem:
    message = f"{config.path} does not name {file.path}, so a bump leaves its version behind"
    related = (config.place("the configuration"),)
    return Problem(message, file.place(), related, subject=file.path, fix=_fix(file, config))


def _fix(file: VersionFile, config: BumpConfig) -> Fix | None:
    """The target at the end of the configuration, where its search would be found at once."""
    if config.add is None or file.version != config.current:
        return None
    line = file.text.line(max(1, file.place().line)).strip()
    plain = line.replace(file.version, SEARCH)
    if plain.count(SEARCH) != 1 or set("{}") & set(line):
        return None
    added = config.add(file.path, plain)
    if added is None:
        return None
    at, text = added
    return Fix(f"have {file.path} rewritten too", (Edit(config.path, at, at, text),))
