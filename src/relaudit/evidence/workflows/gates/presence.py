"""Whether a path is there: as a file, a folder, behind a link, or in a submodule."""

from functools import cached_property

from relaudit.core.model import Unknown
from relaudit.core.regex import regex
from relaudit.evidence.files import Text, Tree

_SUBMODULE = regex(r"(?m)^\s*path\s*=\s*(\S+)")


class Presence:
    """Looks into a tree."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def has(self, path: str) -> bool | Unknown:
        """Whether something has this path; what lies in a submodule counts as there."""
        if isinstance(self._paths, Unknown):
            return self._paths
        if path in self._paths or path in self._folders or path in ("", "."):
            return True
        return path.startswith(self._submodules) or self._tree.read(path) is not None

    @cached_property
    def _paths(self) -> frozenset[str] | Unknown:
        found = self._tree.paths()
        return found if isinstance(found, Unknown) else frozenset(found)

    @cached_property
    def _folders(self) -> frozenset[str]:
        paths = () if isinstance(self._paths, Unknown) else self._paths
        return frozenset(above for path in paths for above in _above(path))

    @cached_property
    def _submodules(self) -> tuple[str, ...]:
        text = self._tree.read(".gitmodules")
        return tuple(f"{path}/" for path in _SUBMODULE.findall(text.text)) if isinstance(text, Text) else ()


def _above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]
