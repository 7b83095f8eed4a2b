"""Where a changelog may be: its usual names, in the usual places."""

import re
from collections.abc import Iterator, Sequence

from relaudit.core.model import Unknown
from relaudit.evidence.files import Tree

_STEMS = ("changelog", "changes", "history", "news", "release_notes", "release-notes", "releasenotes", "versionhistory",
          "version-history", "release-history", "whatsnew", "whats-new")  # fmt: skip
_FOLDER_STEMS = (*_STEMS, "changelogs", "releases")
_SUFFIXES = ("md", "markdown", "rst", "txt", "")
_PLACES = ("", "docs", "doc", "docs/source", "doc/source", "docs/src", "docs/about", "docs/reference", "docs/project",
           "docs/en", "docs/content", "docs/html", "documentation", ".github")  # fmt: skip
_VERSION = r"(?i:version|release|changes|changelog|notes|[vr])?[-_ ]?v?(?P<version>\d+(?:[.-]\d+)*(?:\.x|[a-z]+\d*)?)$"
_INDEX = ("index", "readme")


def is_changelog(path: str) -> bool:
    """Whether a file's name is a usual one for a changelog."""
    return _rank(path.rpartition("/")[2]) < len(_STEMS)


def candidates(tree: Tree) -> Iterator[str]:
    """Files, and folders with `/` at their end, that may be the changelog; the likeliest first."""
    for place in _PLACES:
        entries = tree.folder(place)
        names = () if isinstance(entries, Unknown) else entries
        prefix = f"{place}/" if place else ""
        for _, name in sorted((_rank(name), name) for name in names):
            if _rank(name) < len(_STEMS):
                yield prefix + name
        yield from (
            prefix + name for name in names if name[:-1].lower() in _FOLDER_STEMS and name.endswith("/")
        )


def files_in(tree: Tree, folder: str, project: str) -> Sequence[str]:
    """The files of a folder that holds a changelog, newest first: those named after a version or a year.

    None when other files are there and no index leads to those; where one is named after the project, that one alone.
    """
    entries = tree.folder(folder)
    names = () if isinstance(entries, Unknown) else entries
    known = [name for name in names if name.lower().endswith((".md", ".rst", ".txt"))]
    own = [f"{folder}/{name}" for name in known if project and _stem(name) == project.lower()]
    if own:
        return own
    indexes = [name for name in known if _stem(name) in _INDEX]
    dated = [name for name in known if re.match(_VERSION, _stem(name))]
    others = [name for name in known if name not in (*indexes, *dated) and name[0] not in "._"]
    if others:
        text = tree.read(f"{folder}/{indexes[0]}") if indexes else None
        linked = set(re.findall(r"[\w.-]+", text.text)) if text and not isinstance(text, Unknown) else set()
        dated = [name for name in dated if name in linked or name.rpartition(".")[0] in linked]
    return [f"{folder}/{name}" for name in sorted(dated, key=_numbers, reverse=True)]


def version_in_name(path: str) -> str:
    """The version that a file is named after, empty when it is named after none."""
    found = re.match(_VERSION, _stem(path.rpartition("/")[2]))
    return (
        found["version"] if found and "." in found["version"] and not found["version"].endswith(".x") else ""
    )


def _stem(name: str) -> str:
    return name.rpartition(".")[0].lower()


def _numbers(name: str) -> list[int]:
    return [int(number[:9]) for number in re.findall(r"\d+", name)]


def _rank(name: str) -> int:
    """How usual a name is for a changelog, 0 for the most; as many as there are stems for none."""
    stem, _, suffix = name.lower().partition(".")
    return _STEMS.index(stem) if stem in _STEMS and suffix in _SUFFIXES else len(_STEMS)
