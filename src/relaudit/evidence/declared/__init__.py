"""Reading a version out of a file, by its parser and never by running anything.

Each kind of file has a reader in a module of its own, imported when such a file is met.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from relaudit.core.model import Unknown
from relaudit.core.regex import regex
from relaudit.evidence.declared.model import Computed, Reading, Span, VersionFile, edit_of
from relaudit.evidence.files import Text

if TYPE_CHECKING:
    from relaudit.evidence.toml import Toml

__all__ = [
    "Computed",
    "Reading",
    "Span",
    "VersionFile",
    "edit_of",
    "follow",
    "reads",
    "version_in",
    "version_of",
]

_NUMBERED = regex(r"v?\d+(?:\.\d+)+\S*")
_STEPS = 4
_KINDS = {
    "version": "plain", "version.txt": "plain", "pyproject.toml": "pyproject", "setup.cfg": "setup.cfg",
    "setup.py": "setup.py", "package.json": "json", "package-lock.json": "json", "npm-shrinkwrap.json": "json",
    "cargo.toml": "cargo", "chart.yaml": "yaml", "citation.cff": "yaml", "uv.lock": "lock", "cargo.lock": "lock",
}  # fmt: skip


def reads(path: str) -> bool:
    """Whether files of this name are ones that a version can be read from."""
    return _kind(path) != ""


def version_in(text: Text, name: str = "") -> Reading:
    """The version that a file declares; None when it declares none.

    `name` is the key or variable that holds it, as `appVersion` in a chart; the usual one when it is empty.
    """
    match _kind(text.path):
        case "pyproject":
            return _pyproject(text)
        case "python":
            from relaudit.evidence.declared.module import version_in_module

            return version_in_module(text, name)
        case "plain":
            return version_in_plain(text)
        case kind:
            return _rare(kind, text, name)


def version_of(document: "Toml") -> VersionFile | Computed | None:
    """The version in a parsed `pyproject.toml`, or the tool that takes it from elsewhere."""
    from relaudit.evidence.declared.pyproject import version_in_pyproject

    return version_in_pyproject(document)


def follow(found: Computed, read: Callable[[str], Text | Unknown | None]) -> Reading:
    """The version in the file that another points at, over several steps; where that leads nowhere, the last step."""
    for _ in range(_STEPS):
        reading = next((reading for path in found.at if (reading := _at(path, found.name, read))), None)
        if not isinstance(reading, Computed):
            return reading or found
        found = reading
    return found


def _at(path: str, name: str, read: Callable[[str], Text | Unknown | None]) -> Reading:
    text = read(path)
    if not isinstance(text, Text):
        return text
    return version_in(text, name) if reads(path) else version_in_plain(text)


def version_in_plain(text: Text) -> VersionFile | None:
    """The version of a file that holds it and nothing else."""
    content = text.text.strip()
    if not _NUMBERED.fullmatch(content):
        return None
    start = text.text.index(content)
    return VersionFile(text.path, content, text, lambda: (start, start + len(content)), text.ref)


def _kind(path: str) -> str:
    name = path.rpartition("/")[2].lower()
    if name.endswith(".py"):
        return _KINDS.get(name, "python")
    is_dockerfile = name == "dockerfile" or name.startswith("dockerfile.") or name.endswith(".dockerfile")
    return "dockerfile" if is_dockerfile else _KINDS.get(name, "")


def _pyproject(text: Text) -> Reading:
    from relaudit.evidence.toml import parse_toml

    document = parse_toml(text)
    return document if isinstance(document, Unknown) else version_of(document)


def _rare(kind: str, text: Text, name: str) -> Reading:
    """The files that few projects have; their readers are imported by nobody else."""
    match kind:
        case "setup.cfg":
            from relaudit.evidence.declared.setup_cfg import version_in_setup_cfg as read
        case "setup.py":
            from relaudit.evidence.declared.setup_script import version_in_setup as read
        case "json":
            from relaudit.evidence.declared.manifests import version_in_package_json as read
        case "cargo":
            from relaudit.evidence.declared.manifests import version_in_cargo as read
        case "dockerfile":
            from relaudit.evidence.declared.docker import version_in_dockerfile as read
        case "yaml":
            from relaudit.evidence.declared.charts import version_in_yaml

            return version_in_yaml(text, name)
        case "lock":
            from relaudit.evidence.declared.locks import version_in_lock

            return version_in_lock(text, name)
        case _:
            return None
    return read(text)
