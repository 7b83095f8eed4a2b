"""The configuration of bump-my-version and bump2version."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from relaudit.core.dossier import evidence
from relaudit.core.model import Fix, Unknown
from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.evidence.declared import Span, edit_of
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.ini import Ini, parse_ini
from relaudit.evidence.project import Project
from relaudit.evidence.toml import Toml, parse_toml

_SEARCH = "{current_version}"
_SECTION = "bumpversion"
_KINDS = ("file", "glob")


@record
class BumpTarget:
    """A file, or a glob of files, that the tool rewrites; `search` is its template, `place` the line that names it.

    `is_plain` is false when the target has a format of its own, a regular expression or a serialisation.
    """

    path: str
    search: str
    place: InFile
    is_glob: bool = False
    is_plain: bool = True
    may_be_missing: bool = False
    may_lack_version: bool = False


@record
class BumpConfig:
    """One configuration; `current` is None when the tool takes the version from `[project]`."""

    path: str
    current: str | None
    tag_name: str
    targets: tuple[BumpTarget, ...]
    locate: Callable[[str], InFile]
    text: Text
    span: Callable[[], Span | None]

    def place(self, label: str = "") -> InFile:
        """Where the current version stands."""
        return self.locate(label)

    def fix(self, version: str) -> Fix | None:
        """The safe fix that makes another version the current one; None where it is not written out plainly."""
        if self.current is None:
            return None
        edit = edit_of(self.text, self.span(), self.current, version)
        return Fix.of(f"writes {version}", edit, safe=True)


@record
class BumpConfigs:
    """All configurations of the repository, and those that could not be read."""

    configs: tuple[BumpConfig, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    def __len__(self) -> int:
        return len(self.configs) + len(self.unknowns)

    @property
    def plain_paths(self) -> Sequence[str]:
        """The targets that are named without a glob."""
        return tuple(
            target.path for config in self.configs for target in config.targets if not target.is_glob
        )


@evidence(reads=(".bumpversion.cfg", "setup.cfg", ".bumpversion.toml", "pyproject.toml"))
def bump_configs(tree: Tree, project: Project | Unknown) -> BumpConfigs:
    """The four files that the two tools look for."""
    read = [*(_read_ini(tree, path) for path in (".bumpversion.cfg", "setup.cfg")), _read_toml(tree)]
    if isinstance(project, Project) and project.document:
        read.append(_from_toml(project.document))
    return BumpConfigs(
        tuple(item for item in read if isinstance(item, BumpConfig)),
        tuple(item for item in read if isinstance(item, Unknown)),
    )


def _read_ini(tree: Tree, path: str) -> BumpConfig | Unknown | None:
    text = tree.read(path)
    if not isinstance(text, Text):
        return text
    if f"[{_SECTION}" not in text.text:
        return None
    ini = parse_ini(text)
    return ini if isinstance(ini, Unknown) else _from_ini(ini)


def _from_ini(ini: Ini) -> BumpConfig | None:
    if _SECTION not in ini.sections:
        return None
    targets = tuple(_ini_target(ini, section) for section in ini.sections if _kind(section))
    return BumpConfig(
        ini.text.path,
        ini.get(_SECTION, "current_version"),
        ini.get(_SECTION, "tag_name") or "v{new_version}",
        targets,
        lambda label: ini.place(_SECTION, "current_version", label),
        ini.text,
        partial(ini.span, _SECTION, "current_version"),
    )


def _kind(section: str) -> str:
    """`file` or `glob`: sections are named `bumpversion:file:PATH`, `bumpversion:file(suffix):PATH`."""
    before, _, rest = section.partition(":")
    kind = rest.partition(":")[0].partition("(")[0].strip()
    return kind if before == _SECTION and kind in _KINDS else ""


def _ini_target(ini: Ini, section: str) -> BumpTarget:
    own = any(ini.get(section, key) is not None for key in ("parse", "serialize"))
    return BumpTarget(
        section.split(":", 2)[2].strip(),
        ini.get(section, "search") or _SEARCH,
        ini.place(section),
        is_glob=_kind(section) == "glob",
        is_plain=not own and not ini.flag(section, "regex"),
        may_be_missing=ini.flag(section, "ignore_missing_file") or ini.flag(_SECTION, "ignore_missing_files"),
        may_lack_version=ini.flag(section, "ignore_missing_version")
        or ini.flag(_SECTION, "ignore_missing_version"),
    )


def _read_toml(tree: Tree) -> BumpConfig | Unknown | None:
    text = tree.read(".bumpversion.toml")
    if not isinstance(text, Text):
        return text
    document = parse_toml(text)
    return document if isinstance(document, Unknown) else _from_toml(document)


def _from_toml(document: Toml) -> BumpConfig | None:
    table = document.get("tool", _SECTION)
    if not isinstance(table, Mapping):
        return None
    current, tag = table.get("current_version"), table.get("tag_name")
    return BumpConfig(
        document.text.path,
        current if isinstance(current, str) else None,
        tag if isinstance(tag, str) else "v{new_version}",
        tuple(_toml_targets(document, table)),
        partial(_in_toml, document),
        document.text,
        partial(document.span, "tool", _SECTION, "current_version"),
    )


def _in_toml(document: Toml, label: str) -> InFile:
    return document.place("tool", _SECTION, "current_version", label=label)


def _toml_targets(document: Toml, table: Mapping[str, object]) -> Iterator[BumpTarget]:
    files = table.get("files")
    for item in files if isinstance(files, list) else ():
        if not isinstance(item, Mapping):
            continue
        name, glob, search = item.get("filename"), item.get("glob"), item.get("search", table.get("search"))
        path = name if isinstance(name, str) else glob
        if isinstance(path, str):
            yield BumpTarget(
                path,
                search if isinstance(search, str) else _SEARCH,
                _line_naming(document.text, path),
                is_glob=not isinstance(name, str),
                is_plain=not (
                    item.get("regex", table.get("regex")) or "parse" in item or "serialize" in item
                ),
                may_be_missing=bool(item.get("ignore_missing_file", table.get("ignore_missing_files"))),
                may_lack_version=bool(
                    item.get("ignore_missing_version", table.get("ignore_missing_version"))
                ),
            )


def _line_naming(text: Text, path: str) -> InFile:
    """The first place where a string holds exactly this path."""
    for quote in ('"', "'"):
        at = text.text.find(f"{quote}{path}{quote}")
        if at >= 0:
            return text.place(at, at + len(path) + 2)
    return text.whole()
