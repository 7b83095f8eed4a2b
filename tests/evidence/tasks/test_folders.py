"""A runner that is called for another folder runs its lines there."""

from pathlib import Path

import pytest

from relaudit.core.model import Unknown
from relaudit.evidence.workflows.tasks import just, make
from relaudit.evidence.workflows.tasks.model import Reader
from relaudit.sources.worktree import WorkingTree


@pytest.mark.parametrize(
    ("reader", "name", "command", "folder", "inside"),
    [
        (make.lines, "Makefile", "make -C docs html", "", "docs/"),
        (make.lines, "Makefile", "make html", "docs/", None),
        (just.lines, "justfile", "just html", "docs/api/", "docs/"),
        (just.lines, "justfile", "just html", "docs/", None),
    ],
)
def test_lines_run_where_the_runner_goes(
    tmp_path: Path, reader: Reader, name: str, command: str, folder: str, inside: str | None
) -> None:
    (tmp_path / "docs" / "api").mkdir(parents=True)
    (tmp_path / "docs" / name).write_text("html:\n\tsphinx-build\n")
    found = reader(command.split(), folder, WorkingTree(str(tmp_path)))
    assert not isinstance(found, Unknown)

    assert [(task.text, task.folder) for task in found] == [("sphinx-build", inside)]
