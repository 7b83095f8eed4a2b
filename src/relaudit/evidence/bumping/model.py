"""What the configuration of a bump or release tool says, whichever tool it is."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from relaudit.core.model import Edit, Fix, Unknown
from relaudit.core.places import InFile
from relaudit.core.record import NOTHING, record
from relaudit.evidence.files import normal

SEARCH = "{current_version}"
VERSION = "{version}"
Search = Literal["text", "regex", "lines", "key", "variable", "whole", "marks", "hatch", "written", "other"]


@record
class BumpTarget:
    """A file, or a glob of files, that the tool rewrites; `search` says what it looks for there, `how` in which way.

    - `text`: `search` is a template of the text; `regex`: of a regular expression.
    - `lines`: a line that holds the version, and matches the regular expression `search` if there is one.
    - `key`: the value at a key path, with dots; `variable`: a name that a version is assigned to.
    - `whole`: the file holds nothing else; `marks`: lines that are marked for release-please.
    - `hatch`: hatch's own expression; `written`: whatever it holds is replaced.
    - `other`: a way that relaudit does not follow; `search` says which.

    `is_implied` tells that the configuration does not name the file, the tool knows it; `prefix` is what stands
    before the version that is assigned to a `variable`. `is_respelled` tells that the tool writes the version anew
    before it searches, so that a search in vain says nothing.
    """

    path: str
    search: str
    locate: Callable[[], InFile]
    how: Search = "text"
    is_glob: bool = False
    excluded: tuple[str, ...] = ()
    may_be_missing: bool = False
    may_lack_version: bool = False
    is_implied: bool = False
    prefix: str = ""
    is_respelled: bool = False

    @property
    def place(self) -> InFile:
        """Where the configuration names it."""
        return self.locate()


@record
class BumpPackage:
    """One package of a repository that has several: its folder, and the version that the tool believes it has.

    `source` is the target that holds its version, None where none does; `unread` says why that cannot be told.
    """

    name: str
    path: str
    current: str | None
    tag: str
    changelog: str = ""
    source: BumpTarget | None = None
    unread: str = ""
    locate: Callable[[str], InFile] | None = None


@record
class BumpConfig:
    """One configuration of one tool.

    `current` is None where the tool takes the version from elsewhere; `tag` is a pattern with `{version}`, empty
    where the tool makes no tag or its form cannot be told. `files` are those that the tool takes the version from.
    `extent` says why its targets are not all known, empty when they are. `add` appends a target to the
    configuration: it takes the path and the search, and gives the offset and the text to insert. `spellings` are
    other ways in which the tool writes the current version when it searches. `edit` takes the current version and
    another, and writes the other in its place.
    """

    tool: str
    path: str
    locate: Callable[[str], InFile]
    current: str | None = None
    tag: str = ""
    targets: tuple[BumpTarget, ...] = ()
    files: tuple[str, ...] = ()
    changelog: str = ""
    scheme: str = ""
    is_conventional: bool = False
    packages: tuple[BumpPackage, ...] = ()
    extent: str = ""
    add: Callable[[str, str], tuple[int, str] | None] | None = None
    spellings: tuple[str, ...] = ()
    edit: Callable[[str, str], Edit | None] | None = None

    def fix(self, version: str) -> Fix | None:
        """The safe fix that makes another version the current one; None where it is not written out plainly."""
        edit = self.edit(self.current, version) if self.edit and self.current is not None else None
        return Fix.of(f"writes {version}", edit, safe=True)

    def place(self, label: str = "") -> InFile:
        """Where the current version stands."""
        return self.locate(label)


@record
class BumpConfigs:
    """All configurations of the repository, and those that could not be read."""

    configs: tuple[BumpConfig, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    tag_pattern: str = ""
    tag_pattern_from: str = ""

    def __len__(self) -> int:
        return len(self.configs) + len(self.unknowns)

    @property
    def plain_paths(self) -> Sequence[str]:
        """The targets that are named without a glob."""
        return tuple(
            target.path
            for config in self.configs
            for target in config.targets
            if not target.is_glob and not target.is_implied and normal(target.path)
        )


Tables = Mapping[str, object]
NO_TABLE: Tables = NOTHING


def table_of(value: object) -> Tables:
    """The table itself, an empty one for anything else."""
    return value if isinstance(value, Mapping) else NO_TABLE


def string_of(value: object, default: str = "") -> str:
    """The string itself, the default for anything else."""
    return value if isinstance(value, str) else default


def strings_of(value: object) -> tuple[str, ...]:
    """The strings of a list, or the one string."""
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def tag_of(pattern: str, placeholder: str) -> str:
    """A tool's tag template as relaudit writes it; empty when it holds more than the version."""
    written = pattern.strip().replace(placeholder, VERSION)
    rest = written.replace(VERSION, "", 1)
    return written if VERSION in written and not set("{}$") & set(rest) else ""
