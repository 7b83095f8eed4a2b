"""What commands that show evidence share: one repository, opened and asked."""

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from relaudit.audit import Auditor
from relaudit.builtin import everything
from relaudit.cli.output import plain, wants_colour
from relaudit.core.dossier import Dossier
from relaudit.core.model import Unknown
from relaudit.core.occasion import Today
from relaudit.evidence.files import Tree
from relaudit.evidence.project import Project
from relaudit.request import Request
from relaudit.sources.local import opened
from relaudit.views.graph import Projects

_ASIDE = frozenset(("tests", "test", "testing", "docs", "doc", "examples", "fixtures", "sample", "samples"))


@contextmanager
def dossier(options: Namespace) -> Iterator[Dossier]:
    """The dossier of the target, under its policy."""
    today = Today(datetime.now(UTC).date())
    auditor = Auditor(everything(), Request(today=today, policy=options.policy, policy_at=options.policy_at))
    with opened(options.target, options.at, name=options.target) as repository:
        yield auditor.dossier(repository)


def projects(of: Dossier) -> Projects:
    """The names that things are published under, where there is but one package that could be meant."""
    found, tree = of.get(Project), of.get(Tree)  # type: ignore[type-abstract]  # the protocol is the key
    paths = () if isinstance(tree, Unknown) else tree.paths()
    packages = [] if isinstance(paths, Unknown) else [path for path in paths if _is_package(path)]
    return Projects(found.name) if isinstance(found, Project) and len(packages) == 1 else Projects()


def _is_package(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    return name == "pyproject.toml" and not _ASIDE & set(folder.split("/"))


def show(lines: Iterable[Sequence[tuple[str, str]]], options: Namespace) -> None:
    """Lines to standard output, in colour where that is wanted."""
    if wants_colour(options.color):
        from relaudit.terminal import show as in_colour

        in_colour(lines, sys.stdout)
    else:
        plain("".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines))
