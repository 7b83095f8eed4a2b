"""The version in a `setup.cfg`: `[metadata] version`, and what its `attr:` and `file:` point at."""

from functools import partial

from relaudit.core.model import Unknown
from relaudit.evidence.declared.model import Computed, Reading, VersionFile
from relaudit.evidence.declared.pointers import attribute, folder_of
from relaudit.evidence.files import Text, normal
from relaudit.evidence.ini import Ini, parse_ini


def version_in_setup_cfg(text: Text) -> Reading:
    """The version, or where setuptools is told to take it from."""
    if "metadata" not in text.text:
        return None
    ini = parse_ini(text)
    if isinstance(ini, Unknown):
        return ini
    value = (ini.get("metadata", "version") or "").strip()
    if not value:
        return None
    kind, colon, rest = value.partition(":")
    if colon and kind.strip() == "attr":
        at, name = attribute(rest, folder_of(text.path), _roots(ini))
        return Computed(text.path, f"the attribute {rest.strip()}", at, name)
    if colon and kind.strip() == "file":
        path = rest.split(",")[0].strip()
        return Computed(
            text.path, f"the file {path}", tuple(filter(None, [normal(folder_of(text.path) + path)]))
        )
    return VersionFile(text.path, value, text, partial(ini.span, "metadata", "version"), text.ref)


def _roots(ini: Ini) -> tuple[str, ...]:
    """The folders that packages lie in: `package_dir` names the one of the top package with nothing before `=`."""
    said = ini.get("options", "package_dir") or ""
    own = [line.partition("=")[2].strip() for line in said.splitlines() if line.strip().startswith("=")]
    return tuple(f"{folder.strip('/')}/" if folder else "" for folder in own) or ("", "src/")
