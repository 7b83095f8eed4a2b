"""bumpver, and pycalver before it: `bumpver.toml`, `[tool.bumpver]`, `[bumpver]` and `[pycalver]` in `setup.cfg`."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from relaudit.core.model import Unknown
from relaudit.core.places import InFile
from relaudit.evidence.bumping.model import SEARCH, BumpConfig, BumpTarget, Search, strings_of, table_of
from relaudit.evidence.document import Document
from relaudit.evidence.files import Text, Tree
from relaudit.evidence.ini import Ini, parse_ini
from relaudit.evidence.toml import parse_toml

_NAMES = ("bumpver", "pycalver")
_PATTERNS = "file_patterns"


def read(_: Tree, text: Text) -> Iterator[BumpConfig | Unknown]:
    """The configuration in a file of its own or in `setup.cfg`."""
    is_toml = text.path.endswith(".toml")
    document = parse_toml(text) if is_toml else parse_ini(text, keeps_case=True)
    if isinstance(document, Unknown):
        yield document
    elif isinstance(document, Document):
        yield from from_document(document)
    else:
        yield from _from_ini(document)


def from_document(document: Document) -> Iterator[BumpConfig]:
    """The configuration in a TOML table."""
    for keys in (("tool", "bumpver"), ("bumpver",), ("pycalver",), ("tool", "pycalver")):
        table = document.get(*keys)
        if isinstance(table, Mapping):
            patterns = {path: strings_of(value) for path, value in table_of(table.get(_PATTERNS)).items()}
            yield _config(
                document.text, table.get("current_version"), tags=table.get("tag") is True, patterns=patterns,
                locate=partial(document.place, *keys),
            )  # fmt: skip
            return


def _from_ini(ini: Ini) -> Iterator[BumpConfig]:
    name = next((name for name in _NAMES if name in ini.sections), "")
    if name:
        section = f"{name}:{_PATTERNS}"
        named = ini.keys(section)
        patterns = {
            path: tuple(line.strip() for line in (ini.get(section, path) or "").splitlines() if line.strip())
            for path in named
        }
        yield _config(
            ini.text, ini.get(name, "current_version"), tags=ini.flag(name, "tag"), patterns=patterns,
            locate=lambda *keys: ini.place(name if len(keys) == 1 else section, keys[-1]),
        )  # fmt: skip


def _config(
    text: Text,
    current: object,
    *,
    tags: bool,
    patterns: Mapping[str, tuple[str, ...]],
    locate: Callable[..., InFile],
) -> BumpConfig:
    version = current.strip("'\" ") if isinstance(current, str) else None
    targets = tuple(
        _target(path, pattern, partial(locate, _PATTERNS, path))
        for path, listed in patterns.items()
        for pattern in listed
    )
    prefix = "v" if version and version.startswith("v") else ""
    return BumpConfig(
        "bumpver",
        text.path,
        lambda _: locate("current_version"),
        version,
        f"{prefix}{{version}}" if tags else "",
        targets,
    )


def _target(path: str, pattern: str, locate: Callable[[], InFile]) -> BumpTarget:
    """A pattern with the version as it is, or as PEP 440 writes it; parts of a version are not followed."""
    plain = pattern.replace("{version}", SEARCH).replace("{pycalver}", SEARCH)
    rest = plain.replace(SEARCH, "").replace("{pep440_version}", "")
    is_plain = rest != plain and not set("{}[]\\^$") & set(rest)
    how: Search = "text" if is_plain else "other"
    return BumpTarget(
        path, plain if is_plain else "by parts of the version", locate, how, is_glob="*" in path
    )
