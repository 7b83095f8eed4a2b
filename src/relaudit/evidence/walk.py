"""A walk through the project's own folders, past those that hold other people's or made-up code."""

import re
from collections.abc import Callable, Sequence

from relaudit.core.model import Unknown
from relaudit.core.regex import regex
from relaudit.evidence.files import Text, Tree

_PASSED_BY = regex(
    r"\..*|.*\{\{.*|node_modules|bower_components|_?vendor(?:ed)?|third[-_]?party|site-packages|__pycache__|venv|env|build|dist|out"
    r"|target|(?:.*[-_])?tests?(?:[-_].*)?|testing|test_?data|examples?|samples?|fixtures?|templates?|archived?",
    re.IGNORECASE,
)
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
        folders += [
            folder + name for name in entries if name[-1:] == "/" and not _PASSED_BY.fullmatch(name[:-1])
        ]
        found += [folder + name for name in entries if name[-1:] != "/" and is_wanted(name)]
    return sorted(found, key=str)


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
