"""A walk through the project's own folders, past those that hold other people's or made-up code."""

import re
from collections.abc import Callable, Sequence

from relaudit.core.model import Unknown
from relaudit.evidence.files import Text, Tree

_PASSED_BY = frozenset((
    "node_modules", "bower_components", "vendor", "_vendor", "vendored", "_vendored", "third-party", "third_party", "thirdparty", "site-packages",
    "__pycache__", "venv", "env", "build", "dist", "out", "target", "testing", "testdata", "example", "examples", "sample", "samples", "fixture",
    "fixtures", "template", "templates", "archive", "archived",
))  # fmt: skip
_TESTS = frozenset(("test", "tests"))
_OWN_FOLDERS = ("", "docker", "chart", "charts", "helm", "deploy")


def paths_named(tree: Tree, is_wanted: Callable[[str], bool]) -> Sequence[str | Unknown]:
    """The files of wanted names, folder by folder: nothing below a folder that is passed by is looked at."""
    found: list[str | Unknown] = []
    folders = [""]
    while folders:
        folder = folders.pop()
        entries = tree.folder(folder.rstrip("/"))
        if isinstance(entries, Unknown):
            found.append(entries)
            continue
        folders += [folder + name for name in entries if name[-1:] == "/" and not _is_passed_by(name[:-1])]
        found += [folder + name for name in entries if name[-1:] != "/" and is_wanted(name)]
    return sorted(found, key=str)


def _is_passed_by(name: str) -> bool:
    plain = name.lower()
    is_hidden = plain.startswith(".") or "{{" in plain
    return is_hidden or plain in _PASSED_BY or not _TESTS.isdisjoint(plain.replace("_", "-").split("-"))


def is_of(text: Text, project: str) -> bool:
    """Whether a Dockerfile or chart is clearly the project's: by its place, or by its name."""
    folder, _, name = text.path.rpartition("/")
    if folder in _OWN_FOLDERS:
        return True
    own = _plain(project)
    if name == "Chart.yaml":
        from relaudit.evidence.declared.charts import name_of

        return bool(own) and _plain(name_of(text)) == own
    return bool(own) and own in (_plain(folder.rpartition("/")[2]), _plain(name.removesuffix(".Dockerfile")))


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
