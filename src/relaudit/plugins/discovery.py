"""Looking for packs: a scan of the installed entry points that imports nothing."""

import os
import sys
from collections.abc import Iterator

GROUP = "relaudit"


def installed_packs(folders: "list[str] | None" = None) -> tuple[tuple[str, str], ...]:
    """`(name, module)` of every entry point in the group `relaudit`, sorted by name.

    The import system's own look-up costs as much as a small audit; reading the files costs a millisecond.
    """
    found = [
        pack for folder in (sys.path if folders is None else folders) for pack in _in_folder(folder or ".")
    ]
    return tuple(sorted(set(found)))


def _in_folder(folder: str) -> Iterator[tuple[str, str]]:
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in names:
        if name.endswith((".dist-info", ".egg-info")):
            yield from _in_metadata(f"{folder}/{name}/entry_points.txt")


def _in_metadata(path: str) -> Iterator[tuple[str, str]]:
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except OSError:
        return
    if f"[{GROUP}]" in text:
        yield from _entries(text)


def _entries(text: str) -> Iterator[tuple[str, str]]:
    inside = False
    for line in (line.strip() for line in text.splitlines()):
        if line.startswith("["):
            inside = line == f"[{GROUP}]"
        elif inside and "=" in line and not line.startswith(("#", ";")):
            name, _, target = line.partition("=")
            yield name.strip(), target.strip()
