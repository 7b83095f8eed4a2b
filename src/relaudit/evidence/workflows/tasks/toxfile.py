"""The file that tox takes its settings from, looked for as tox does: in the folder, and in those above it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from posixpath import basename
from typing import Protocol

from relaudit.core.model import Unknown
from relaudit.evidence.files import Text, Tree, normal
from relaudit.evidence.ini import Ini, parse_ini
from relaudit.evidence.toml import parse_toml
from relaudit.evidence.workflows.tasks.model import untold
from relaudit.evidence.workflows.tasks.toxini import ToxIni
from relaudit.evidence.workflows.tasks.toxtoml import ToxToml
from relaudit.evidence.workflows.tasks.toxwords import Given, ToxCommand

_OWN = ("tool", "tox")
_LEGACY = "legacy_tox_ini"


class ToxConfig(Protocol):
    """What tox is told, wherever it is written."""

    @property
    def listed(self) -> Sequence[str] | Unknown:
        """The environments that run when none is named."""
        ...

    @property
    def sections(self) -> Sequence[str]:
        """The environments that have settings of their own."""
        ...

    @property
    def made(self) -> Sequence[str]:
        """The environments that are put together of factors."""
        ...

    @property
    def conditional(self) -> Sequence[str]:
        """The environments that settings are conditional on."""
        ...

    @property
    def labels(self) -> Mapping[str, Sequence[str]]:
        """The environments under each label."""
        ...

    def picked(self, names: Sequence[str]) -> Sequence[str]:
        """Those of the listed environments that run on GitHub."""
        ...

    def labels_of(self, env: str) -> Sequence[str]:
        """The labels that an environment has of itself."""
        ...

    def is_true(self, env: str, key: str) -> bool:
        """Whether a setting of an environment is on."""
        ...

    def commands(self, given: Given, key: str) -> Iterator[ToxCommand]:
        """The commands under a key, in order."""
        ...


def config_at(tree: Tree, folder: str) -> ToxConfig | Unknown:
    """The settings for whoever calls tox in a folder."""
    parts = folder.strip("/").split("/") if folder.strip("/") else []
    for count in range(len(parts), -1, -1):
        found = _config_in(tree, "".join(f"{part}/" for part in parts[:count]))
        if found is not None:
            return found
    return untold(f"there are no settings of tox in {folder or 'the root'} or above it")


def config_named(tree: Tree, folder: str, name: str) -> ToxConfig | Unknown:
    """The settings in the file or folder that a command names."""
    path = normal(folder + name) if name else ""
    text = tree.read(path) if path else None
    if isinstance(text, Unknown):
        return text
    if text is not None:
        found = dict(_READERS).get(basename(path), _tox_ini)(text)
    else:
        found = _config_in(tree, "" if path == "." else f"{path}/") if path else None
    return untold(f"there are no settings of tox in {name}") if found is None else found


def _config_in(tree: Tree, folder: str) -> ToxConfig | Unknown | None:
    for name, read in _READERS:
        text = tree.read(folder + name)
        found = text if text is None or isinstance(text, Unknown) else read(text)
        if found is not None:
            return found
    return None


@lru_cache(maxsize=8)
def _tox_ini(text: Text) -> ToxConfig | Unknown | None:
    ini = parse_ini(text)
    return ToxIni(text, ini, "tox") if isinstance(ini, Ini) else ini


@lru_cache(maxsize=8)
def _setup_cfg(text: Text) -> ToxConfig | Unknown | None:
    if "tox:tox" not in text.text:
        return None
    ini = parse_ini(text)
    if isinstance(ini, Unknown):
        return ini
    return ToxIni(text, ini, "tox:tox") if "tox:tox" in ini.sections else None


@lru_cache(maxsize=8)
def _pyproject(text: Text) -> ToxConfig | Unknown | None:
    if "tox" not in text.text:
        return None
    document = parse_toml(text)
    if isinstance(document, Unknown):
        return document
    table = document.get(*_OWN)
    if isinstance(table, Mapping) and table.keys() - {_LEGACY}:
        return ToxToml(document, _OWN)
    legacy = document.string(*_OWN, _LEGACY)
    ini = parse_ini(Text(text.path, legacy)) if legacy is not None else None
    return ToxIni(text, ini, "tox") if isinstance(ini, Ini) else ini


@lru_cache(maxsize=8)
def _tox_toml(text: Text) -> ToxConfig | Unknown | None:
    document = parse_toml(text)
    return document if isinstance(document, Unknown) else ToxToml(document, ())


_Read = Callable[[Text], ToxConfig | Unknown | None]
_READERS: Sequence[tuple[str, _Read]] = (
    ("tox.ini", _tox_ini),
    ("setup.cfg", _setup_cfg),
    ("pyproject.toml", _pyproject),
    ("tox.toml", _tox_toml),
)
