"""The entry of a lock file for the project itself.

Lock files run to megabytes of which one entry is asked for: it is found by a scan for its name, and parsed alone.
"""

import re
from collections.abc import Iterator, Mapping

from relaudit.core.model import Unknown
from relaudit.core.regex import regex
from relaudit.evidence.declared.model import Computed, Reading, VersionFile
from relaudit.evidence.files import Text
from relaudit.evidence.toml import Toml, parse_toml

_HEADER = regex(r"^\[\[package\]\][ \t]*\r?$", re.MULTILINE)
_OWN_SOURCES = ("editable", "virtual", "directory")


def version_in_lock(text: Text, name: str = "") -> Reading:
    """The version of the project's own entry in a `uv.lock` or `Cargo.lock`; None when there is no such entry.

    Without a name, the entry whose source is the folder of the lock file itself.
    """
    for start, end in _entries(text.text, name):
        piece = Text(text.path, text.text[start:end], text.encoding, text.ref)
        document = parse_toml(piece)
        if isinstance(document, Unknown):
            return document
        if _is_own(document):
            return _version(text, document, start)
    return None


def _entries(text: str, name: str) -> Iterator[tuple[int, int]]:
    """The tables in which the name, or the folder itself, is written."""
    wanted = (
        rf"^name[ \t]*=[ \t]*[\"']{_spellings(name)}[\"']"
        if name
        else r"^source[ \t]*=[ \t]*\{[ \t]*(?:editable|virtual)[ \t]*=[ \t]*[\"']\.[\"']"
    )
    for found in re.finditer(wanted, text, re.MULTILINE | re.IGNORECASE):
        start = text.rfind("[[package]]", 0, found.start())
        following = _HEADER.search(text, found.end())
        if start >= 0:
            yield start, following.start() if following else len(text)


def _spellings(name: str) -> str:
    """A pattern for every spelling that PEP 503 takes for the same name."""
    return "[-_.]+".join(map(re.escape, re.split(r"[-_.]+", name)))


def _is_own(document: Toml) -> bool:
    source = document.get("package", "0", "source")
    if source is None:
        return True  # Cargo.lock: what comes from elsewhere says so
    return isinstance(source, Mapping) and any(kind in source for kind in _OWN_SOURCES)


def _version(text: Text, document: Toml, start: int) -> VersionFile | Computed:
    version = document.string("package", "0", "version")
    if version is None:
        return Computed(text.path, "dynamic")

    def locate() -> tuple[int, int] | None:
        span = document.span("package", "0", "version")
        return (start + span[0], start + span[1]) if span else None

    return VersionFile(text.path, version, text, locate, text.ref)
